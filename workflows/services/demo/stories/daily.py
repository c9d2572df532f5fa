"""What else goes on: incidents, orders that wait for a payment, reminders, a handbook."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..simulating.desk import Desk
from ..simulating.story import Story
from . import people

INCIDENT, PAYMENT = "incident-escalation", "payment-webhook"
REMINDER, DOCUMENT = "delayed-notification", "document-approval"

_INCIDENTS = (
    ("The label printer in the warehouse prints nothing", "minor", "New ribbon."),
    (
        "The web shop answers slowly",
        "major",
        "A report blocked the database; it runs at night now.",
    ),
    ("No mail since 8:40", "major", "The certificate had run out."),
    ("The door of the server room does not close", "minor", "The hinge was mended."),
    ("Orders from the app come twice", "critical", "The retry sent no key; fixed and released."),
    ("The telephone system loses calls", "major", "The provider has changed a card."),
)


def usual(desk: Desk, at: datetime) -> Story:
    """Write an incident that was solved, or an order that was paid."""
    if desk.likely(45):
        return _paid_order(desk, at)
    what, severity, solution = desk.one(_INCIDENTS)
    story = incident(desk, at, what, severity)
    if desk.likely(30):
        # Nobody on duty takes it within a quarter of an hour.
        story.on(at + timedelta(minutes=17), "decide", "ben", "management", decision="approved")
    else:
        minutes = desk.chance.uniform(1, 12)
        story.on(at + timedelta(minutes=minutes), "decide", "otto", "on_duty", decision="approved")
    hours = desk.chance.uniform(0.4, 5)
    story.on(
        story.last + timedelta(hours=hours), "answer", "otto", "work", data={"solution": solution}
    )
    return _in_time(story)


def _in_time(story: Story) -> Story:
    """Leave out what would be later than now: an incident cannot be hurried."""
    story.acts = [act for act in story.acts if act.at < story.now - timedelta(minutes=1)]
    return story


def incident(desk: Desk, at: datetime, what: str, severity: str) -> Story:
    """Report an incident."""
    who = people.other(desk, people.REQUESTERS, "otto")
    return desk.story(INCIDENT, who, at, {"what": what, "severity": severity})


def _paid_order(desk: Desk, at: datetime) -> Story:
    story = order(desk, at, desk.amount(40, 900))
    paid = {"paid": True, "provider": desk.one(("Card", "Bank transfer"))}
    return story.then(desk.hours.pause(6), "signal", "otto", "payment", data=paid).told()


def order(desk: Desk, at: datetime, amount: float) -> Story:
    """Take an order that is to be paid first."""
    number = f"{at:%y}-{desk.chance.randint(10_000, 99_999)}"
    return desk.story(PAYMENT, "otto", at, {"order": number, "amount": amount})


def reminder(desk: Desk, at: datetime, who: str, message: str, delay: str, to: str) -> Story:
    """Have a message sent later."""
    return desk.story(REMINDER, who, at, {"message": message, "delay": delay, "recipient": to})


def notable(desk: Desk) -> list[Story]:
    """Write what somebody is to find."""
    ago = desk.hours.ago
    slow = incident(desk, ago(hours=0.9), "The web shop answers slowly", "major")
    taken = incident(desk, ago(days=1), "Invoices of May are missing in the archive", "major")
    document = desk.story(
        DOCUMENT, "greta", ago(days=1.4), {"document": "Travel policy, 3rd edition"}
    )
    return [
        incident(desk, ago(hours=0.1), "The label printer in Leipzig prints nothing", "minor"),
        slow.part(0.6, "comment", "otto", "management", text="@maria I am on the telephone; "
                  "can your team tell the customers?")
        .part(0.7, "prioritise", "otto", "management", priority=2),
        taken.on(taken.at + timedelta(minutes=9), "decide", "otto", "on_duty", decision="approved"),
        *[order(desk, ago(days=days), amount) for days, amount in ((0.3, 229), (1.8, 84.95))],
        order(desk, desk.now - timedelta(days=9), 512),
        reminder(desk, ago(hours=6), "felix", "The VAT return is due", "3d", "finance"),
        reminder(desk, ago(days=2), "nadia", "Order flowers for the jubilee", "5d", "the office"),
        reminder(desk, ago(hours=28), "alice", "Ask for the new prices", "in the morning", "sales"),
        document.part(0.4, "answer", "otto", "review",
                      data={"approved": False, "changes_wanted": True,
                            "comments": "Say what a night may cost in London."}),
        reminder(desk, ago(days=4), "nadia", "Water the plants", "12d", "the office")
        .part(0.5, "stop", "nadia", reason="The plants have moved."),
    ]  # fmt: skip
