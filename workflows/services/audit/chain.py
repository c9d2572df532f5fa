"""Checking the chains of all logs, or one: whether history is what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.engine.events import Json

from ..queries.audit.stored import Log, count_runs, logs
from .diagnosis import diagnose
from .walking import Finding, Gap, Walk

__all__ = ["Verdict", "count_runs", "verify_chains"]

Heads = Mapping[str, tuple[int, str]]
"""By run id: a place of its log and the hash there, hexadecimal, as they were written down once."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one run's chain is worth. ``head`` is the hash of the last event that has one."""

    run_id: str
    events: int
    chained: int
    head: str | None
    gaps: tuple[Gap, ...]
    broken: Finding | None

    @property
    def status(self) -> str:
        """Give `ok`, `broken`, or `unchained`: events of code from before the chain are in it."""
        if self.broken is not None:
            return "broken"
        return "unchained" if self.gaps else "ok"

    def sentence(self) -> str:
        """Say it for people."""
        if self.broken is not None:
            return f"broken at event {self.broken.seq} ({self.broken.kind}). {self.broken.message}"
        if not self.gaps:
            return "ok."
        return f"not chained in {', '.join(_span(gap) for gap in self.gaps)}."

    def as_dict(self) -> dict[str, Json]:
        """Give JSON."""
        broken = self.broken
        return {
            "run": self.run_id,
            "status": self.status,
            "events": self.events,
            "chained": self.chained,
            "head": self.head,
            "kind": broken.kind if broken else None,
            "seq": broken.seq if broken else None,
            "message": self.sentence(),
            "unchained": [
                {"first": gap.first, "last": gap.last, "since": gap.since.isoformat(),
                 "until": gap.until.isoformat()}
                for gap in self.gaps
            ],
        }  # fmt: skip


def verify_chains(run_id: str | None = None, known: Heads | None = None) -> Iterator[Verdict]:
    """Compute every chain anew, or one; each batch of runs as of one moment. Changes nothing.

    With ``known`` heads also a log is found that was written anew from end to end.
    """
    for log in logs(run_id):
        yield _judge(log, (known or {}).get(log.run_id))


def _judge(log: Log, known: tuple[int, str] | None) -> Verdict:
    walk, events = Walk(log.run_id, known), 0
    for row in log.rows:
        events += 1
        walk.take(row)
    walk.close(log.head, log.seq)
    broken = diagnose(walk, log.pk, log.head)
    head = walk.before.hex() if walk.chained else None
    return Verdict(log.run_id, events, walk.chained, head, tuple(walk.gaps), broken)


def _span(gap: Gap) -> str:
    where = f"event {gap.first}" if gap.first == gap.last else f"events {gap.first} to {gap.last}"
    return f"{where} of {gap.since:%Y-%m-%d %H:%M}"
