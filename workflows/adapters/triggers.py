"""The table of triggers: written, found by token, held while a schedule fires; what starting means
is the service's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Subquery

from workflows.adapters.workspaces.walls import show_place_of
from workflows.engine.events import Json
from workflows.engine.workspaces import DEFAULT
from workflows.models import Run, Trigger, Workflow

from .dialects import AnySession, SqliteSession, reading, writing
from .sql.runs import GOES_ON

_DUE = f"next_at <= {{now}} AND (held_until IS NULL OR held_until <= {{now}}) AND {GOES_ON}"
_HOLD = f"""
    UPDATE workflows_trigger SET held_until = {{until}} WHERE id = (
        SELECT id FROM workflows_trigger WHERE {_DUE} ORDER BY next_at LIMIT 1 {{lock}}
    ) RETURNING id, held_until, {{now}}
"""  # noqa: S608 - put together of constants
_NEXT = f"""
    SELECT next_at, {{now}} FROM workflows_trigger
    WHERE next_at IS NOT NULL AND (held_until IS NULL OR held_until <= {{now}}) AND {GOES_ON}
    ORDER BY next_at LIMIT 1
"""  # noqa: S608 - put together of constants
# A stable clock, or the index over next_at could not be used.
_POSTGRES_NOW = "statement_timestamp()"


@dataclass(frozen=True, slots=True)
class Row:
    """A trigger with what starting needs. ``by`` is in whose name; None when that account is
    gone."""

    id: str
    kind: str
    workspace: int
    workflow: str
    settings: dict[str, Json]
    inputs: Json
    by: User | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """A schedule that is ours to fire until ``until``; ``now`` is the database's clock."""

    trigger: Row
    until: datetime
    now: datetime


def database_now() -> datetime:
    """Read the database's clock; aware UTC."""
    with reading() as session:
        return session.now()


def create(workflow: str, fields: dict[str, Any], who: User) -> str:
    """Insert a trigger and return its id."""
    row = Workflow.objects.only("pk").get(key=workflow)
    return str(Trigger.objects.create(workflow=row, created_by=who, **fields).pk)


def change(trigger: UUID, fields: dict[str, Any]) -> None:
    """Update columns; a schedule that somebody is firing is out of his hands then."""
    Trigger.objects.filter(pk=trigger).update(**fields, held_until=None)


def delete(trigger: UUID) -> None:
    """Delete a trigger; the runs that it started stay."""
    Trigger.objects.filter(pk=trigger).delete()


def by_token(token_hash: str) -> tuple[Row, str] | None:
    """Return the webhook in force with this hash of its token, and the hash as it is kept."""
    show_place_of("trigger", token_hash)
    found = _rows().filter(token_hash=token_hash, kind=Trigger.Kind.WEBHOOK, enabled=True).first()
    return (_row(found), found.token_hash or "") if found is not None else None


def note_started(trigger: str, run_id: str) -> None:
    """Keep when it last started which run."""
    Trigger.objects.filter(pk=trigger).update(**_fired(run_id))


def note_failed(trigger: str, sentence: str) -> None:
    """Keep why it could not start a run."""
    # The same failure over and over again must not turn into a stream of writes.
    Trigger.objects.filter(pk=trigger).exclude(last_error=sentence).update(last_error=sentence)


def hold_due(seconds: float) -> Held | None:
    """Take the schedule that has been due for longest, unless somebody is firing it already."""
    with writing() as session:
        rows = session.query(_phrase(session, _HOLD, seconds))
        if not rows:
            return None
        until, now = (session.read_moment(value) for value in rows[0][1:])
        number = rows[0][0]
    found = _rows().filter(pk=number if isinstance(number, UUID) else UUID(number)).first()
    return Held(_row(found), until, now) if found is not None else None


def let_go(held: Held, fields: dict[str, Any], run_id: str | None, error: str | None) -> bool:
    """Give a schedule back with what came of it, unless it was changed meanwhile."""
    fields = dict(fields, held_until=None)
    if run_id is not None:
        fields |= _fired(run_id)
    if error is not None:
        fields["last_error"] = error
    mine = Trigger.objects.filter(pk=held.trigger.id, held_until=held.until)
    return bool(mine.update(**fields))


def seconds_to_next() -> float | None:
    """Say when a schedule is due: seconds from now, 0 or less when one is; None: there is none."""
    with reading() as session:
        rows = session.query(_phrase(session, _NEXT))
        if not rows:
            return None
        due, now = (session.read_moment(value) for value in rows[0])
        return (due - now).total_seconds()


def _fired(run_id: str) -> dict[str, Any]:
    run = Run.objects.filter(uuid=UUID(run_id)).values("pk")[:1]
    return {"last_fired_at": database_now(), "last_run": Subquery(run), "last_error": None}


def _phrase(session: AnySession, sql: str, seconds: float = 0) -> str:
    if isinstance(session, SqliteSession):
        now, lock = session.NOW, ""
        until = f"{now} + {int(seconds * 1e6)}"
    else:
        now, lock = _POSTGRES_NOW, "FOR UPDATE SKIP LOCKED"
        until = f"{now} + interval '{seconds:.3f} seconds'"
    return sql.format(now=now, until=until, lock=lock)


def _rows() -> Any:
    rows = Trigger.objects.select_related("workflow", "created_by")
    return rows.defer("workflow__draft", "workflow__description")


def _row(found: Trigger) -> Row:
    return Row(
        id=str(found.pk),
        kind=found.kind,
        workspace=found.workflow.workspace_id or DEFAULT,
        workflow=found.workflow.slug,
        settings=found.settings,
        inputs=found.inputs,
        by=found.created_by,
        next_at=found.next_at,
    )
