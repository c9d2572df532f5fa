"""Access to systems: interns, auditors, and a request on one's own behalf."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ..simulating.desk import Desk
from ..simulating.story import Story
from . import people

SLUG = "system-access"

_USUAL = (
    ("CRM", "read", "Takes over the customers in the north."),
    ("CRM", "write", "Keeps the contacts of the fair."),
    ("ERP", "read", "Looks up deliveries for complaints."),
    ("ERP", "write", "Books incoming goods from Monday on."),
    ("Source code", "write", "Joins the checkout team."),
    ("Source code", "read", "Reviews what we give to the auditor."),
    ("Data warehouse", "read", "Needs the figures for the monthly report."),
    ("Web shop", "write", "Edits product texts."),
    ("Web shop", "admin", "Stands in for the shop's owner in August."),
    ("Payroll", "read", "Prepares the yearly statements."),
    ("ERP", "admin", "Sets up the new warehouse."),
)
_REASONS = (
    "Read access is enough for this; please ask again.",
    "The project has ended.",
    "External people work on the test system.",
)


def usual(desk: Desk, at: datetime) -> Story:
    """Write a request that was decided, and set up when it was granted."""
    who, person = people.requester(desk), desk.one(people.STAFF)
    system, level, reason = desk.one(_USUAL)
    story = request(desk, at, who, person, system, level, reason=reason)
    manager = people.other(desk, people.MANAGERS, who)
    if desk.likely(10):
        return story.then(
            desk.hours.pause(3), "decide", manager, "manager", decision="rejected",
            comment=desk.one(_REASONS), via=desk.door(),
        ).told()  # fmt: skip
    story.then(
        desk.hours.pause(2.5), "decide", manager, "manager", decision="approved",
        comment=people.remark(desk, 20), via=desk.door(),
    )  # fmt: skip
    if level == "admin" or system == "Payroll":
        _two_agree(desk, story, who)
    return _set_up(desk, story, person).told()


def request(
    desk: Desk, at: datetime, who: str, person: str, system: str, level: str, **more: Any
) -> Story:
    """Ask for access."""
    until = desk.day(at + timedelta(days=desk.chance.choice((30, 90, 180))))
    asked = {"person": person, "system": system, "level": level, "until": until, **more}
    return desk.story(SLUG, who, at, asked)


def account_of(person: str) -> str:
    """Make the name of an account: first name, dot, surname, in plain letters."""
    plain = person.lower().translate(str.maketrans("řáéêí", "raeei"))
    return plain.replace(" ", ".")


def _two_agree(desk: Desk, story: Story, who: str) -> None:
    first = people.other(desk, people.IT_DESK, who)
    second = people.other(desk, (*people.BOARD, ("ines", 20)), who, first)
    for name in (first, second):
        story.then(
            desk.hours.pause(2), "decide", name, "security", decision="approved",
            comment=people.remark(desk, 15),
        )  # fmt: skip


def _set_up(desk: Desk, story: Story, person: str) -> Story:
    name = desk.weighed(people.IT_DESK)
    if desk.likely(40):
        story.then(desk.hours.pause(1), "claim", name, "set_up")
    data = {"account": account_of(person), "ends_on": story.inputs["until"]}
    return story.then(desk.hours.pause(2), "decide", name, "set_up", data=data)


def notable(desk: Desk) -> list[Story]:
    """Write the requests that somebody is to find."""
    ago, agreed = desk.hours.ago, {"decision": "approved"}
    return [
        request(desk, ago(hours=2), "greta", "Greta Schneider", "Payroll", "read",
                reason="I prepare the talks about salaries and need last year's figures."),
        request(desk, ago(hours=6), "jonas", "Yusuf Demir", "CRM", "write",
                reason="Intern in sales until the end of the quarter.")
        .part(0.4, "claim", "ben", "manager"),
        request(desk, ago(days=1.5), "jonas", "Jonas Berg", "ERP", "admin",
                reason="Sets up the warehouse in Leipzig.")
        .part(0.3, "decide", "ben", "manager", **agreed)
        .part(0.6, "decide", "ines", "security", comment="Until the end of the set-up.", **agreed),
        request(desk, ago(hours=9), "nadia", "Pavel Dvořák", "Data warehouse", "read",
                reason="Monthly report.")
        .part(0.4, "decide", "maria", "manager", via="bulk", **agreed),
        request(desk, ago(days=2.2), "felix", "Chiara Rossi", "ERP", "write",
                reason="Books incoming goods from Monday on.")
        .part(0.3, "decide", "maria", "manager", **agreed)
        .part(0.6, "claim", "jonas", "set_up")
        .part(0.7, "comment", "jonas", "set_up", text="Waiting for a licence; it comes tomorrow."),
        request(desk, ago(days=5), "otto", "Marc Dubois", "Web shop", "admin",
                reason="Stands in for the shop's owner.")
        .part(0.2, "decide", "greta", "manager", **agreed)
        .part(0.5, "decide", "clara", "security", decision="rejected",
              comment="An external person does not get admin rights; write access will do."),
        request(desk, ago(hours=10), "nadia", "Aoife Byrne", "CRM", "read",
                reason="Takes over the customers in the north.")
        .part(0.7, "stop", "otto", reason="Asked for twice, see the other request."),
    ]  # fmt: skip
