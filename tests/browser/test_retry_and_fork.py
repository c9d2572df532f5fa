"""An author retries what failed, ends steps by hand, forks from any moment, compares, and moves a
run to another version."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.drawn import order, publish_again, stop_what_waits
from tests.browser.pages.inbox import Inbox
from tests.browser.pages.recovering import Recovery
from tests.browser.pages.run import RunPage
from tests.browser.people import PHONE, People

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_left(people: People) -> Iterator[None]:
    """Leave no run waiting."""
    yield
    stop_what_waits(people)


def test_a_failed_run_says_what_a_retry_does_and_goes_on(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    run = RunPage(alice.page).open(alice.start(order(alice, "Orders to retry"), amount=12))
    run.expect_status("failed")
    recovery = Recovery(alice.page)
    form = recovery.ask_to_retry()
    expect(form.get_by_test_id("failed-charge")).to_contain_text("The bank did not answer")
    # Cut off before or after it asked: it starts again, or it asks again.
    expect(form).to_contain_text(re.compile("(Starts|Asks) again.*Check the order", re.DOTALL))
    alice.picture("retry")
    recovery.retry()

    run.expect_status("suspended")
    expect(run.node("charge")).to_contain_text("Done")
    expect(run.events).to_contain_text("Alice Archer retried the run")
    inbox = Inbox(maria.page).open()
    inbox.pick("Ship for 12?")
    inbox.decide("approved")
    run.expect_status("completed")


def test_a_failed_step_is_completed_by_hand_with_a_reason(people: People) -> None:
    alice = people.open("alice")
    run = RunPage(alice.page).open(alice.start(order(alice, "Orders by hand"), amount=30))
    run.expect_status("failed")
    recovery = Recovery(alice.page)
    recovery.ask_to_retry()
    step = recovery.by_hand("charge", "Complete by hand")
    step.get_by_test_id("manual-output").fill('{"paid": 30')
    expect(step).to_contain_text("This is not JSON yet")
    step.get_by_test_id("manual-output").fill('{"paid": 30}')
    alice.page.get_by_test_id("retry-confirm").click()
    expect(recovery.retry_form).to_contain_text("Say why")
    recovery.retry_form.get_by_test_id("retry-reason").fill("The bank confirmed it by phone")
    alice.picture("retry-by-hand")
    recovery.retry()

    run.expect_status("suspended")
    charge = run.node("charge")
    expect(charge).to_contain_text("by hand by you: The bank confirmed it by phone")
    charge.click()
    data = alice.page.get_by_test_id("node-data")
    expect(data).to_contain_text("30")
    expect(data).to_contain_text("Completed by hand")


def test_a_run_is_forked_from_an_event_with_other_inputs_and_compared(people: People) -> None:
    alice = people.open("alice")
    first = alice.start(order(alice, "Orders to fork"), amount=12)
    run = RunPage(alice.page).open(first)
    run.expect_status("failed")
    recovery = Recovery(alice.page)
    form = recovery.fork_at("Order done")
    expect(form).to_contain_text("Order done")
    recovery.change("inputs", '{"amount": 99')
    expect(alice.page.get_by_test_id("fork-confirm")).to_be_disabled()
    form.get_by_test_id("fork-inputs").fill('{"amount": 99}')
    expect(form).to_contain_text("1 changed")
    alice.picture("fork")
    recovery.fork()

    expect(alice.page.get_by_role("link", name=re.compile("forked from"))).to_be_visible()
    run.expect_status("failed")
    expect(run.events).to_contain_text("Forked from run")
    expect(run.events).to_contain_text("inputs changed: amount")

    alice.page.get_by_role("button", name="Compare").click()
    alice.page.get_by_test_id(f"compare-{first}").click()
    expect(recovery.comparison).to_contain_text("amount")
    expect(recovery.comparison.get_by_role("region", name="Inputs")).to_contain_text("99")
    alice.picture("compare")
    people.open("alice", PHONE).go(alice.page.url).get_by_test_id("comparison").wait_for()


def test_a_checkpoint_has_a_name_and_can_be_forked_from(people: People) -> None:
    alice, maria = people.open("alice"), people.open("maria")
    run = RunPage(alice.page).open(alice.start(order(alice, "Orders with a mark"), amount=7))
    run.expect_status("failed")
    recovery = Recovery(alice.page)
    recovery.ask_to_retry()
    recovery.retry()
    run.expect_status("suspended")
    recovery.save_checkpoint("before the check")
    alice.page.get_by_text("State", exact=True).click()
    expect(recovery.checkpoints).to_contain_text("before the check")
    alice.picture("checkpoints")
    recovery.checkpoints.get_by_role("button", name="Fork from checkpoint before the check").click()
    expect(recovery.fork_form).to_contain_text("before the check")
    expect(recovery.fork_form.get_by_role("region", name="Starts again")).to_contain_text("Check")
    recovery.fork()
    run.expect_status("suspended")
    expect(run.node("charge")).to_contain_text("Done")
    inbox = Inbox(maria.page).open()
    inbox.pick("Ship for 7?")


def test_a_waiting_run_is_moved_to_the_next_version(people: People) -> None:
    alice = people.open("alice")
    slug = order(alice, "Orders that move")
    run = RunPage(alice.page).open(alice.start(slug, amount=5))
    run.expect_status("failed")
    publish_again(alice, slug, ship="Ship the parcel")
    run.open(run.page.url.rsplit("/", 1)[1])
    recovery = Recovery(alice.page)
    recovery.menu("Move to version 2")
    expect(recovery.migrate_form).to_contain_text("The run fits this version")
    recovery.migrate_form.get_by_test_id("migrate-reason").fill("The new name is the right one")
    alice.picture("migrate")
    alice.page.get_by_test_id("migrate-confirm").click()
    expect(recovery.migrate_form).to_have_count(0)

    expect(run.node("ship")).to_contain_text("Ship the parcel")
    expect(alice.page.get_by_text("ran on v2")).to_be_visible()
    expect(run.events).to_contain_text("Alice Archer moved the run to version 2")
