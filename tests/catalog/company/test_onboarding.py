"""Onboarding from the request to all of its ends."""

from __future__ import annotations

from typing import Any

from tests.catalog.company.world import Here
from workflows.engine.commands import RetryRun
from workflows.engine.ports import Work

COLLEAGUE = {"name": "Zoe", "role": "Writer", "team": "Sales", "first_day": "2026-02-02"}
PREPARED: dict[str, Any] = {
    "computer": {"model": "Desktop", "serial": "7"},
    "payroll": {"personnel_number": "2101"},
}


def prepared(here: Here, run: str) -> None:
    for node, data in PREPARED.items():
        here.decide(run, node, "jonas", None, data=data)
    here.decide(run, "plan", "ben", "approved", data={"mentor": "Ben"})


def test_three_groups_prepare_a_first_day_by_working_days() -> None:
    here = Here("employee-onboarding")
    run = here.run(COLLEAGUE)
    waits = here.waits(run)
    assert {name: wait.groups for name, wait in waits.items()} == {
        "account": ["it-desk"], "computer": ["it-desk"], "payroll": ["finance"],
        "plan": ["managers"],
    }  # fmt: skip
    # Five working days from Monday at nine: not Saturday.
    assert waits["plan"].ask["due_at"] == "2026-01-12T09:00:00+00:00"
    prepared(here, run)
    here.decide(run, "account", "ines", None, data={"account": "zoe"})
    assert here.outcome(run) == "Welcome Zoe. Your address is zoe@demo.invalid, your mentor Ben."


def test_an_account_that_the_directory_refuses_is_mended_by_hand() -> None:
    here = Here("employee-onboarding")
    run = here.run(COLLEAGUE)
    here.decide(run, "account", "ines", None, data={"account": "Zoë"})
    state = here.state(run)
    assert state.status == "failed"
    assert "small letters, digits and dots only" in (state.error or {})["message"]
    output = {"account": "zoe", "address": "zoe@demo.invalid"}
    by_hand = {"directory": {"do": "complete", "output": output}}
    here.apply(Work(run, RetryRun("otto", "Entered by hand.", by_hand)))
    here.drain()
    assert set(here.waits(run)) == {"computer", "payroll", "plan"}
    prepared(here, run)
    assert "zoe@demo.invalid" in here.outcome(run)
