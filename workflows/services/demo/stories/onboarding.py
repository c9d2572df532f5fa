"""New colleagues: some are here, some come soon, and for one the directory made trouble."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ..simulating.desk import Desk
from ..simulating.story import Story
from . import people
from .access import account_of

SLUG = "employee-onboarding"

_USUAL = (
    ("Mila Hartmann", "Sales representative", "Sales"),
    ("Owen Clarke", "Backend developer", "Engineering"),
    ("Sara Nilsson", "Support agent", "Support"),
    ("Diego Santos", "Test engineer", "Engineering"),
    ("Emma Fontaine", "Controller", "Finance"),
    ("Noah Fischer", "Recruiter", "People"),
    ("Ivana Petrova", "Product designer", "Engineering"),
    ("Lucas Meyer", "Key account manager", "Sales"),
)
_MENTORS = ("Ben Baker", "Sofia Keller", "Priya Nair", "Tobias Vogel")


def usual(desk: Desk, at: datetime) -> Story:
    """Write a new colleague for whom everything is ready."""
    name, role, team = desk.one(_USUAL)
    story = hire(desk, at, name, role, team)
    done = [
        ("account", desk.weighed(people.IT_DESK), {"data": {"account": account_of(name)}}),
        ("payroll", people.other(desk, people.FINANCE), {"data": _payroll(desk)}),
        ("plan", desk.weighed(people.MANAGERS), _plan(desk)),
        ("computer", "jonas", {"data": _computer(desk)}),
    ]
    desk.chance.shuffle(done)
    for node, who, more in done:
        story.then(desk.hours.pause(5), "decide", who, node, **more)
    return story.told()


def hire(desk: Desk, at: datetime, name: str, role: str, team: str, **more: Any) -> Story:
    """Announce a new colleague."""
    first_day = desk.day(at + timedelta(days=desk.chance.randint(16, 45)))
    told = {"name": name, "role": role, "team": team, "first_day": first_day, **more}
    return desk.story(SLUG, "greta", at, {"works_from": "Berlin", **told})


def _payroll(desk: Desk) -> dict[str, Any]:
    return {"personnel_number": str(desk.chance.randint(2_100, 2_399)), "tax_class": "1"}


def _computer(desk: Desk) -> dict[str, Any]:
    serial = f"NB-{desk.chance.randint(10_000, 99_999)}"
    return {"model": desk.one(("14 inch notebook", "16 inch notebook")), "serial": serial}


def _plan(desk: Desk) -> dict[str, Any]:
    data = {"mentor": desk.one(_MENTORS), "first_task": "Look over the shoulder of each team."}
    return {"decision": "approved", "data": data}


def notable(desk: Desk) -> list[Story]:
    """Write the colleagues whom somebody is to find."""
    return [*_coming(desk), *_in_trouble(desk)]


def _coming(desk: Desk) -> list[Story]:
    ago = desk.hours.ago
    return [
        hire(desk, ago(hours=4), "Lena Brandt", "Data analyst", "Finance"),
        hire(desk, desk.hours.due_since(2, 4), "Tomás Ribeiro", "Support agent", "Support",
             works_from="Lisbon")
        .part(0.3, "decide", "fiona", "payroll", data=_payroll(desk))
        .part(0.5, "claim", "jonas", "computer")
        .part(0.7, "comment", "greta", "plan", text="@ben could he begin with the returns?")
        .part(0.8, "decide", "ben", "plan", **_plan(desk)),
        hire(desk, desk.hours.due_since(5, 7), "Amelie Roux", "Web designer", "Engineering",
             works_from="Home")
        .part(0.2, "decide", "ines", "account", data={"account": "amelie.roux"})
        .part(0.4, "decide", "felix", "payroll", data=_payroll(desk))
        .part(0.5, "decide", "jonas", "computer", data=_computer(desk)),
    ]  # fmt: skip


def _in_trouble(desk: Desk) -> list[Story]:
    """Accounts with letters that the directory refuses: one is mended by hand, one has failed."""
    ago = desk.hours.ago
    entered = {"account": "jurgen.lowe", "address": "jurgen.lowe@demo.invalid"}
    by_hand = {"directory": {"do": "complete", "output": entered}}
    return [
        hire(desk, ago(days=3), "Jürgen Löwe", "Warehouse clerk", "Support")
        .part(0.3, "decide", "ines", "account", data={"account": "jürgen.löwe"})
        .part(0.5, "retry", "otto", by_hand=by_hand, reason="Entered in the directory by hand.")
        .part(0.7, "decide", "fiona", "payroll", data=_payroll(desk))
        .part(0.8, "decide", "maria", "plan", **_plan(desk)),
        hire(desk, ago(hours=13), "Zoë Čapek", "Copywriter", "Sales")
        .part(0.6, "decide", "jonas", "account", data={"account": "Zoë Čapek"}),
    ]  # fmt: skip
