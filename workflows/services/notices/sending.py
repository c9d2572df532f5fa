"""Sending what is due: one delivery at a time, outside of any transaction, marked with what came
of it. Who dies between sending and marking sends again, under the same id."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError

from workflows.adapters.notices import deliveries
from workflows.adapters.notices.deliveries import MAIL, WEBHOOK, Held, Outcome
from workflows.engine.transition.faultpoints import reach

from . import timing
from .calls import calling
from .posting import hang_up, post

log = logging.getLogger(__name__)

HOLD_SECONDS = 180.0
"""Longer than any attempt takes: after that another sender tries."""

MOST_ATTEMPTS = 60
CHANNELS = (MAIL, WEBHOOK)

_SENDERS: Mapping[str, Callable[[Held], Outcome | None]] = {MAIL: post, WEBHOOK: calling.call}
"""They give what came of it; None: they have given the delivery back themselves."""


def send_all(channel: str, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due on a channel, for as long as it goes on; give how many attempts it took."""
    done = 0
    try:
        while goes_on() and send_next(channel):
            done += 1
    finally:
        hang_up()
    return done


def send_now(delivery: int) -> None:
    """Send this one at once, unless somebody is faster or it is not due."""
    held = deliveries.claim_one(delivery, HOLD_SECONDS)
    try:
        if held is not None:
            send(held)
    finally:
        hang_up()


def send_next(channel: str) -> bool:
    """Send what has been due for longest; False when there is nothing."""
    held = deliveries.claim(channel, HOLD_SECONDS)
    if held is None:
        return False
    send(held)
    return True


def send(held: Held) -> None:
    """Make one attempt and mark what came of it."""
    row, began = held.row, time.monotonic()
    if row.attempts > MOST_ATTEMPTS:
        told = "Given up: whoever tried to send it did not live to tell."
        deliveries.finish(held, Outcome(error=told), held.now)
        return
    reach("delivery.before_send")
    outcome = _attempt(held)
    reach("delivery.after_send")
    if outcome is None:
        return
    spent = time.monotonic() - began
    done_at = held.now + timedelta(seconds=spent)
    outcome = _timed(outcome, row, done_at, round(spent * 1_000))
    mine = deliveries.finish(held, outcome, done_at)
    if mine and row.channel == WEBHOOK:
        calling.note(row.webhook, outcome, done_at)


def _attempt(held: Held) -> Outcome | None:
    try:
        return _SENDERS[held.row.channel](held)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Delivery %s cannot be sent.", held.row.key)
        return Outcome(error=f"It could not be written: {type(error).__name__}.")


def _timed(outcome: Outcome, row: Any, now: datetime, milliseconds: int) -> Outcome:
    """Add how long it took, and when to try again: never after its time is over."""
    retry_at = None
    if outcome.error and not outcome.final:
        retry_at = now + timing.pause_after(row.attempts)
    if retry_at is not None and retry_at >= row.give_up_at:
        retry_at = None
    return Outcome(milliseconds, outcome.status, outcome.error, outcome.answer, retry_at)
