"""Articles: reviewed, sent back, waiting for their hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ..simulating.desk import Desk
from ..simulating.story import Story
from . import people

SLUG = "article-publishing"

_USUAL = (
    ("How Halden AG cut its lead time in half", "Blog"),
    ("Five questions to ask before you change your ERP", "Blog"),
    ("What our customers sent back this year, and why", "Newsletter"),
    ("New warehouse in Leipzig opens its doors", "Press"),
    ("Working from Lisbon: three colleagues tell", "Blog"),
    ("Prices for parcels from July on", "Newsletter"),
    ("Meet us at the Hannover fair", "Newsletter"),
    ("Half-year figures: steady growth", "Press"),
    ("Why we repair instead of replacing", "Blog"),
    ("Holiday opening hours of our support", "Newsletter"),
)
_BODY = (
    "Orders used to lie for two days before anybody looked at them. Today the first answer leaves "
    "within three hours.\n\nThis is how the team did it, step by step, and what it would do "
    "otherwise the next time."
)
_CHANGES = (
    "Shorter, and name the customer in the first line.",
    "Please leave the figures out until they are checked.",
    "The tone is too formal for the blog.",
)


def usual(desk: Desk, at: datetime) -> Story:
    """Write an article that was published, some after a round of changes."""
    headline, channel = desk.one(_USUAL)
    author = desk.weighed((("nadia", 60), ("alice", 40)))
    story = article(desk, at, author, headline, channel)
    manager = people.other(desk, people.MANAGERS)
    if desk.likely(35):
        story.then(
            desk.hours.pause(4), "decide", manager, "review", decision="rejected",
            comment=desk.one(_CHANGES), via=desk.door(),
        )  # fmt: skip
        if desk.likely(15):
            given_up = {"headline": headline, "body": _BODY, "withdraw": True}
            return story.then(desk.hours.pause(6), "decide", author, "revise", data=given_up).told()
        text = {"headline": headline, "body": _BODY.partition("\n")[0]}
        story.then(desk.hours.pause(6), "decide", author, "revise", data=text)
    return story.then(
        desk.hours.pause(3), "decide", manager, "review", decision="approved",
        comment=people.remark(desk), via=desk.door(),
    ).told()  # fmt: skip


def article(
    desk: Desk, at: datetime, author: str, headline: str, channel: str, **more: Any
) -> Story:
    """Hand in an article; without ``publish_at`` it is published as soon as it is approved."""
    told = {"headline": headline, "body": _BODY, "channel": channel, "author": author, **more}
    return desk.story(SLUG, author, at, told)


def _hour(moment: datetime) -> str:
    """Write a full hour as forms do."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0).isoformat()


def notable(desk: Desk) -> list[Story]:
    """Write the articles that somebody is to find."""
    return [*_in_review(desk), *_sent_back(desk), *_waiting(desk)]


def _in_review(desk: Desk) -> list[Story]:
    ago, soon = desk.hours.ago, desk.now + timedelta(days=2)
    second = {"headline": "Why we repair instead of replacing", "body": _BODY}
    return [
        article(desk, ago(hours=0.7), "nadia", "How Halden AG cut its lead time in half", "Blog",
                publish_at=_hour(soon)),
        article(desk, ago(days=1.6), "alice", "We repair instead of replacing", "Newsletter")
        .part(0.3, "decide", "maria", "review", decision="rejected",
              comment="Say in the headline why.")
        .part(0.7, "decide", "alice", "revise", data=second)
        .part(0.8, "prioritise", "greta", "review", priority=-1),
    ]  # fmt: skip


def _sent_back(desk: Desk) -> list[Story]:
    ago = desk.hours.ago
    return [
        article(desk, ago(days=1.2), "nadia", "Half-year figures: steady growth", "Press")
        .part(0.4, "decide", "ben", "review", decision="rejected",
              comment="The figures are not out before Thursday; leave them out."),
    ]  # fmt: skip


def _waiting(desk: Desk) -> list[Story]:
    """Approved ones, published at different hours from tomorrow on."""
    named = (
        ("Prices for parcels from July on", "Newsletter", 1.2),
        ("New warehouse in Leipzig opens its doors", "Press", 3.1),
        ("Meet us at the Hannover fair", "Blog", 8.4),
    )
    found = []
    for number, (headline, channel, days) in enumerate(named):
        at = desk.hours.ago(days=0.9 + number)
        story = article(
            desk, at, "alice", headline, channel, publish_at=_hour(desk.now + timedelta(days=days))
        )
        found.append(story.part(0.5, "decide", "greta", "review", decision="approved"))
    return found
