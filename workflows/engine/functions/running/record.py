"""Book: the steps of a run by their places, as far as its function knows the log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ... import events as e
from ...events import Json, Record
from ...state import Activation
from ..errors import NonDeterminismError
from .positions import Line, is_behind, outer_places

TASK, PATCHED = "task", "patched"
INSTANT = frozenset({PATCHED, "now", "uuid", "random"})
"""Kinds of steps that have their outcome at once: nothing happens meanwhile."""

_OVER = frozenset({"completed", "failed", "skipped"})


@dataclass(frozen=True, slots=True)
class Call:
    """What the code calls: its name and kind, a digest of what it is given (None: not compared),
    and how it is shown."""

    name: str
    kind: str
    shown: str = ""
    digest: str | None = None


@dataclass(slots=True, eq=False)
class Step:
    """One step. ``status`` is that of an activation, or ``new``.

    ``answer`` tells how its wait was closed and was not yet looked at, ``earlier`` the one before a
    failure. ``waiter`` is who wants to know when it moves, ``blocked`` whether it only waits.
    ``given_up``: the code itself did not wait for the outcome.
    """

    node_id: str
    position: str
    call: Call
    status: str = "new"
    attempt: int = 1
    begun: int = 0
    news: int = 0
    output: Json = None
    error: Mapping[str, Json] = field(default_factory=dict)
    answer: Mapping[str, Json] | None = None
    earlier: Mapping[str, Json] | None = None
    patch: Mapping[str, Json] | None = None
    inherited: bool = False
    asked: bool = False
    given_up: bool = False
    waiter: asyncio.Future[None] | None = None
    blocked: bool = False

    @property
    def over(self) -> bool:
        """Say whether it has its outcome."""
        return self.status in _OVER

    @property
    def failed(self) -> bool:
        """Say whether the outcome is an error."""
        return self.status == "failed"


def step_of(item: Activation, output: Json) -> Step:
    """Read a step from its activation."""
    told: dict[str, Any] = item.step or {}
    call = Call(told["name"], told["kind"], told.get("shown", ""), told.get("digest"))
    step = Step(
        item.node_id,
        told["position"],
        call,
        item.status,
        item.attempt,
        item.begun or 0,
        item.news or 0,
        output,
        item.error or {},
        patch=item.patch,
        inherited=item.inherited,
    )
    if not step.over and item.resumed is not None:
        if _was_before_a_retry(item):
            step.earlier = item.resumed
        else:
            step.answer = item.resumed
    return step


def _was_before_a_retry(item: Activation) -> bool:
    """Say whether the answer came before the failure that a retry by hand has taken back."""
    if item.resumed is None or not item.again:
        return False
    opened = int(item.resumed["suspension"].rpartition(".")[2])
    return opened < item.again[-1][1]


class Book:
    """The steps of one run: looked up by place, and kept up with the log."""

    def __init__(self, steps: Iterable[Activation], outputs: Mapping[str, Json], seq: int) -> None:
        """Take what is recorded up to ``seq``."""
        self.seq = seq
        found = list(steps)
        self._by_node = {item.node_id: step_of(item, outputs.get(item.node_id)) for item in found}
        self._by_place: dict[str, Step] = {}
        self._last: dict[str, int] = {}
        self._groups: set[str] = set()
        self._numbers: dict[str, int] = {}
        forgotten = _forgotten(found)
        for step in sorted(self._by_node.values(), key=lambda item: item.begun):
            if step.node_id not in forgotten:
                self._place(step)

    def _place(self, step: Step) -> None:
        self._by_place[step.position] = step
        if step.call.kind == PATCHED:
            return
        own, *around = outer_places(step.position)
        for prefix, number in (own, *around):
            self._last[prefix] = max(self._last.get(prefix, 0), number)
        self._groups.update(f"{prefix}{number}" for prefix, number in around)

    def __len__(self) -> int:
        """Count the steps that have a place."""
        return len(self._by_place)

    def ended(self) -> list[Step]:
        """List the steps with an outcome in the order in which the function got it."""
        steps = (item for item in self._by_place.values() if item.call.kind not in INSTANT)
        return sorted((item for item in steps if item.over), key=lambda item: item.news)

    def ahead(self, line: Line) -> bool:
        """Say whether something is recorded that the line has not come to yet."""
        return self._last.get(line.prefix, 0) > line.count

    def has(self, place: str) -> bool:
        """Say whether a step is recorded at a place."""
        return place in self._by_place

    def find(self, place: str, call: Call) -> Step:
        """Give the step at a place, new or recorded; ``NonDeterminismError`` for another one."""
        step = self._by_place.get(place)
        if step is None:
            if place in self._groups:
                raise NonDeterminismError(place, "steps side by side", _told(call))
            return self._new(place, call)
        step.asked = True
        if not _same(step, call):
            raise NonDeterminismError(place, _told(step.call), _told(call))
        return step

    def enter_group(self, place: str, shown: str) -> None:
        """Refuse steps side by side where a single step is recorded."""
        step = self._by_place.get(place)
        if step is not None:
            raise NonDeterminismError(place, _told(step.call), shown)

    def never_asked(self) -> Step | None:
        """Find a step that was recorded and that the function did not come to this time."""
        for step in self._by_place.values():
            own = not step.inherited and step.call.kind != PATCHED
            if own and not step.asked and step.status != "cancelled":
                return step
        return None

    def _new(self, place: str, call: Call) -> Step:
        step = Step(self._free_name(call.name), place, call, asked=True)
        self._by_node[step.node_id] = step
        self._by_place[place] = step
        return step

    def _free_name(self, name: str) -> str:
        number = self._numbers.get(name, 0)
        while True:
            number += 1
            node_id = name if number == 1 else f"{name}#{number}"
            if node_id not in self._by_node:
                self._numbers[name] = number
                return node_id

    def refresh(
        self, steps: Iterable[Activation], outputs: Mapping[str, Json], seq: int
    ) -> list[Step]:
        """Take up all that is recorded up to ``seq``; give the steps that have moved, in order."""
        self.seq = seq
        told = [step_of(item, outputs.get(item.node_id)) for item in steps]
        told.sort(key=lambda item: item.news)
        known = [
            (self._by_node[item.node_id], item) for item in told if item.node_id in self._by_node
        ]
        return [step for step, item in known if _copy(step, item)]

    def hear(self, records: Iterable[Record]) -> list[Step]:
        """Take up what was appended; give the steps that have moved, in order."""
        moved = []
        for record in records:
            if record.seq <= self.seq:
                continue
            self.seq = record.seq
            event = record.event
            step = self._by_node.get(event.node_id) if isinstance(event, e.NodeEvent) else None
            if step is not None and _fold(step, record):
                moved.append(step)
        return moved


def _copy(step: Step, told: Step) -> bool:
    before = (step.status, step.attempt, step.answer)
    step.status, step.attempt, step.answer = told.status, told.attempt, told.answer
    step.output, step.error, step.patch = told.output, told.error, told.patch
    step.begun, step.news = told.begun, told.news
    return before != (step.status, step.attempt, step.answer)


def _fold(step: Step, record: Record) -> bool:
    """Take up one event of a step; say whether it changes what is to be done."""
    before = (step.status, step.attempt, step.answer)
    match record.event:
        case e.NodeStarted(attempt=attempt):
            step.begun = step.begun or record.seq
            step.status, step.attempt = "running", attempt
        case e.NodeCompleted(output=output):
            step.status, step.output, step.news = "completed", output, record.seq
        case e.NodeFailed(error=error, retry_at=retry_at):
            step.status = "failed" if retry_at is None else "retrying"
            step.error, step.news = error, record.seq
        case e.NodeSuspended():
            step.status, step.answer = "suspended", None
        case e.NodeResumed(data=data, action=action, via=via, patch=patch):
            step.status, step.patch = "running", patch or None
            step.answer = {"data": data, "action": action, "via": via}
        case e.NodeCancelled():
            step.status = "cancelled"
    return before != (step.status, step.attempt, step.answer)


def _same(step: Step, call: Call) -> bool:
    old = step.call
    if (old.name, old.kind) != (call.name, call.kind):
        return False
    return step.inherited or None in (old.digest, call.digest) or old.digest == call.digest


def _told(call: Call) -> str:
    return f"{call.shown or call.name} – {call.kind} {call.name!r}"


def _forgotten(steps: Iterable[Activation]) -> set[str]:
    """Find what the function did because of a failure that a retry by hand has taken back.

    That is what comes behind the failed step and was begun between its failure and the retry.
    """
    placed = [item for item in steps if (item.step or {}).get("kind") != PATCHED]
    forgotten = set()
    for failed in (item for item in placed if item.again):
        at = (failed.step or {})["position"]
        for item in placed:
            within = any(start < (item.begun or 0) < end for start, end in failed.again or ())
            if within and is_behind((item.step or {})["position"], at):
                forgotten.add(item.node_id)
    return forgotten
