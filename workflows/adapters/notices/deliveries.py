"""Deliveries as rows: put in, claimed by one sender at a time, marked with what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from workflows.engine.events import Json
from workflows.models import Delivery, DeliveryAttempt

from ..dialects import AnySession, SqliteSession, reading, writing
from ..sql.runs import GOES_ON

State = Delivery.State
MAIL, WEBHOOK = "mail", "webhook"
DIGEST = "digest"
NOTHING: Any = {}
MOST_ANSWER = 500

_DUE = f"{GOES_ON} AND d.due_at <= {{now}} AND (d.held_until IS NULL OR d.held_until <= {{now}})"
_WANTED = "(w.id IS NULL OR w.active AND (w.rests_until IS NULL OR w.rests_until <= {now}))"
_CLAIM = """
    UPDATE workflows_delivery SET held_until = {until}, attempts = attempts + 1 WHERE id = (
        SELECT d.id FROM workflows_delivery d LEFT JOIN workflows_webhook w ON w.id = d.webhook_id
        WHERE {which} ORDER BY d.due_at, d.id LIMIT 1 {lock}
    ) RETURNING id, held_until, {now}
"""
_CHANNEL = f"d.channel = %s AND {_DUE} AND {_WANTED}"
_ONE = f"d.id = %s AND {_DUE}"
_NEXT = f"""
    SELECT d.due_at, {{now}} FROM workflows_delivery d
    LEFT JOIN workflows_webhook w ON w.id = d.webhook_id
    WHERE d.channel = %s AND d.due_at IS NOT NULL
        AND (d.held_until IS NULL OR d.held_until <= {{now}}) AND {_WANTED} AND {GOES_ON}
    ORDER BY d.due_at LIMIT 1
