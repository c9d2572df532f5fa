"""The ``sleep`` node: waits for time alone; the timer is durable and the engine's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Self

from pydantic import AwareDatetime, Field, field_validator, model_validator

from workflows.engine.durations import Seconds
from workflows.engine.events import Json
from workflows.engine.node import ProcessingContext, SuspendableNode, SuspensionRequest

from .wait import seconds_between

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


class SleepNode(SuspendableNode):
    """Waits for some time, or until a moment, and holds nothing meanwhile."""

    node_type = "sleep"
    node_title = "Sleep"
    node_icon = "clock"
    node_tags = ("timer", "wait for time", "delay", "pause", "later", "until")
    node_outputs = {
        "slept_seconds": {"type": "number", "title": "Seconds slept"},
        "skipped": {"type": "boolean", "title": "Cut short by hand"},
    }
    reads_outputs = "none"

    duration_seconds: Seconds | None = Field(
        default=None, title="For", description="Seconds, or for example 30s, 5m, 2h or 3d."
    )
    until: AwareDatetime | None = Field(
        default=None, title="Until", description="A moment instead, as 2026-12-24T18:00:00Z."
    )

    @field_validator("until", mode="before")
    @classmethod
    def _in_utc(cls, value: object) -> object:
        """Read a time without a zone as UTC; a number is no moment."""
        if isinstance(value, str):
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                raise ValueError("A moment is written as 2026-12-24T18:00:00Z.") from None
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if value is None or isinstance(value, datetime):
            return value
        raise ValueError("A moment is written as 2026-12-24T18:00:00Z.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.duration_seconds is None) == (self.until is None):
            raise ValueError("Say for how long, or until when: one of both.")
        return self

    async def process(self, context: ProcessingContext) -> Json:
        """Suspend with a timer; what is already over does not suspend."""
        if context.resumed is not None:
            resumed = context.resumed
            slept = seconds_between(resumed["opened_at"], resumed["at"])
            return {"slept_seconds": slept, "skipped": resumed["via"] != "timer"}
        request = self._request(context.now or datetime.now(UTC))
        if request is not None:
            self.suspend(request)
        return {"slept_seconds": 0.0, "skipped": False}

    def _request(self, now: datetime) -> SuspensionRequest | None:
        if self.until is not None:
            if self.until <= now:
                return None
            moment = self.until.astimezone(UTC)
            reason = f"Until {moment:%d %B %Y, %H:%M} UTC"
            return SuspensionRequest(reason, kind="timer", until=moment)
        if not self.duration_seconds:
            return None
        reason = f"For {_in_words(self.duration_seconds)}"
        return SuspensionRequest(reason, kind="timer", seconds=self.duration_seconds)


def _in_words(seconds: float) -> str:
    for size, word in _UNITS:
        if seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {word}{'' if count == 1 else 's'}"
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"
