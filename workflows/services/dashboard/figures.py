"""The figures of the dashboard over what a user may see, each with the address of its list."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from .. import policy
from ..queries.audit.stored import snapshot
from ..queries.dashboard.runs import any_run
from ..queries.dashboard.window import Window
from ..queries.times import iso
from . import cards, charts
from .addresses import opens_for
from .invariants import CONTINUE, Broken, broken
from .operations import operations
from .reading import count


def dashboard(user: User, window_name: str, zone: str = "") -> dict[str, Any]:
    """Give everything that the page shows, as of one moment; raises `Invalid`.

    What is about workers, queues and what is broken is only there for those who operate.
    """
    operates = policy.can(user, policy.MACHINERY)
    window = Window.ending_now(window_name, zone)
    with snapshot():
        counts = count(user, window)
        return {
            "window": window.name,
            "at": iso(window.at),
            "since": iso(window.since),
            "today": iso(window.today),
            "bucket_seconds": window.seconds,
            "empty": not counts.names and not counts.going and not any_run(user),
            "running": cards.running(counts),
            "people": cards.people(counts),
            "outside": cards.outside(counts),
            "failed": cards.failed(counts),
            "ages": charts.ages(counts),
            "workflows": charts.workflows(counts),
            "decisions": charts.decisions(counts),
            "nodes": charts.nodes(counts),
            "operations": operations(user, window) if operates else None,
            "broken": _broken(user) if operates else [],
        }


def _broken(user: User) -> list[dict[str, Any]]:
    return [{**_for(user, item), "to": opens_for(user, item.to)} for item in broken()]


def _for(user: User, item: Broken) -> dict[str, Any]:
    """Leave out the button of whoever may not press it."""
    barred = item.action == CONTINUE and not user.is_superuser
    return item.as_dict() | ({"action": None} if barred else {})
