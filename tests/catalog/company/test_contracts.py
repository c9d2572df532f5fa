"""Contracts from the request to all of their ends."""

from __future__ import annotations

import pytest

from tests.catalog.company.world import DAY, Here
from workflows.engine.events import TaskDecided
from workflows.engine.messages import Signal
from workflows.engine.transition import send_signal

TERMS = {"payment_days": 14, "notice_months": 12, "price_cap": 3, "renews": True}
CONTRACT = {
    "reference": "C-1", "partner": "Lumen", "about": "hosting", "yearly_cost": 12_000,
    "proposed_terms": TERMS,
}  # fmt: skip


def in_review() -> tuple[Here, str]:
    here = Here("contract-review")
    run = here.run(CONTRACT)
    changed = {**TERMS, "notice_months": 3}
    here.decide(run, "terms", "ben", "approved", data=changed)
    return here, run


def test_the_terms_are_edited_and_the_difference_is_kept() -> None:
    here, run = in_review()
    decided = next(r.event for r in here.log(run) if isinstance(r.event, TaskDecided))
    assert decided.detail["changes"] == [{"path": "notice_months", "before": 12, "after": 3}]
    assert here.state(run).outputs["terms"]["data"]["notice_months"] == 3


def test_law_and_finance_review_at_the_same_time_and_the_partner_signs() -> None:
    here, run = in_review()
    waits = here.waits(run)
    assert set(waits) == {"legal", "finance"}
    assert (waits["legal"].users, waits["finance"].groups) == (["clara"], ["finance"])
    here.decide(run, "finance", "fiona", "approved")
    here.decide(run, "legal", "clara", "approved")
    assert set(here.waits(run)) == {"signature"}
    assert send_signal(here.ports, Signal("contract.signed", "C-2", None)) == 0
    assert send_signal(here.ports, Signal("contract.signed", "C-1", None)) == 1
    here.drain()
    assert here.outcome(run) == "C-1 with Lumen is signed and filed."


@pytest.mark.parametrize(("who", "veto"), [("clara", "legal"), ("fiona", "finance")])
def test_either_review_stops_the_contract(who: str, veto: str) -> None:
    here, run = in_review()
    here.decide(run, veto, who, "rejected", comment="Too long.")
    (other,) = here.waits(run)
    here.decide(run, other, "henry", "approved")
    assert " ".join(here.outcome(run).split()) == "No contract with Lumen. Too long."


def test_a_contract_that_nobody_signs_lapses() -> None:
    here, run = in_review()
    here.decide(run, "finance", "fiona", "approved")
    here.decide(run, "legal", "clara", "approved")
    here.later(61 * DAY)
    assert here.outcome(run) == "Lumen did not sign C-1 in time."
