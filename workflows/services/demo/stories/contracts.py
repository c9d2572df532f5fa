"""Contracts: cleaning, energy, software; terms that are changed, reviews that say no, partners who
take their time to sign."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .. import papers
from ..simulating.desk import Desk
from ..simulating.story import Paper, Story
from . import people

SLUG = "contract-review"

_USUAL = (
    ("Blitzblank GmbH", "office cleaning", 14_000, 26_000),
    ("Nordlicht Energie", "electricity for both sites", 38_000, 72_000),
    ("Kontor & Partner", "tax advice", 9_000, 18_000),
    ("Swiftline Logistics", "parcel shipping", 22_000, 61_000),
    ("Paperstream Ltd", "document archive", 4_800, 9_600),
    ("Brightdesk", "support software", 7_200, 15_400),
    ("Café Morgenrot", "catering for meetings", 3_600, 8_400),
    ("Veloce Fleet", "leasing of six cars", 31_000, 48_000),
    ("Lumen Cloud", "hosting of the web shop", 18_000, 36_000),
)


def usual(desk: Desk, at: datetime) -> Story:
    """Write a contract that was reviewed; most are signed in the end."""
    partner, about, low, high = desk.one(_USUAL)
    who = people.requester(desk)
    story = contract(desk, at, who, partner, about, desk.amount(low, high))
    settled = _settle(desk, story, people.other(desk, people.MANAGERS, who))
    for node, name in (("legal", "clara"), ("finance", people.other(desk, people.FINANCE))):
        declined = desk.likely(7)
        settled.then(
            desk.hours.pause(5), "decide", name, node,
            decision="rejected" if declined else "approved",
            comment="The notice period does not fit ours." if declined else people.remark(desk),
        )  # fmt: skip
        if declined:
            return _other_review(desk, settled, node).told()
    return settled.then(
        desk.hours.pause(20), "signal", "otto", "signature", data={"pages": 12}
    ).told()


def _other_review(desk: Desk, story: Story, node: str) -> Story:
    """Have the other review answered as well, when it has not been."""
    if node == "legal":
        story.then(desk.hours.pause(3), "decide", "fiona", "finance", decision="approved")
    return story


def contract(
    desk: Desk, at: datetime, who: str, partner: str, about: str, cost: float, **more: Any
) -> Story:
    """Hand in a contract."""
    number = desk.chance.randint(100, 999)
    inputs = {
        "reference": f"C-{at:%y%m}-{number}",
        "partner": partner,
        "about": about,
        "yearly_cost": cost,
        "currency": "EUR",
        "begins_on": desk.day(at + timedelta(days=desk.chance.randint(25, 80))),
        "proposed_terms": more.pop("terms", None) or _terms(desk),
        **more,
    }
    return desk.story(SLUG, who, at, inputs)


def _terms(desk: Desk) -> dict[str, Any]:
    return {
        "payment_days": desk.one((14, 30, 30, 45)),
        "notice_months": desk.one((3, 6, 12)),
        "price_cap": desk.one((2, 3, 5)),
        "renews": desk.likely(60),
    }


def _settle(desk: Desk, story: Story, who: str) -> Story:
    """Agree to the terms, with a change now and then."""
    terms = dict(story.inputs["proposed_terms"])
    if desk.likely(45):
        terms["notice_months"] = 3
        terms["remarks"] = "Three months' notice, as with everybody."
    return story.then(
        desk.hours.pause(5), "decide", who, "terms", decision="approved", data=terms,
        comment=people.remark(desk),
    )  # fmt: skip


def draft(partner: str, *lines: str) -> Paper:
    """Write a draft."""
    name = partner.lower().replace(" ", "-").replace("&", "and")
    return papers.pdf(f"draft-{name}", f"Agreement with {partner}", lines)


def notable(desk: Desk) -> list[Story]:
    """Write the contracts that somebody is to find."""
    return [*_at_the_managers(desk), *_in_review(desk), *_to_be_signed(desk), *_over(desk)]


def _at_the_managers(desk: Desk) -> list[Story]:
    energy = draft(
        "Nordlicht Energie",
        "1. Delivery of electricity to Berlin and Leipzig",
        "2. Fixed price for 24 months",
        "3. Renews by a year, notice six months",
    )
    ago = desk.hours.ago
    strict = {"payment_days": 14, "notice_months": 6, "price_cap": 5, "renews": True}
    return [
        contract(desk, ago(hours=5), "felix", "Nordlicht Energie", "electricity for both sites",
                 54_600, document=energy, terms=strict),
        contract(desk, ago(days=2), "nadia", "Blitzblank GmbH", "office cleaning", 18_900)
        .part(0.3, "delegate", "ben", "terms", to="maria", text="Your floors are most of it."),
    ]  # fmt: skip


def _in_review(desk: Desk) -> list[Story]:
    ago, agreed = desk.hours.ago, {"decision": "approved"}
    terms = {"payment_days": 30, "notice_months": 3, "price_cap": 3, "renews": False}
    return [
        contract(desk, ago(days=2.5), "alice", "Lumen Cloud", "hosting of the web shop", 27_400,
                 terms=terms, document=draft("Lumen Cloud", "1. Hosting in the EU", "2. 99.9 %"))
        .part(0.3, "decide", "ben", "terms", data={**terms, "price_cap": 2}, **agreed)
        .part(0.6, "decide", "fiona", "finance", comment="Cheaper than what we have.", **agreed)
        .part(0.8, "comment", "ben", "legal", text="@clara the processing agreement is on page 9."),
        contract(desk, ago(days=3.5), "nadia", "Café Morgenrot", "catering for meetings", 5_400,
                 terms=terms)
        .part(0.2, "decide", "greta", "terms", data=terms, **agreed)
        .part(0.5, "decide", "clara", "legal", **agreed),
    ]  # fmt: skip


def _to_be_signed(desk: Desk) -> list[Story]:
    named = (
        ("Swiftline Logistics", "parcel shipping", 44_800, 4),
        ("Brightdesk", "support software", 9_700, 6),
        ("Veloce Fleet", "leasing of six cars", 38_200, 11),
    )
    terms = {"payment_days": 30, "notice_months": 3, "price_cap": 3, "renews": True}
    found = []
    for partner, about, cost, days in named:
        story = contract(
            desk, desk.hours.ago(days=days), "felix", partner, about, cost, terms=terms
        )
        story.part(0.2, "decide", "maria", "terms", decision="approved", data=terms)
        story.part(0.4, "decide", "clara", "legal", decision="approved")
        found.append(story.part(0.6, "decide", "fiona", "finance", decision="approved"))
    return found


def _over(desk: Desk) -> list[Story]:
    terms = {"payment_days": 60, "notice_months": 12, "price_cap": 5, "renews": True}
    asked = desk.hours.ago
    return [
        contract(desk, asked(days=6), "otto", "Paperstream Ltd", "document archive", 8_100,
                 terms=terms)
        .part(0.2, "decide", "ben", "terms", decision="approved", data=terms)
        .part(0.4, "decide", "felix", "finance", decision="approved", via="e-mail")
        .part(0.7, "decide", "clara", "legal", decision="rejected",
              comment="Documents would lie outside of the EU. Not without a new draft."),
        contract(desk, asked(hours=16), "nadia", "Kontor & Partner", "tax advice", 12_000)
        .part(0.6, "stop", "otto", reason="The partner has withdrawn the offer."),
    ]  # fmt: skip
