"""What is read for one answer of the dashboard, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from ..queries.dashboard import runs, tasks, waits
from ..queries.dashboard.runs import Ended, FailedNode, Waiting
from ..queries.dashboard.sight import Sight
from ..queries.dashboard.tasks import Decisions, Pile, Queue
from ..queries.dashboard.window import Window


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that was counted over what one person may see."""

    window: Window
    going: int
    waiting: Waiting
    ended: Ended
    nodes: Sequence[FailedNode]
    piles: Sequence[Pile]
    oldest: tuple[str | None, datetime] | None
    decisions: Decisions
    queue: Queue | None
    trends: Mapping[str, list[int]]
    names: Mapping[int, tuple[str, str, str]]
    versions: Mapping[int, tuple[int, int]]

    def of(self, workflow: int) -> dict[str, str]:
        """Give slug and name of a workflow."""
        slug, name, _ = self.names[workflow]
        return {"workflow": slug, "workflow_name": name}

    def slug(self, workflow: int) -> str:
        """Give the slug of a workflow."""
        return self.names[workflow][0]

    def key(self, workflow: int) -> str:
        """Give the engine's name of a workflow."""
        return self.names[workflow][2]


def count(user: User, window: Window) -> Counts:
    """Count."""
    sight = Sight.of(user, window)
    ended = runs.ended(sight, window)
    nodes = runs.failed_by_node(sight, window)
    piles = tasks.piles(sight, window)
    versions = runs.numbers(ended.versions)
    named = {workflow for workflow, _ in versions.values()} | {pile.workflow for pile in piles}
    return Counts(
        window=window,
        going=runs.going(sight),
        waiting=runs.waiting_now(sight, window.at),
        ended=ended,
        nodes=nodes,
        piles=piles,
        oldest=_oldest(sight, piles),
        decisions=tasks.decisions(sight, window),
        queue=tasks.longest_queue(sight),
        trends=waits.open_waits(sight, ((pile.bucket, pile.count) for pile in piles), window),
        names=runs.names(named | {node.workflow for node in nodes}),
        versions=versions,
    )


def _oldest(sight: Sight, piles: Sequence[Pile]) -> tuple[str | None, datetime] | None:
    first = min((pile.first for pile in piles), default=None)
    return None if first is None else (tasks.asked_at(sight, first), first)
