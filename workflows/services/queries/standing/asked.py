"""Who is asked in tasks and whose votes are given, read for a page of them; and the engine's
question made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.engine.people import Question
from workflows.models import Task, TaskAssignee, TaskDecision

from ..times import iso


@dataclass(slots=True)
class Asked:
    """Usernames and group names that a task asks, delegates with whose vote they have, and the
    votes given: ``{by, for, decision, via, at}``."""

    users: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    delegates: dict[str, str] = field(default_factory=dict)
    votes: list[dict[str, Any]] = field(default_factory=list)


def assignees(tasks: Sequence[Any]) -> dict[Any, Asked]:
    """Read who is asked in each task, in one query; votes are left out."""
    found: dict[Any, Asked] = {task: Asked() for task in tasks}
    rows = TaskAssignee.objects.filter(task__in=list(tasks)).order_by("pk")
    names = ("task_id", "user__username", "group__name", "acting_for__username")
    for task, user, group, acting_for in rows.values_list(*names):
        if user is not None:
            found[task].users.append(user)
            if acting_for is not None:
                found[task].delegates[user] = acting_for
        if group is not None:
            found[task].groups.append(group)
    return found


def asked_in(tasks: Sequence[Any]) -> dict[Any, Asked]:
    """Read who is asked and who has decided in each task, in two queries."""
    found = assignees(tasks)
    rows = TaskDecision.objects.filter(task__in=list(tasks)).order_by("at", "pk")
    names = ("task_id", "user__username", "acting_for__username", "decision", "via", "at")
    for task, by, acting_for, decision, via, at in rows.values_list(*names):
        vote = {"by": by, "for": acting_for, "decision": decision, "via": via, "at": iso(at)}
        found[task].votes.append(vote)
    return found


def question_in(task: Task, asked: Asked, requester: str | None) -> Question:
    """Make the engine's question of a row: the same rule decides about lists and decisions."""
    return Question(
        users=asked.users,
        groups=asked.groups,
        requester=requester,
        four_eyes=task.four_eyes,
        claimed_by=task.claimed_by.get_username() if task.claimed_by else None,
        voices=list(_voices(asked.votes)),
        delegates=asked.delegates,
        closing=_closing(task, asked),
    )


def _voices(votes: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for vote in votes:
        yield from (vote[key] for key in ("by", "for") if vote[key] is not None)


def _closing(task: Task, asked: Asked) -> dict[str, Any] | None:
    """Tell of a decision that may still be taken back."""
    if task.undo_until is None or not asked.votes:
        return None
    last = asked.votes[-1]
    told = {key: last[key] for key in ("by", "at", "via")}
    return {**told, "until": iso(task.undo_until), "action": last["decision"]}