"""  # noqa: S608 - put together of constants


@dataclass(frozen=True, slots=True)
class Fresh:
    """A delivery as it is to be put in; ``user`` of a mail, ``webhook`` of a call."""

    channel: str
    kind: str
    body: Json
    due_at: datetime
    user: int | None = None
    webhook: UUID | None = None
    task: UUID | None = None
    run: int | None = None
    bundled: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery that is ours to send until ``until``; ``now`` is the database's clock."""

    row: Delivery
    until: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. ``final``: another one would change nothing; ``retry_at`` None with
    an error: it is given up."""

    milliseconds: int = 0
    status: int | None = None
    error: str = ""
    answer: str = ""
    retry_at: datetime | None = None
    final: bool = False


def put(fresh: Sequence[Fresh], now: datetime, give_up_after: timedelta) -> None:
    """Put deliveries in; within the transaction of the caller."""
    Delivery.objects.bulk_create(
        [
            Delivery(
                channel=item.channel,
                kind=item.kind,
                body=item.body,
                due_at=item.due_at,
                user_id=item.user,
                webhook_id=item.webhook,
                task_id=item.task,
                run_id=item.run,
                bundled=item.bundled,
                created_at=now,
                give_up_at=item.due_at + give_up_after,
            )
            for item in fresh
        ],
        batch_size=200,
    )


def claim(channel: str, seconds: float) -> Held | None:
    """Take what has been due for longest, unless somebody is sending it; its attempts count up."""
    return _claim(_CHANNEL, channel, seconds)


def claim_one(delivery: int, seconds: float) -> Held | None:
    """Take this one if it is due, even for a webhook that rests or is switched off."""
    return _claim(_ONE, delivery, seconds)


def seconds_to_next(channel: str) -> float | None:
    """Say when something is due: seconds from now, 0 or less when it is; None: there is nothing."""
    with reading() as session:
        rows = session.query(_phrase(session, _NEXT), (channel,))
        if not rows:
            return None
        due, now = (session.read_moment(value) for value in rows[0])
        return (due - now).total_seconds()


def finish(held: Held, outcome: Outcome, done_at: datetime) -> bool:
    """Mark what came of an attempt, and keep it in the log; False when it is not ours any more."""
    failed = bool(outcome.error)
    values: dict[str, Any] = {"held_until": None, "last_error": outcome.error}
    if not failed:
        values |= {"state": State.SENT, "due_at": None, "done_at": done_at}
    elif outcome.retry_at is None:
        values |= {"state": State.DEAD, "due_at": None, "done_at": done_at}
    else:
        values["due_at"] = outcome.retry_at
    with transaction.atomic():
        if not _mine(held).update(**values):
            return False
        DeliveryAttempt.objects.create(
            delivery=held.row,
            at=held.now,
            status=outcome.status,
            milliseconds=outcome.milliseconds,
            error=outcome.error,
            answer=outcome.answer[:MOST_ANSWER].replace("\x00", ""),
        )
    return True


def drop(held: Held, why: str, done_at: datetime) -> bool:
    """Mark that nobody needs it any more."""
    values: dict[str, Any] = {"state": State.DROPPED, "due_at": None, "done_at": done_at}
    return bool(_mine(held).update(**values, held_until=None, last_error=why))


def put_off(held: Held, until: datetime) -> bool:
    """Give it back unsent until then; that was no attempt, and it gets its whole time."""
    late = until - (held.row.due_at or until)
    values: dict[str, Any] = {"due_at": until, "held_until": None}
    values |= {"give_up_at": held.row.give_up_at + max(late, timedelta())}
    return bool(_mine(held).update(**values, attempts=held.row.attempts - 1))


def drop_waiting(task: UUID, kinds: Sequence[str], now: datetime, why: str) -> None:
    """Drop the mails of a task that nobody needs any more, unless they are being sent."""
    rows = Delivery.objects.filter(task=task, channel=MAIL, kind__in=kinds, state=State.WAITING)
    rows.filter(held_until=None).update(
        state=State.DROPPED, due_at=None, done_at=now, last_error=why
    )


def goes_alone(held: Held, give_up_after: timedelta) -> bool:
    """Put a person's mails that are due with this one into a digest, in one transaction.

    True: there is no other, so it goes by itself. False: it is a part of a digest now, which is
    due itself, whoever has made that.
    """
    now, user = held.now, held.row.user_id
    with transaction.atomic():
        rows = Delivery.objects.filter(
            user=user, bundled=True, state=State.WAITING, due_at__lte=now
        )
        # Of two that gather, the second waits here and then finds nothing left.
        parts = {part.pk for part in rows.select_for_update(of=("self",)).order_by("pk")}
        if held.row.pk not in parts:
            return False
        if len(parts) == 1:
            rows.update(bundled=False)
            return True
        made = Delivery.objects.create(
            channel=MAIL,
            kind=DIGEST,
            user_id=user,
            body=NOTHING,
            due_at=now,
            created_at=now,
            give_up_at=now + give_up_after,
        )
        Delivery.objects.filter(pk__in=parts).update(
            state=State.GATHERED, due_at=None, held_until=None, done_at=now, digest=made
        )
        return False


def redeliver(delivery: int, now: datetime, give_up_after: timedelta) -> bool:
    """Have one sent (again) at once, under the same key; False while it is being sent."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    rows = Delivery.objects.filter(free, pk=delivery).exclude(state=State.GATHERED)
    values: dict[str, Any] = {"state": State.WAITING, "due_at": now, "done_at": None}
    values |= {"give_up_at": now + give_up_after, "attempts": 0, "bundled": False}
    return bool(rows.update(**values, held_until=None))


def dead(most: int) -> list[int]:
    """List what was given up, the oldest first."""
    rows = Delivery.objects.filter(state=State.DEAD).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def _claim(which: str, value: Any, seconds: float) -> Held | None:
    with writing() as session:
        rows = session.query(_phrase(session, _CLAIM, which, seconds), (value,))
        if not rows:
            return None
        until, now = (session.read_moment(given) for given in rows[0][1:])
        number = rows[0][0]
    found = Delivery.objects.select_related("user", "webhook").filter(pk=number).first()
    return Held(found, until, now) if found is not None else None


def _mine(held: Held) -> Any:
    return Delivery.objects.filter(pk=held.row.pk, held_until=held.until)


def _phrase(session: AnySession, sql: str, which: str = "", seconds: float = 0) -> str:
    if isinstance(session, SqliteSession):
        now, lock = session.NOW, ""
        until = f"{now} + {int(seconds * 1e6)}"
    else:
        now, lock = "statement_timestamp()", "FOR UPDATE OF d SKIP LOCKED"
        until = f"{now} + interval '{seconds:.3f} seconds'"
    return sql.format(now=now, until=until, lock=lock, which=which.format(now=now))
