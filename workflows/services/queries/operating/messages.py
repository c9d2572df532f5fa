"""Messages between runs that are still on their way, for those who look after an installation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from workflows.models import Message, Run, Suspension

from ..times import iso
from ..troubles import LATE

LOOKED_AT = 500
"""Of so many messages, the oldest, it is told whether they are late: with more of them something
is wrong in any case."""

TRIED_IN_VAIN = 2
"""A message may be left to another process once; tried so often, nobody can deliver it."""


def on_their_way() -> int:
    """Count the messages that nobody has delivered yet."""
    return Message.objects.count()


def late(span: timedelta = LATE) -> list[Message]:
    """List the messages that have been on their way for longer than this, newest first.

    A message does not say when it was sent; what was sent before one that is late is late as well.
    """
    limit, bound = timezone.now() - span, None
    found: list[Message] = []
    for message in reversed(list(Message.objects.order_by("pk")[:LOOKED_AT])):
        times = [time for time in (sent_at(message), bound) if time is not None]
        bound = min(times, default=None)
        old = bound is not None and bound < limit
        if found or old or message.attempts >= TRIED_IN_VAIN:
            found.append(message)
    return found


def rows(asked: Mapping[str, str]) -> QuerySet[Message]:
    """Select messages by the parameters of the API: ``late``."""
    found = Message.objects.all()
    if asked.get("late", "").lower() in ("1", "true", "yes"):
        found = found.filter(pk__in=[message.pk for message in late()])
    return found


def present(page: Sequence[Message]) -> list[dict[str, Any]]:
    """Show a page of the list; of what a message says only for whom it is."""
    runs = {message.pk: _run_of(message) for message in page}
    names = Run.objects.filter(uuid__in={uuid for uuid in runs.values() if uuid})
    known = {str(uuid): slug for uuid, slug in names.values_list("uuid", "workflow__slug")}
    return [
        {
            "id": message.pk,
            "kind": message.kind,
            "run": runs[message.pk] if runs[message.pk] in known else None,
            "workflow": known.get(runs[message.pk] or ""),
            "sent_at": iso(sent_at(message)),
            "attempts": message.attempts,
            "due_at": iso(message.due_at),
        }
        for message in page
    ]


def _run_of(message: Message) -> str | None:
    """Name the run that a message is for, or that waits for what it begins."""
    body: Any = message.body
    found = body.get("parent") if message.kind == "StartChild" else body.get("run_id")
    return str(found) if found else None


def sent_at(message: Message) -> datetime | None:
    """Say when a message was sent at the latest, as far as it tells."""
    due: datetime | None = message.due_at
    body: Any = message.body
    if due is not None:
        return due
    if message.kind == "StartChild":
        # The id of the child was made when the message was: its first 48 bits are the time.
        return datetime.fromtimestamp((UUID(body["run_id"]).int >> 80) / 1000, tz=UTC)
    if message.kind == "WaitOpened":
        run, _, seq = str(body["suspension"]).rpartition(".")
        waits = Suspension.objects.filter(run__uuid=run, seq=int(seq))
        return waits.values_list("opened_at", flat=True).first()
    if message.kind == "ToRun" and body["command"].get("type") == "FinishChild":
        ended = Run.objects.filter(uuid=body["command"]["run"])
        return ended.values_list("finished_at", flat=True).first()
    return None
