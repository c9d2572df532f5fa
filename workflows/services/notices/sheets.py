"""A task as the page behind a mail shows it: what of it, to whom, and in which of its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.auth.models import User
from django.utils import timezone

from workflows.engine.errors import Forbidden

from ..queries.inbox import boxes, detail
from ..queries.notices import audience, happenings
from ..queries.notices.names import names_of
from ..queries.times import instant
from .needing import is_asked

State = Literal["open", "claimed", "voted", "window", "decided", "expired", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A task in the shape of the API, and how it stands for one person.

    ``window``: it is decided and that may yet be taken back, by ``mine`` alone. ``voted``: he has
    given his vote, others have not. ``rules`` are those of its suspension, ``more`` counts what
    else waits for him.
    """

    task: Mapping[str, Any]
    state: State
    who: User
    names: Mapping[str, str]
    mine: bool
    profile: Any
    rules: Mapping[str, Any]
    more: int

    def name(self, username: str | None) -> str:
        """Call somebody by his name."""
        return self.names.get(username or "", username or "")


def look(who: User, task_id: str) -> Sheet:
    """Read the page of a task. `NotFound` for one that he does not see, `Forbidden` for one that
    waits for others: he is told nothing of it here."""
    task = detail.detail(who, task_id)
    row = happenings.of_task(task_id)
    state = _state(who, task, row)
    votes = [item["by"] for item in task["history"] if item["type"] == "TaskDecided"]
    names = [who.get_username(), task["initiator"], task["claimed_by"], task["decided_by"]]
    return Sheet(
        task,
        state,
        who,
        names_of(
            [*names, task["acting_for"], *votes, *[comment["by"] for comment in task["comments"]]]
        ),
        task["decided_by"] == who.get_username(),
        audience.profile_of(who),
        happenings.rules_of(row) if row is not None else {},
        boxes.inbox_count(who),
    )


def _state(who: User, task: Mapping[str, Any], row: Any) -> State:
    if task["state"] in ("open", "claimed"):
        return _open(who, task, row)
    if task["state"] == "decided":
        until = task["undo_until"]
        waits = until is not None and instant(until, "undo_until") > timezone.now()
        return "window" if waits else "decided"
    return "expired" if task["state"] == "expired" else "withdrawn"


def _open(who: User, task: Mapping[str, Any], row: Any) -> State:
    code = (task["why_not"] or {}).get("code")
    if code == "claimed":
        return "claimed"
    if code == "already_decided":
        return "voted"
    # An administrator who is not asked decides in the inbox, where he says why.
    if code is not None or not is_asked(row, who):
        raise Forbidden("This does not wait for you.", code=code or "not_asked")
    return "open"
