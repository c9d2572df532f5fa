"""What whoever writes stories needs at hand: chance, the company's hours, the present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from .hours import Hours
from .story import Story

T = TypeVar("T")

DOORS = (("ui", 78), ("e-mail", 11), ("bulk", 8), ("api", 3))
"""Through which doors people decide, of a hundred."""


@dataclass(slots=True)
class Desk:
    """Where stories are written."""

    hours: Hours
    chance: Random

    @property
    def now(self) -> datetime:
        """Give the present."""
        return self.hours.now

    def story(
        self, slug: str, who: str, at: datetime, inputs: Mapping[str, Any], **more: Any
    ) -> Story:
        """Begin a story: who starts a run of what, when, with what."""
        given = {key: value for key, value in inputs.items() if value is not None}
        return Story(slug, who, at, given, self.now, self.hours.later, **more)

    def one(self, of: Sequence[T]) -> T:
        """Pick one."""
        return self.chance.choice(of)

    def likely(self, percent: float) -> bool:
        """Say yes as often as that, of a hundred."""
        return self.chance.random() * 100 < percent

    def weighed(self, of: Sequence[tuple[T, int]]) -> T:
        """Pick one by its weight."""
        return self.chance.choices([item for item, _ in of], [weight for _, weight in of])[0]

    def door(self) -> str:
        """Pick a door."""
        return self.weighed(DOORS)

    def amount(self, low: float, high: float) -> float:
        """Draw an amount of money that reads well: whole from 100 on, else with its cents."""
        drawn = self.chance.triangular(low, high, low + (high - low) * 0.3)
        if drawn >= 100:
            return round(drawn)
        return round(int(drawn) + self.chance.choice((0.25, 0.45, 0.75, 0.85, 0.95)), 2)

    def day(self, at: datetime) -> str:
        """Write the day of a moment as forms do."""
        return at.date().isoformat()
