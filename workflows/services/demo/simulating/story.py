"""Stories: who asked for what and what people did about it, as data; playing one is the stage's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

LEAST = timedelta(seconds=30)
"""The last act is at least so long ago: by then nobody can take it back any more."""

Later = Callable[[datetime, float], datetime]
"""Gives the time so many hours of work after another."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that somebody hands in; among inputs it stands for the file's id."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does at a moment: a verb of the stage, the step it is about, and what goes with
    it."""

    at: datetime
    verb: str
    who: str
    node: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Story:
    """One run from its beginning: ``acts`` in their order. What lies after the present is not done,
    so that the run waits for it."""

    slug: str
    who: str
    at: datetime
    inputs: Mapping[str, Any]
    now: datetime
    later: Later
    acts: list[Act] = field(default_factory=list)
    tags: Sequence[str] = ()
    priority: int = 0

    @property
    def runs(self) -> int:
        """Say to how many runs it comes: each fork is one more."""
        return 1 + sum(act.verb == "fork" for act in self.acts)

    @property
    def last(self) -> datetime:
        """Give the time of the last act."""
        return self.acts[-1].at if self.acts else self.at

    def then(self, hours: float, verb: str, who: str, node: str | None = None, **more: Any) -> Self:
        """Add an act so many hours of work after the one before."""
        return self.on(self.later(self.last, hours), verb, who, node, **more)

    def part(
        self, fraction: float, verb: str, who: str, node: str | None = None, **more: Any
    ) -> Self:
        """Add an act at a part of the time between the beginning and now: it is surely done."""
        return self.on(self.at + (self.now - self.at) * fraction, verb, who, node, **more)

    def on(self, at: datetime, verb: str, who: str, node: str | None = None, **more: Any) -> Self:
        """Add an act at a moment."""
        self.acts.append(Act(max(at, self.last), verb, who, node, more))
        return self

    def regret(self, fraction: float, who: str, node: str, **more: Any) -> Self:
        """Add a decision that is taken back within its window."""
        self.part(fraction, "decide", who, node, **more)
        return self.on(self.last + timedelta(seconds=5), "undo", who, node)

    def told(self) -> Self:
        """Have all of it happen before now: what would be later comes sooner, at even steps."""
        if self.acts and self.last >= self.now - LEAST:
            step = (self.now - self.at) * 0.9 / (len(self.acts) + 1)
            self.acts = [
                replace(act, at=self.at + step * number) for number, act in enumerate(self.acts, 1)
            ]
        return self
