"""What people do in the inbox, and signals, for programs."""

from __future__ import annotations

from functools import partial
from typing import Any

from .asking import each, look, part, say, say_once
from .exchange import Stream, Talk
from .shapes import Json, Task, read


def tasks(
    box: str = "mine", state: str = "open", workflow: str | None = None, **filters: Any
) -> Stream[Task]:
    """Give tasks: ``box`` is mine, unassigned, team or all; ``state`` open, done, recent or all.

    More filters: ``overdue``, ``q``, ``priority``, ``initiator``, ``order`` and those of the API.
    """
    return each("tasks/", Task, {"box": box, "state": state, "workflow": workflow, **filters})


def task(task_id: str) -> Talk[Task]:
    """Look at a task with its form, its options and its actions."""
    return look(f"tasks/{part(task_id)}/", Task)


def decide(
    task_id: str,
    decision: str,
    data: Json = None,
    comment: str | None = None,
    idempotency_key: str | None = None,
    **more: Json,
) -> Talk[Task]:
    """Decide a task; raises ``Conflict`` with who was first.

    ``more``: ``undo_seconds`` asks for a window to take it back in, ``confirm`` is what must be
    typed, ``seen`` the ``seq`` of the task as it was read.
    """
    body = {"decision": decision, "data": data, "comment": comment, **more}
    keyed = {**body, "idempotency_key": idempotency_key}
    return say_once(f"tasks/{part(task_id)}/decide/", partial(read, Task), keyed)


def undo(task_id: str) -> Talk[Task]:
    """Take one's decision back while its window is open; afterwards it is a ``Conflict``."""
    return say(f"tasks/{part(task_id)}/undo/", Task, {})


def ask(task_id: str, text: str, to: str | None = None) -> Talk[Task]:
    """Ask the requester, or somebody else, for information; the task stays open."""
    return say(f"tasks/{part(task_id)}/ask/", Task, {"text": text, "to": to})


def nudge(task_id: str) -> Talk[Task]:
    """Remind those who are asked; a ``Conflict`` within four hours of the last time."""
    return say(f"tasks/{part(task_id)}/nudge/", Task, {})


def claim(task_id: str) -> Talk[Task]:
    """Take a task for oneself; again is no error, from somebody else it is a ``Conflict``."""
    return say(f"tasks/{part(task_id)}/claim/", Task, {}, repeatable=True)


def release(task_id: str) -> Talk[Task]:
    """Give back a task that one has taken."""
    return say(f"tasks/{part(task_id)}/release/", Task, {})


def delegate(task_id: str, to: str) -> Talk[Task]:
    """Hand a task to somebody else, by username."""
    return say(f"tasks/{part(task_id)}/delegate/", Task, {"to": to})


def comment(task_id: str, text: str) -> Talk[Task]:
    """Write a remark; the task stays as it is."""
    return say(f"tasks/{part(task_id)}/comment/", Task, {"text": text})


def signal(
    name: str, key: str | None = None, data: Json = None, idempotency_key: str | None = None
) -> Talk[int]:
    """Send a signal; return how many waits it reached. With 0 it is kept for the first one."""
    body = {"name": name, "key": key, "data": data, "idempotency_key": idempotency_key}
    return say_once("signals/", lambda answer: int(answer["delivered"]), body)
