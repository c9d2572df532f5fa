"""Who decided what, as rows of text for auditors: JSON, or CSV that a spreadsheet may open."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import orjson
from django.contrib.auth.models import User

from workflows.adapters.workspaces.places import workspace_of
from workflows.engine.errors import FieldError, Forbidden, Invalid
from workflows.engine.events import Json
from workflows.engine.payload import dumps

from .. import policy
from ..queries.audit.decisions import Decision, Page, Wanted, count_decisions, pages
from ..queries.times import iso
from .noting import note

__all__ = ["COLUMNS", "FORMATS", "Chunk", "Export", "Wanted", "export"]

FORMATS = ("json", "csv")
COLUMNS = (
    "run", "workflow", "version", "task", "title", "node", "iteration", "decision", "by",
    "acting_for", "override", "reason", "via", "mailbox", "at", "effective_at", "outcome",
    "undone_at", "undone_by", "comment", "form", "data", "changes", "shown", "seq", "hash",
)  # fmt: skip
SNAPSHOT = "snapshot"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Chunk(NamedTuple):
    """A part of the text, and how many decisions have been read for it so far."""

    text: str
    read: int


@dataclass(frozen=True, slots=True)
class Export:
    """What is asked for; ``detail`` adds what the decider was shown."""

    wanted: Wanted = field(default_factory=Wanted)
    form: str = "json"
    detail: bool = False

    def columns(self) -> tuple[str, ...]:
        """Name the columns, in order."""
        return (*COLUMNS, SNAPSHOT) if self.detail else COLUMNS

    def count(self) -> int:
        """Count the decisions to read."""
        return count_decisions(self.wanted)


def export(who: User, asked: Export) -> Iterator[Chunk]:
    """Note that somebody exports, then give the text part by part, never all of it at once.

    Raises `Forbidden`, `Invalid`, `NotFound`, before the first part. Decisions come by their time;
    those of the last moments may be missing while they are being recorded.
    """
    if not policy.can(who, policy.AUDIT):
        raise Forbidden("You may not see the audit.", code="not_auditor")
    if asked.form not in FORMATS:
        fault = FieldError("invalid", f"One of: {', '.join(FORMATS)}.", "format")
        raise Invalid(f"There is no format {asked.form!r}.", errors=[fault])
    asked = replace(asked, wanted=replace(asked.wanted, workspace=workspace_of(who)))
    found = pages(asked.wanted)
    note(who, "audit.exported", "decisions", _told(asked))
    return _csv(asked, found) if asked.form == "csv" else _json(asked, found)


def _told(asked: Export) -> dict[str, Json]:
    wanted = asked.wanted
    limits: dict[str, Any] = {
        "format": asked.form, "detail": asked.detail or None, "from": iso(wanted.since),
        "to": iso(wanted.until), "workflow": wanted.workflow, "by": wanted.by,
        "decision": wanted.decision, "run": wanted.run,
    }  # fmt: skip
    return {name: value for name, value in limits.items() if value is not None}


def _json(asked: Export, found: Iterator[Page]) -> Iterator[Chunk]:
    """Write an array, a row on a line; broken off, it is no JSON."""
    read, begin = 0, "[\n"
    for read, decided in found:
        rows = ",\n".join(dumps(_row(item, asked)) for item in decided)
        if rows:
            yield Chunk(begin + rows, read)
            begin = ",\n"
    yield Chunk("[]\n" if begin == "[\n" else "\n]\n", read)


def _csv(asked: Export, found: Iterator[Page]) -> Iterator[Chunk]:
    """Write every field in quotes, so that no separator of any country cuts it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(asked.columns())
    for read, decided in found:
        writer.writerows([_cell(cell) for cell in _row(item, asked).values()] for item in decided)
        yield Chunk(text.getvalue(), read)
        text.seek(0)
        text.truncate()


def _row(item: Decision, asked: Export) -> dict[str, Json]:
    event, detail = item.event, item.detail
    shown = detail.get("shown")
    values = (
        str(event.run), event.workflow, item.version, item.task, item.title, event.node_id,
        event.iteration, detail.get("decision"), item.by, detail.get("for"),
        bool(detail.get("override")), detail.get("reason"), detail.get("via"),
        detail.get("mailbox"), iso(event.at), iso(item.effective_at), item.outcome,
        iso(item.undone_at), item.undone_by, detail.get("comment"), detail.get("form"),
        detail.get("data"), detail.get("changes"), _digest(shown), event.seq,
        None if event.hash is None else bytes(event.hash).hex(),
    )  # fmt: skip
    row: dict[str, Json] = dict(zip(COLUMNS, values, strict=True))
    return {**row, SNAPSHOT: shown} if asked.detail else row


def _digest(shown: Json) -> str | None:
    """Give the SHA-256 of what was shown, whatever the order of its keys."""
    if shown is None:
        return None
    return hashlib.sha256(orjson.dumps(shown, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _cell(value: Json) -> str:
    """Write a value for a spreadsheet, which must not take a text for a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else dumps(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
