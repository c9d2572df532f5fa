"""Firing the schedules that are due, each slot once over all processes; when that is, `slots.py`
says."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

from workflows.adapters import triggers as table
from workflows.adapters.triggers import Held
from workflows.engine.errors import FermataError, Invalid, Refused

from .slots import parse_schedule
from .starting import sentence_of, start_for

log = logging.getLogger(__name__)

HOLD_SECONDS = 30.0
"""So long nobody else fires a schedule that one process has taken up; a dead one's is then taken
over, and the key of each slot sees to it that nothing starts twice."""

LOOK_SECONDS = 0.5
"""After so long whoever fires gets back to his other work, and looks again soon."""


def fire_due() -> float | None:
    """Fire what is due; give the seconds until the next look is worth it (None: nothing is set)."""
    began = time.monotonic()
    while time.monotonic() - began < LOOK_SECONDS:
        seconds = table.seconds_to_next()
        if seconds is None or seconds > 0:
            return seconds
        held = table.hold_due(HOLD_SECONDS)
        if held is None:
            break
        _fire(held)
    return 0.0


def _fire(held: Held) -> None:
    try:
        schedule = parse_schedule(held.trigger.settings)
    except Invalid as error:
        # A time zone that this machine does not know, or a line that another release accepted.
        table.let_go(held, {"next_at": None}, None, sentence_of(error))
        return
    slots, following = schedule.due(held.trigger.next_at or held.now, held.now)
    run_id: str | None = None
    trouble = None if following else "The schedule has come for the last time."
    for slot in slots:
        try:
            run_id = _start(held, slot) or run_id
        except FermataError as error:
            log.warning("The schedule %s started no run: %s", held.trigger.id, error.message)
            trouble = sentence_of(error)
            if error.code == "unknown_type":
                # Another process may be able to: it takes over when our time is up.
                table.note_failed(held.trigger.id, trouble)
                return
    done = {"last_slot": slots[-1]} if slots else {}
    table.let_go(held, {"next_at": following, **done}, run_id, trouble)


def _start(held: Held, slot: datetime) -> str | None:
    at = slot.astimezone(UTC).isoformat()
    try:
        return start_for(held.trigger, {"slot": at}, f"cron:{held.trigger.id}:{at}").run_id
    except Refused as error:
        if error.code == "idempotency_key":
            # It was started just before somebody changed the trigger's inputs.
            return None
        raise
