"""Expense claims from the request to all of their ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.catalog.company.world import DAY, Here
from workflows.engine.errors import Forbidden, Invalid


def claim(amount: float, **more: Any) -> dict[str, Any]:
    told = {"employee": "Sofia Keller", "purpose": "a stand", "amount": amount, "currency": "EUR"}
    return {**told, **more}


@pytest.mark.parametrize("amount", [0.5, 50])
def test_a_small_claim_is_paid_without_asking(amount: float) -> None:
    here = Here("expense-claim")
    run = here.run(claim(amount))
    assert (
        here.outcome(run)
        == f"{amount} EUR for a stand go to Sofia Keller with the next payment run."
    )


def test_a_claim_up_to_the_limit_needs_a_manager_who_is_somebody_else() -> None:
    here = Here("expense-claim")
    run = here.run(claim(1_000), by="maria")
    wait = here.waits(run)["manager"]
    assert (wait.reason, wait.groups) == (
        "Reimburse Sofia Keller 1000 EUR for a stand?", ["managers"]
    )  # fmt: skip
    with pytest.raises(Forbidden):
        here.resume(run, None, "approved", by="maria")
    here.decide(run, "manager", "ben", "approved")
    assert "with the next payment run" in here.outcome(run)


def test_a_rejected_claim_needs_a_reason_and_goes_back_with_it() -> None:
    here = Here("expense-claim")
    run = here.run(claim(80))
    with pytest.raises(Invalid, match="reason"):
        here.resume(run, None, "rejected", by="ben")
    here.decide(run, "manager", "ben", "rejected", comment="No receipt.")
    assert "was not accepted. No receipt." in here.outcome(run)


def test_a_large_claim_needs_finance_who_type_the_amount() -> None:
    here = Here("expense-claim")
    run = here.run(claim(12_880.5))
    here.decide(run, "manager", "ben", "approved")
    assert here.waits(run)["finance"].groups == ["finance"]
    with pytest.raises(Invalid, match="confirmation"):
        here.resume(run, None, "approved", by="fiona", confirm="12880")
    here.decide(run, "finance", "fiona", "approved", confirm="12880.5")
    assert "12880.5 EUR" in here.outcome(run)


def test_finance_may_refuse_what_a_manager_approved() -> None:
    here = Here("expense-claim")
    run = here.run(claim(2_000))
    here.decide(run, "manager", "ben", "approved")
    here.decide(run, "finance", "fiona", "rejected", comment="Used up.")
    assert here.outcome(run) == "Finance did not release the claim for a stand. Used up."


def test_a_claim_is_due_in_working_days_and_goes_to_the_board_when_it_lies() -> None:
    here = Here("expense-claim")
    here.clock.time = datetime(2026, 1, 9, 15, tzinfo=UTC)  # A Friday.
    run = here.run(claim(300))
    assert here.waits(run)["manager"].ask["due_at"] == "2026-01-13T15:00:00+00:00"
    here.later(6.9 * DAY)
    assert here.waits(run)["manager"].groups == ["managers"]
    here.later(0.2 * DAY)
    assert here.waits(run)["manager"].groups == ["board"]
