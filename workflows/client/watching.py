"""Waiting for runs and following their logs: looks with growing rests between them."""

from __future__ import annotations

from time import monotonic
from typing import Unpack

from .asking import PAGE, Object, collect, part
from .errors import NotInTime, RunCancelled, RunFailed, RunSuspended
from .exchange import Call, Item, Rest, Stream, Talk, exchange
from .runs import StartOptions, get, start
from .shapes import Event, Json, Run, Suspension, read_all

FIRST_LOOK, LONGEST_LOOK = 0.05, 1.0
"""Seconds between two looks: half as long again each time."""

# What ends by itself: time passes, and the runs below are looked at on their own.
_NOBODY = frozenset({"timer", "children"})


def run(
    workflow: str,
    inputs: Object | None = None,
    timeout: float | None = None,
    **options: Unpack[StartOptions],
) -> Talk[Json]:
    """Start a run, wait for its end and return its result.

    ``timeout`` is in seconds; None waits as long as it takes. Raises ``RunSuspended`` as soon as
    the run waits for somebody outside, ``RunFailed``, ``RunCancelled``, ``NotInTime``, ``ApiError``
    (unknown workflow, wrong inputs).
    """
    started = yield from start(workflow, inputs, **options)
    return (yield from result(started.id, timeout))


def result(run_id: str, timeout: float | None = None) -> Talk[Json]:
    """Wait for the end of a run that was started before, return its result; as ``run``."""
    found = yield from wait(run_id, timeout)
    if found.status == "failed":
        raise RunFailed(found)
    if found.status == "cancelled":
        raise RunCancelled(found)
    if not found.ended:
        raise RunSuspended(found, (yield from _waits_outside(found)))
    return found.result


def wait(run_id: str, timeout: float | None = None) -> Talk[Run]:
    """Wait until a run has ended, or waits for somebody outside; return it as it then stands.

    A run that waits for time, or for child runs that go on, is waited for. Raises ``NotInTime``
    after ``timeout`` seconds.
    """
    begun, pause = monotonic(), FIRST_LOOK
    while True:
        found = yield from get(run_id)
        if found.ended or (found.status == "suspended" and (yield from _waits_outside(found))):
            return found
        left = pause if timeout is None else begun + timeout - monotonic()
        if left <= 0:
            raise NotInTime(found, timeout or 0)
        yield Rest(min(pause, left))
        pause = min(pause * 1.5, LONGEST_LOOK)


def events(run_id: str, after: int = 0, follow: bool = False) -> Stream[Event]:
    """Give the events of a run after a seq, in order; with ``follow`` until the run has ended."""
    pause = FIRST_LOOK
    while True:
        page = yield from exchange(_log(run_id, after))
        for event in page:
            yield Item(event)
            after, pause = event.seq, FIRST_LOOK
        if len(page) == PAGE:
            continue
        if not follow or (not page and (yield from _is_over(run_id, after))):
            return
        yield Rest(pause)
        pause = min(pause * 1.5, LONGEST_LOOK)


def _log(run_id: str, after: int) -> Call[tuple[Event, ...]]:
    params = {"after": str(after), "limit": str(PAGE)}
    return Call("GET", f"runs/{part(run_id)}/events/", _events, params, repeatable=True)


def _events(answer: Json) -> tuple[Event, ...]:
    return read_all(Event, answer["results"])


def _is_over(run_id: str, seen: int) -> Talk[bool]:
    """Say whether a run has ended and nothing of its log is missing."""
    found = yield from get(run_id)
    return found.ended and found.seq <= seen


def _waits_outside(found: Run) -> Talk[tuple[Suspension, ...]]:
    """List the waits of a run and of those below it that end only when somebody acts."""
    waits = [item for item in found.suspensions if item.kind not in _NOBODY]
    if any(item.kind == "children" for item in found.suspensions):
        below = yield from collect("runs/", Run, {"parent": found.id, "status": "suspended"})
        for child in below:
            waits += yield from _waits_outside((yield from get(child.id)))
    return tuple(waits)
