"""When mail may leave: quiet hours, digests, and the pauses between attempts; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_MINUTES = 24 * 60
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

PAUSES = (30, 120, 600, 1_800, 3_600)
"""Seconds after the first failures; the last one from then on."""

GIVE_UP_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody wants to be told by mail. Minutes are counted from midnight in ``zone``; quiet
    hours that end before they begin go over midnight, and without a length there are none."""

    zone: str = "UTC"
    mail: str = "all"
    digest: Literal["off", "hourly", "daily"] = "off"
    digest_minute: int = 8 * 60
    quiet_from: int | None = None
    quiet_until: int | None = None


def zone_of(name: str) -> ZoneInfo:
    """Give a zone by its name; UTC for one that is not known (any more)."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def leaves_at(now: datetime, habits: Habits) -> datetime:
    """Say when a mail of this moment (aware) may leave: at once, with the digest, and never in
    quiet hours; UTC."""
    now = now.astimezone(UTC)
    at = now
    if habits.digest == "hourly":
        at = _next_hour(now, habits)
    elif habits.digest == "daily":
        # Once a day: a minute that comes twice when clocks are put back counts the first time.
        at = _next_time(now, zone_of(habits.zone), habits.digest_minute, folds=(0,))
    return after_quiet(at, habits)


def after_quiet(now: datetime, habits: Habits) -> datetime:
    """Give this moment, or the end of the quiet hours that it falls into; UTC."""
    now = now.astimezone(UTC)
    if not is_quiet(now, habits):
        return now
    zone, until = zone_of(habits.zone), habits.quiet_until or 0
    end = _next_time(now, zone, until)
    # Where clocks change, the minute at which they end may be left out, or come twice.
    moment = now.replace(second=0, microsecond=0) if _was_moved(end, zone, until) else end
    while is_quiet(moment, habits):
        moment += MINUTE
    return max(moment, now)


def is_quiet(now: datetime, habits: Habits) -> bool:
    """Say whether a moment lies in somebody's quiet hours: from their first minute until before
    their last."""
    begin, end = habits.quiet_from, habits.quiet_until
    if begin is None or end is None or begin == end:
        return False
    local = now.astimezone(zone_of(habits.zone))
    minute = local.hour * 60 + local.minute
    return begin <= minute < end if begin < end else minute >= begin or minute < end


def pause_after(attempts: int) -> timedelta:
    """Give the pause after so many failed attempts (from 1)."""
    return timedelta(seconds=PAUSES[min(max(attempts, 1), len(PAUSES)) - 1])


def _next_hour(now: datetime, habits: Habits) -> datetime:
    # In UTC: zones differ from it by whole quarters, and an hour that comes twice has two ends.
    local = now.astimezone(zone_of(habits.zone))
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return now - into + HOUR


def _next_time(
    now: datetime, zone: ZoneInfo, minute: int, folds: Sequence[int] = (0, 1)
) -> datetime:
    """Give the next moment after ``now`` at which clocks in the zone show this minute of the day.

    A minute that is left out comes as much later as the clocks are moved by.
    """
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=number) for number in range(3))
    moments = (_at(day, minute, zone, fold) for day in days for fold in folds)
    return next(moment for moment in sorted(moments) if moment > now)


def _at(day: date, minute: int, zone: ZoneInfo, fold: int) -> datetime:
    wall = datetime.combine(day, time(minute // 60, minute % 60), zone).replace(fold=fold)
    moment = wall.astimezone(UTC)
    # Of a minute that is left out only the later reading counts: the other lies before the change.
    return (
        moment if fold == 0 or not _was_moved(moment, zone, minute) else _at(day, minute, zone, 0)
    )


def _was_moved(moment: datetime, zone: ZoneInfo, minute: int) -> bool:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute != minute
