"""Refunds: damaged, late, charged twice; accounts that a bank refuses, and what nobody decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from .. import papers
from ..simulating.desk import Desk
from ..simulating.story import Story
from . import people

SLUG = "customer-refund"

_CUSTOMERS = (
    "Ana Ferreira", "Klaus Richter", "Bakery Lindner", "Eva Kowalska", "Olivier Martin",
    "Hotel Seeblick", "Rosa Jiménez", "Thomas Wright", "Studio Nord", "Ingrid Olsen",
    "Kita Sonnenhof", "James O'Neill", "Elif Yılmaz", "Café Central",
)  # fmt: skip
_COMPLAINTS = {
    "Damaged": "The box was open and two glasses were broken.",
    "Late": "It came nine days after the party.",
    "Wrong article": "I ordered the grey one and got the green one.",
    "Returned": "It does not fit; I have sent it back as your form says.",
    "Charged twice": "My card was charged twice on the same day.",
}
_GOOD = "DE89 3704 0044 0532 0130 00"
_WRONG = (
    "DE89 3704 0044 0532 0130 07", "DE12 5001 0517 0648 4898 09", "FR14 2004 1010 0505 0001 3M02 7",
    "NL91 ABNA 0417 1643 01",
)  # fmt: skip
_BY_HAND = {"pay": {"do": "complete", "output": {"payment": "by hand", "attempts": 1}}}
_REASONS = (
    "The parcel service has the customer's signature: delivered in time.",
    "Returned after more than a year.",
    "Refunded in March already.",
)


def usual(desk: Desk, at: datetime) -> Story:
    """Write a refund that was decided, or paid at once."""
    amount = desk.weighed(((desk.amount(8, 50), 36), (desk.amount(51, 490), 50), (
        desk.amount(520, 2_900), 14)))  # fmt: skip
    who = people.requester(desk)
    old = desk.now - at > timedelta(hours=30)
    if old and desk.likely(3):
        return _mended(desk, at, who)
    methods = (("Card", 55), ("Bank transfer", 35), ("PayLater", 10 if old else 0))
    story = refund(desk, at, who, amount, desk.weighed(methods))
    if amount <= 50:
        return story
    if amount <= 500:
        return _one(desk, story)
    return _two(desk, story)


def _one(desk: Desk, story: Story) -> Story:
    if desk.now - story.at > timedelta(days=4) and desk.likely(4):
        return story  # Nobody decides: after three days it is paid.
    declined = desk.likely(8)
    return story.on(
        _soon(desk, story, 2.5), "decide", desk.weighed(people.MANAGERS), "one",
        decision="rejected" if declined else "approved",
        comment=desk.one(_REASONS) if declined else people.remark(desk, 20),
        via=desk.door(),
    ).told()  # fmt: skip


def _two(desk: Desk, story: Story) -> Story:
    first = desk.weighed(people.MANAGERS)
    story.on(_soon(desk, story, 2), "decide", first, "two", decision="approved")
    last = desk.weighed(people.FINANCE)
    declined = desk.likely(10)
    return story.on(
        _soon(desk, story, 4.5), "decide", last, "two",
        decision="rejected" if declined else "approved",
        comment=desk.one(_REASONS) if declined else people.remark(desk, 20),
    ).told()  # fmt: skip


def _soon(desk: Desk, story: Story, days: float) -> datetime:
    """Draw when somebody decides, so many days after the request at the latest: then the rule
    decides, working day or not."""
    drawn = desk.hours.later(story.last, desk.hours.pause(3))
    return min(drawn, story.at + timedelta(days=days, minutes=-desk.chance.uniform(0, 90)))


def _mended(desk: Desk, at: datetime, who: str) -> Story:
    """Write a refund whose account was wrong and that was paid by hand."""
    amount = desk.amount(12, 50)
    story = refund(desk, at, who, amount, "Bank transfer", account=desk.one(_WRONG))
    reason = desk.one(("Paid by hand.", "Account asked for by telephone, paid by hand."))
    hours = desk.hours.pause(4)
    return story.then(hours, "retry", "otto", by_hand=_BY_HAND, reason=reason).told()


def refund(
    desk: Desk, at: datetime, who: str, amount: float, method: str = "Card", **more: Any
) -> Story:
    """Ask for a refund."""
    reason = more.pop("reason", None) or desk.one(list(_COMPLAINTS))
    account = more.pop("account", _GOOD) if method == "Bank transfer" else None
    asked = {
        "order": f"{at:%y}-{desk.chance.randint(10_000, 99_999)}",
        "customer": more.pop("customer", None) or desk.one(_CUSTOMERS),
        "amount": amount,
        "currency": "EUR",
        "reason": reason,
        "method": method,
        "account": account,
        "complaint": _COMPLAINTS[reason],
        **more,
    }
    return desk.story(SLUG, who, at, asked)


def notable(desk: Desk) -> list[Story]:
    """Write the refunds that somebody is to find."""
    return [*_open(desk), *_undecided(desk), *_refused_by_the_bank(desk), *_on_their_way(desk)]


def _open(desk: Desk) -> list[Story]:
    photo = papers.table("damage-report", [
        ("Article", "Pieces", "Damage"), ("Wine glass, set of 6", 2, "2 broken"),
        ("Carafe", 1, "cracked"),
    ])  # fmt: skip
    # After three days the rule would have paid them.
    ago = partial(desk.hours.ago, most_days=2.9)
    return [
        refund(desk, ago(hours=1.2), "otto", 186, "Card", customer="Rosa Jiménez",
               reason="Charged twice")
        .part(0.5, "claim", "greta", "one"),
        refund(desk, ago(hours=20), "nadia", 389, "Bank transfer", customer="Hotel Seeblick",
               reason="Damaged")
        .part(0.5, "comment", "nadia", "one", text="The carrier's report.", papers=[photo]),
        refund(desk, ago(days=2.6), "nadia", 1_240, "Bank transfer", customer="Studio Nord",
               reason="Late")
        .part(0.4, "decide", "ben", "two", decision="approved", comment="They will not return.")
        .part(0.6, "comment", "ben", "two", text="@fiona the second voice is missing."),
    ]  # fmt: skip


def _undecided(desk: Desk) -> list[Story]:
    """Refunds that ended by the rule: paid after three days, declined after five."""
    at = desk.now - timedelta(days=3, hours=7)
    early = desk.now - timedelta(days=12, hours=2)
    return [
        refund(desk, at, "alice", 94.75, "Card", customer="Ingrid Olsen", reason="Late"),
        refund(desk, early, "nadia", 780, "Card", customer="Bakery Lindner", reason="Returned")
        .part(0.2, "decide", "greta", "two", decision="approved"),
    ]  # fmt: skip


def _refused_by_the_bank(desk: Desk) -> list[Story]:
    """Wrong accounts: one failed today, one waits since days, one was paid by hand, one anew."""
    ago, agreed = desk.hours.ago, {"decision": "approved"}

    def wrong(at: datetime, who: str, amount: float, customer: str, number: int) -> Story:
        more = {"account": _WRONG[number], "customer": customer, "reason": "Returned"}
        return refund(desk, at, who, amount, "Bank transfer", **more)

    return [
        wrong(ago(hours=3), "nadia", 44.25, "Elif Yılmaz", 0),
        wrong(ago(days=2), "felix", 210, "Kita Sonnenhof", 1)
        .part(0.4, "decide", "maria", "one", **agreed),
        wrong(ago(days=5), "otto", 134, "Thomas Wright", 2)
        .part(0.2, "decide", "ben", "one", **agreed)
        .part(0.5, "retry", "otto", by_hand=_BY_HAND, reason="Paid by hand, account by telephone."),
        wrong(ago(days=6), "nadia", 268, "Klaus Richter", 3)
        .part(0.2, "decide", "greta", "one", **agreed)
        .part(0.4, "fork", "otto", inputs={"account": _GOOD}),
    ]  # fmt: skip


def _on_their_way(desk: Desk) -> list[Story]:
    """PayLater takes two more tries: these are under way now."""
    now = desk.now
    return [
        refund(
            desk, now - timedelta(hours=1.5), "nadia", 38.95, "PayLater", reason="Wrong article"
        ),
        refund(desk, now - timedelta(hours=6.2), "otto", 47.45, "PayLater", reason="Late"),
    ]
