"""When a cron schedule is due, in its time zone; who fires it is in `schedules.py`.

Daylight saving follows Debian's cron, as the library does. A schedule at set hours (`30 2 * * *`)
that falls into the hour that is left out fires once right after it, and once in the hour that comes
twice. One with `*` as minute or hour (`0 * * * *`, `*/15 * * * *`) goes by elapsed time: it fires
in each hour that there really is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from workflows.engine.errors import FieldError, Invalid
from workflows.engine.events import Json

MISSED = ("all", "last", "none")
AT_MOST = 100
"""So many slots that were missed are fired at one look; the next look goes on."""

LATE = timedelta(seconds=60)
"""A slot that could not be fired within this time is missed."""

MAX_CRON = 200
_SECOND = timedelta(seconds=1)
_SHIFT = timedelta(hours=3)
"""More than any clock is ever put forward."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A cron line in a time zone, checked; ``missed`` says what happens to slots of a downtime."""

    cron: str
    timezone: str = "UTC"
    missed: str = "last"

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Give the slots later than a moment, in UTC, each once and in order."""
        latest = moment
        for slot in CronSim(self.cron, moment.astimezone(ZoneInfo(self.timezone))):
            found = slot.astimezone(UTC)
            # Two slots of an hour that is left out are shifted to the same moment, and in an hour
            # that comes twice the library begins with its first.
            if found > latest:
                latest = found
                yield found

    def first_after(self, moment: datetime) -> datetime | None:
        """Give the next slot in UTC; None when there is none within 50 years."""
        return next(self.after(moment), None)

    def last_until(self, moment: datetime) -> datetime | None:
        """Give the newest slot up to a moment, in UTC."""
        # Going back the library may pass over a slot that is shifted to the very moment: it only
        # tells where to begin going forward.
        later = (moment + _SHIFT).astimezone(ZoneInfo(self.timezone))
        for slot in CronSim(self.cron, later, reverse=True):
            start = slot.astimezone(UTC) - _SHIFT
            found = list(takewhile(lambda item: item <= moment, self.after(start)))
            if found:
                return found[-1]
        return None

    def due(self, next_at: datetime, now: datetime) -> tuple[Sequence[datetime], datetime | None]:
        """Give the slots to be fired, the oldest first, and the one that comes after them.

        ``next_at`` is the oldest slot that was neither fired nor given up.
        """
        if self.missed == "all":
            later = takewhile(lambda slot: slot <= now, self.after(next_at))
            slots = [next_at, *islice(later, AT_MOST - 1)]
            return slots, self.first_after(slots[-1])
        if self.missed == "last":
            newest = self.last_until(now)
            return [max(newest or next_at, next_at)], self.first_after(now)
        start = max(next_at, now - LATE) - _SECOND
        in_time = takewhile(lambda slot: slot <= now, self.after(start))
        return [slot for slot in in_time if slot >= now - LATE], self.first_after(now)


def parse_schedule(settings: Mapping[str, Json]) -> Schedule:
    """Check the settings of a schedule; raises `Invalid` naming the setting."""
    cron = " ".join(_text(settings.get("cron"), "cron", "0 9 * * 1-5").split())
    schedule = Schedule(
        cron=cron,
        timezone=_zone(settings.get("timezone", "UTC")),
        missed=_missed(settings.get("missed", "last")),
    )
    if len(cron) > MAX_CRON or len(cron.split()) != 5:
        raise _invalid(
            "cron", "A schedule has five fields (minute, hour, day, month, weekday): 0 9 * * 1-5."
        )
    try:
        first = schedule.first_after(datetime.now(UTC))
    except (CronSimError, ValueError, OverflowError) as error:
        what = str(error).removeprefix("Bad ")
        raise _invalid("cron", f"The {what} of the schedule {cron!r} cannot be read.") from None
    if first is None:
        raise _invalid("cron", f"The schedule {cron!r} never comes.")
    return schedule


@cache
def zones() -> frozenset[str]:
    """List the names of IANA time zones that are known here."""
    return frozenset(available_timezones())


def _zone(value: Json) -> str:
    name = _text(value, "timezone", "Europe/Rome").strip()
    if name not in zones():
        raise _invalid("timezone", f"There is no time zone {name[:80]!r}: name one as Europe/Rome.")
    return name


def _missed(value: Json) -> str:
    if value not in MISSED:
        raise _invalid("missed", f"What happens to missed times is one of: {', '.join(MISSED)}.")
    return str(value)


def _text(value: Json, name: str, example: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _invalid(name, f"The setting {name!r} of a schedule is a text, as {example}.")
    return value


def _invalid(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, errors=[FieldError("invalid", sentence, f"settings.{name}")])
