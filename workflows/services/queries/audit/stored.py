"""Logs as they are stored, column by column, as of one moment; what they must be is not here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BinaryField, Func, QuerySet

from workflows.adapters.personal.sealing import read_payload
from workflows.engine.errors import Invalid, NotFound
from workflows.engine.events import Json
from workflows.models import Event, Run
from workflows.models.fields import to_micros

from ..visible import as_uuid

BATCH = 100
"""So many runs are read as of one moment."""

PAGE = 1000
"""So many events are read at once, or those of one run."""


class Row(NamedTuple):
    """One event as it is stored; ``text`` is its payload, byte by byte."""

    seq: int
    type: str
    node_id: str | None
    iteration: int | None
    text: bytes
    at: datetime
    epoch: int
    hash: bytes | None

    @property
    def payload(self) -> Mapping[str, Json]:
        """Read the payload; raises ``ValueError`` for one that is damaged, or whose key is lost."""
        try:
            read: Mapping[str, Json] = read_payload(self.text)
        except Invalid as error:
            raise ValueError(error.message) from error
        return read

    @property
    def micros(self) -> int:
        """Give the time as it is hashed; raises ``TypeError`` for what is no time."""
        return to_micros(self.at)


class Bytes(Func):
    """A text column as the bytes that it is made of, also where they are no text any more."""

    output_field = BinaryField()
    template = "convert_to(%(expressions)s, 'UTF8')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Cast, which on SQLite changes nothing."""
        return super().as_sql(compiler, connection, template="CAST(%(expressions)s AS BLOB)")


@dataclass(slots=True)
class Log:
    """One run's log with what its row says of it: how many events, and the chain's head."""

    pk: int
    run_id: str
    seq: int
    head: bytes | None
    rows: Iterator[Row]


def count_runs(run_id: str | None = None) -> int:
    """Count the runs there are to check; `NotFound` for one that is not there."""
    if run_id is None:
        return Run.objects.count()
    if not Run.objects.filter(uuid=as_uuid(run_id, "run")).exists():
        raise NotFound(f"There is no run {run_id}.")
    return 1


def logs(run_id: str | None = None) -> Iterator[Log]:
    """Give every log, the oldest run first; each is to be read before the next is asked for."""
    last = 0
    while True:
        with snapshot():
            runs = Run.objects.filter(pk__gt=last).order_by("pk")
            if run_id is not None:
                runs = runs.filter(uuid=as_uuid(run_id, "run"))
            found = list(runs.only("uuid", "seq", "chain")[:BATCH])
            yield from _read(found)
        if len(found) < BATCH:
            return
        last = found[-1].pk


def log_of(run: int) -> Iterator[Row]:
    """Read a log in order, page by page; ``run`` is the row's own id."""
    after = -1
    while True:
        page = [row for _, row in _rows(Event.objects.filter(run=run, seq__gt=after), PAGE)]
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].seq


def hashes_of(run: int) -> dict[int, bytes | None]:
    """Give the hash at each place of a log."""
    rows = Event.objects.filter(run=run).values_list("seq", "hash")
    return {seq: _bytes(hash_) for seq, hash_ in rows}


def rows_between(run: int, first: int, last: int) -> list[Row]:
    """Read the events of some places of a log."""
    return [row for _, row in _rows(Event.objects.filter(run=run, seq__range=(first, last)))]


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything in the block as of one moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        isolated = " ISOLATION LEVEL REPEATABLE READ READ ONLY"
        cursor.execute("BEGIN" + (isolated if connection.vendor == "postgresql" else ""))
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _read(runs: Sequence[Run]) -> Iterator[Log]:
    """Read short logs together, a long one page by page."""
    group: list[Run] = []
    size = 0
    for run in runs:
        if group and size + run.seq > PAGE:
            yield from _together(group)
            group, size = [], 0
        group.append(run)
        size += run.seq
    yield from _together(group)


def _together(runs: Sequence[Run]) -> Iterator[Log]:
    if len(runs) == 1:
        yield _log(runs[0], log_of(runs[0].pk))
        return
    found: dict[int, list[Row]] = {run.pk: [] for run in runs}
    for run, row in _rows(Event.objects.filter(run__in=found)):
        found[run].append(row)
    for run_ in runs:
        yield _log(run_, iter(found[run_.pk]))


def _log(run: Run, rows: Iterator[Row]) -> Log:
    return Log(run.pk, str(run.uuid), run.seq, _bytes(run.chain), rows)


def _rows(events: QuerySet[Event], limit: int | None = None) -> Iterator[tuple[int, Row]]:
    read = events.annotate(text=Bytes("payload")).order_by("run", "seq")
    for run, *values in read.values_list("run_id", *Row._fields)[:limit]:
        row = Row(*values)
        yield run, row._replace(text=bytes(row.text), hash=_bytes(row.hash))


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
