"""RetryPolicy: when a failed attempt is followed by another; the waiting itself is a durable timer
elsewhere."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from .durations import Seconds


class RetryPolicy(BaseModel):
    """How often and how fast to try again; one attempt unless said otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_attempts: int = Field(default=1, ge=1, le=100)
    backoff_seconds: Seconds = Field(default=1.0, le=86_400)
    factor: float = Field(default=2.0, ge=1, le=100)
    max_backoff_seconds: Seconds = Field(default=3_600.0, le=30 * 86_400)

    def next_delay(self, attempt: int, at_least: float | None = None) -> float | None:
        """Give the seconds to wait after the failed ``attempt`` (from 1), or None when it was the
        last."""
        if attempt >= self.max_attempts:
            return None
        delay = self.max_backoff_seconds
        # A large factor would overflow a float long before the cap stops mattering.
        if (attempt - 1) * (self.factor - 1) < 1_000:
            delay = min(delay, self.backoff_seconds * self.factor ** min(attempt - 1, 64))
        return max(delay, at_least or 0.0)
