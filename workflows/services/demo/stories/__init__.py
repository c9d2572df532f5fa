"""The stories of the company's month: those that somebody is to find, and the usual work around
them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import zip_longest

from ..simulating.desk import Desk
from ..simulating.story import Story
from . import access, articles, contracts, daily, expenses, onboarding, refunds

_NOTABLE = (
    expenses.notable, access.notable, contracts.notable, onboarding.notable, articles.notable,
    refunds.notable, daily.notable,
)  # fmt: skip

_WHY_STOPPED = (
    "Entered twice.", "Not needed any more.", "The request was for another department.",
)  # fmt: skip

Usual = Callable[[Desk, datetime], Story]
_USUAL: Sequence[tuple[Usual, int]] = (
    (expenses.usual, 34),
    (refunds.usual, 26),
    (access.usual, 14),
    (articles.usual, 9),
    (daily.usual, 9),
    (contracts.usual, 5),
    (onboarding.usual, 3),
)


def stories(desk: Desk, runs: int) -> list[Story]:
    """Write what comes to so many runs, in the order in which it begins."""
    found: list[Story] = []
    left = runs
    for story in notable(desk):
        if story.runs <= left:
            found.append(story)
            left -= story.runs
    for at in desk.hours.starts(left):
        story = desk.weighed(_USUAL)(desk, at)
        found.append(_stopped(desk, story) if story.acts and desk.likely(2.5) else story)
    return sorted(found, key=lambda story: story.at)


def _stopped(desk: Desk, story: Story) -> Story:
    """Have somebody stop it before anybody has done anything."""
    story.acts.clear()
    return story.then(desk.hours.pause(1), "stop", "otto", reason=desk.one(_WHY_STOPPED)).told()


def notable(desk: Desk) -> list[Story]:
    """Write those that somebody is to find, of each workflow the first ones first."""
    rounds = zip_longest(*(write(desk) for write in _NOTABLE))
    return [story for each in rounds for story in each if story is not None]
