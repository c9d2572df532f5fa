"""Refunds from the request to all of their ends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.company.world import DAY, Here
from workflows.catalog.company.refunds import is_iban
from workflows.engine.events import TaskReminded


def refund(amount: float, method: str = "Card", **more: Any) -> dict[str, Any]:
    told = {"order": "7", "customer": "Ana", "amount": amount, "currency": "EUR"}
    return {**told, "reason": "Late", "method": method, **more}


ON_THE_WAY = "Dear Ana, {} EUR for order 7 are on their way."


@pytest.mark.parametrize(
    ("amount", "asked"), [(50, None), (50.5, "one"), (500, "one"), (501, "two")]
)
def test_the_amount_says_how_many_decide_about_a_refund(amount: float, asked: str | None) -> None:
    here = Here("customer-refund")
    run = here.run(refund(amount))
    assert set(here.waits(run)) == ({asked} if asked else set())


def test_two_people_agree_to_a_large_refund() -> None:
    here = Here("customer-refund")
    run = here.run(refund(900))
    here.decide(run, "two", "ben", "approved")
    here.decide(run, "two", "fiona", "approved")
    assert here.outcome(run) == ON_THE_WAY.format(900)


def test_a_refund_that_nobody_decides_is_paid_after_reminders() -> None:
    here = Here("customer-refund")
    run = here.run(refund(200))
    here.later(2.9 * DAY)
    reminded = [r for r in here.log(run) if isinstance(r.event, TaskReminded)]
    assert len(reminded) >= 4
    here.later(0.2 * DAY)
    assert here.outcome(run) == ON_THE_WAY.format(200)


def test_a_large_refund_that_nobody_decides_is_declined() -> None:
    here = Here("customer-refund")
    run = here.run(refund(800))
    here.decide(run, "two", "ben", "approved")
    here.later(5.1 * DAY)
    assert here.outcome(run).startswith("Dear Ana, we cannot refund order 7.")


def test_a_refund_is_declined_with_the_reason() -> None:
    here = Here("customer-refund")
    run = here.run(refund(200))
    here.decide(run, "one", "ben", "rejected", comment="It came in time.")
    assert "It came in time." in here.outcome(run)


def test_a_bank_refuses_a_wrong_account_for_good() -> None:
    here = Here("customer-refund")
    run = here.run(refund(20, "Bank transfer", account="DE89 3704 0044 0532 0130 01"))
    assert here.state(run).status == "failed"
    run = here.run(refund(20, "Bank transfer", account="DE89 3704 0044 0532 0130 00"))
    assert here.outcome(run) == ON_THE_WAY.format(20)


def test_a_slow_provider_is_asked_again_until_it_has_confirmed() -> None:
    here = Here("customer-refund")
    run = here.run(refund(20, "PayLater"))
    here.later(7.9 * 3_600)
    assert here.state(run).status == "running"
    here.later(0.2 * 3_600)
    assert here.outcome(run) == ON_THE_WAY.format(20)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("GB29 NWBK 6016 1331 9268 19", True),
        ("gb29nwbk60161331926819", True),
        ("GB29 NWBK 6016 1331 9268 91", False),
        ("", False),
        ("97", False),
        ("DE89 3704 0044 0532 0130 0٠", False),
    ],
)
def test_check_digits_of_accounts_are_looked_at(text: str, right: bool) -> None:
    assert is_iban(text) is right
