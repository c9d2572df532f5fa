"""Expense claims: trips, dinners, chairs and a trade fair."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .. import papers
from ..simulating.desk import Desk
from ..simulating.story import Paper, Story
from . import people

SLUG = "expense-claim"

_USUAL = (
    ("train tickets to Munich", "Travel", 38, 220, "4100 Sales"),
    ("a night in Rotterdam", "Travel", 95, 260, "4100 Sales"),
    ("taxi from the airport", "Travel", 18, 64, "4100 Sales"),
    ("lunch with Halden AG", "Meals", 32, 140, "4100 Sales"),
    ("team dinner after the release", "Meals", 140, 420, "5200 Engineering"),
    ("flights to the Lisbon office", "Travel", 180, 640, "5200 Engineering"),
    ("two monitors for the home office", "Equipment", 260, 780, "5200 Engineering"),
    ("an ergonomic chair", "Equipment", 220, 690, "6000 Administration"),
    ("a course in contract law", "Training", 390, 980, "6200 Legal"),
    ("conference tickets, DataDays", "Training", 280, 940, "5200 Engineering"),
    ("flyers for the spring fair", "Trade fair", 120, 860, "4300 Marketing"),
    ("coffee and milk for the kitchen", "Other", 14, 58, "6000 Administration"),
    ("parcel stamps", "Other", 11, 46, "6000 Administration"),
    ("a licence for the drawing program", "Equipment", 89, 480, "4300 Marketing"),
    ("mileage, visits in Saxony", "Travel", 46, 190, "4100 Sales"),
    ("phone bill, July roaming", "Other", 24, 96, "4100 Sales"),
)
_LARGE = (
    ("a stand at the Hannover fair", "Trade fair", 2_400, 6_800, "4300 Marketing"),
    ("ten notebooks for new colleagues", "Equipment", 9_400, 14_500, "5300 IT"),
    ("the summer party", "Meals", 1_800, 3_900, "6000 Administration"),
    ("leadership training in two parts", "Training", 1_450, 4_200, "6100 People"),
    ("furniture for the meeting room", "Equipment", 1_300, 3_600, "6000 Administration"),
)
_REASONS = (
    "There is no receipt; please hand it in again with one.",
    "This belongs to the customer's project, not to us.",
    "The dinner was above what we agreed for a person.",
    "Already paid with the company card in March.",
)


def usual(desk: Desk, at: datetime) -> Story:
    """Write a claim that was decided."""
    who = people.requester(desk)
    large = desk.likely(14)
    purpose, category, low, high, centre = desk.one(_LARGE if large else _USUAL)
    amount = desk.amount(low, high)
    more: dict[str, Any] = {"category": category, "cost_centre": centre}
    if desk.likely(5):
        more["receipt"] = receipt(f"receipt-{at:%m%d}", "Receipt", amount, purpose.capitalize())
    story = claim(desk, at, who, purpose, amount, **more)
    if amount <= 50:
        return story
    manager = people.other(desk, people.MANAGERS, who)
    if desk.likely(9):
        reason = desk.one(_REASONS)
        return story.then(
            desk.hours.pause(4), "decide", manager, "manager", decision="rejected", comment=reason,
            via=desk.door(),
        ).told()  # fmt: skip
    _talk(desk, story, manager, who)
    _agree(desk, story, manager, "manager")
    if amount > 1_000:
        finance = people.other(desk, people.FINANCE, who)
        _agree(desk, story, finance, "finance", confirm=str(amount))
    return story.told()


def claim(desk: Desk, at: datetime, who: str, purpose: str, amount: float, **more: Any) -> Story:
    """Hand in a claim; ``receipt`` and the other fields of the form may be given."""
    inputs = {
        "employee": more.pop("employee", None) or desk.one(people.STAFF),
        "purpose": purpose,
        "amount": amount,
        "currency": more.pop("currency", "EUR"),
        "spent_on": desk.day(at - timedelta(days=desk.chance.randint(1, 9))),
        **more,
    }
    return desk.story(SLUG, who, at, inputs)


def _agree(desk: Desk, story: Story, who: str, node: str, **more: Any) -> None:
    comment = people.remark(desk)
    story.then(
        desk.hours.pause(3), "decide", who, node, decision="approved", comment=comment,
        via=desk.door(), **more,
    )  # fmt: skip


def _talk(desk: Desk, story: Story, manager: str, who: str) -> None:
    """Ask and answer, now and then."""
    if desk.likely(9):
        story.then(1, "ask", manager, "manager", text="Which customer was this for?")
        story.then(1.5, "comment", who, "manager", text="For Halden AG, see the invitation.")
    elif desk.likely(6):
        story.then(1, "claim", manager, "manager")


def receipt(name: str, title: str, amount: float, *lines: str) -> Paper:
    """Write a receipt."""
    total = f"Total: {amount:,.2f} EUR, VAT included"
    return papers.pdf(name, title, [*lines, "", total, "Paid by card. Thank you for your visit."])


def notable(desk: Desk) -> list[Story]:
    """Write the claims that somebody is to find."""
    return [*_fresh(desk), *_talked_about(desk), *_late(desk), *_at_finance(desk)]


def _fresh(desk: Desk) -> list[Story]:
    fair = receipt("hannover-fair-stand", "Messe Hannover GmbH", 1_480, "Stand 14 m2, hall 6",
                   "Electricity and cleaning")  # fmt: skip
    return [
        claim(desk, desk.hours.ago(hours=0.4), "nadia", "a stand at the Hannover fair", 1_480,
              employee="Sofia Keller", category="Trade fair", cost_centre="4300 Marketing",
              receipt=fair, notes="The early price ends on Friday."),
    ]  # fmt: skip


def _talked_about(desk: Desk) -> list[Story]:
    dinner = receipt("dinner-halden", "Trattoria Da Enzo", 286, "4 menus", "Wine, water, coffee")
    ago = desk.hours.ago
    return [
        claim(desk, ago(days=1), "alice", "dinner with Halden AG", 286, employee="Ben Baker",
              category="Meals", cost_centre="4100 Sales", receipt=dinner)
        .part(0.3, "comment", "greta", "manager",
              text="@maria was this the dinner before they signed?")
        .part(0.5, "comment", "ben", "manager", text="Yes, four of us, the evening of the visit."),
        claim(desk, ago(days=1.3), "nadia", "six chairs for the meeting room", 894,
              employee="Nadia Novak", category="Equipment", cost_centre="6000 Administration")
        .part(0.4, "ask", "maria", "manager",
              text="Was there a second offer? These seem dear."),
        claim(desk, ago(days=1.1), "jonas", "a spare part for the plotter", 412,
              employee="Jonas Berg", category="Equipment", cost_centre="5300 IT")
        .part(0.2, "claim", "ben", "manager")
        .part(0.4, "comment", "ben", "manager", text="I ask the supplier whether it is a repair."),
    ]  # fmt: skip


def _late(desk: Desk) -> list[Story]:
    due = desk.hours.due_since
    return [
        claim(desk, due(2, 6), "felix", "translation of the catalogue", 640,
              employee="Chiara Rossi", category="Other", cost_centre="4300 Marketing")
        .part(0.8, "nudge", "felix", "manager"),
        claim(desk, due(5, 15), "nadia", "moving the archive to Berlin", 960,
              employee="Marc Dubois", category="Other", cost_centre="6000 Administration")
        .part(0.2, "prioritise", "ben", "manager", priority=1),
        claim(desk, due(5, 60), "jonas", "an evening course in Python", 480,
              employee="Priya Nair", category="Training", cost_centre="5200 Engineering")
        .part(0.96, "decide", "maria", "manager", decision="approved",
              comment="Henry is away and agrees."),
    ]  # fmt: skip


def _at_finance(desk: Desk) -> list[Story]:
    notebooks = papers.table("notebooks-offer", [
        ("Article", "Pieces", "Price each", "Total"), ("14 inch notebook", 10, 1190, 11900),
        ("Dock", 10, 98, 980),
    ])  # fmt: skip
    ago = desk.hours.ago
    return [
        claim(desk, ago(days=2), "nadia", "ten notebooks for new colleagues", 12_880,
              employee="Jonas Berg", category="Equipment", cost_centre="5300 IT")
        .part(0.2, "comment", "jonas", "manager", text="The offer of the dealer.",
              papers=[notebooks])
        .part(0.5, "decide", "ben", "manager", decision="approved", comment="Needed by the 1st."),
        claim(desk, ago(days=1.5), "otto", "the summer party", 2_350, employee="Nadia Novak",
              category="Meals", cost_centre="6000 Administration")
        .part(0.3, "decide", "greta", "manager", decision="approved")
        .part(0.6, "claim", "fiona", "finance"),
        claim(desk, ago(days=3), "alice", "a mobile stage for the fair", 1_720, employee="Alice "
              "Archer", category="Trade fair", cost_centre="4300 Marketing")
        .part(0.3, "decide", "maria", "manager", decision="approved")
        .part(0.6, "decide", "felix", "finance", decision="rejected",
              comment="The marketing budget is used up until July.", via="e-mail"),
        claim(desk, ago(days=4), "nadia", "new curtains for the lobby", 540, employee="Nadia "
              "Novak", category="Other", cost_centre="6000 Administration")
        .regret(0.3, "greta", "manager", decision="approved")
        .part(0.4, "decide", "greta", "manager", decision="rejected", comment="Not this year."),
    ]  # fmt: skip
