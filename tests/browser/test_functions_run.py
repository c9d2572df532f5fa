"""A workflow that is a Python function: its page, its form, its run drawn step by step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.drawn import PUBLISHED, stop_what_waits
from tests.browser.pages.inbox import Inbox
from tests.browser.pages.recovering import Recovery
from tests.browser.pages.run import ResumeForm, RunPage
from tests.browser.people import PHONE, People

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nothing_left(people: People) -> Iterator[None]:
    """Leave no run waiting."""
    yield
    PUBLISHED.extend(["research_pipeline", "multi_source_fan_out"])
    stop_what_waits(people)


def test_a_function_is_started_by_its_form_answered_and_drawn(people: People) -> None:
    otto = people.open("otto")
    page = otto.go("/workflows")
    row = page.get_by_role("link", name="Research pipeline").first
    expect(row).to_contain_text("code")
    row.click()
    overview = page.get_by_test_id("code-workflow")
    expect(overview).to_contain_text("research_pipeline")
    expect(overview).to_contain_text("topic")
    expect(page.get_by_test_id("canvas")).to_have_count(0)
    otto.picture("function-page")

    page.get_by_role("button", name="Start a run").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Topic").fill("coffee")
    form.get_by_test_id("run-confirm").click()
    page.wait_for_url("**/runs/*")
    run = RunPage(page)
    run.expect_status("suspended")
    expect(page.get_by_text("code", exact=True)).to_be_visible()
    expect(run.node("search")).to_contain_text("search('coffee'")
    expect(run.node("search")).to_contain_text("Done")
    expect(run.node("wait_for_user")).to_contain_text("2 findings about coffee")
    run.mark()
    otto.picture("function-waits")

    run.resume_button.click()
    ResumeForm(page).decide("more")
    expect(run.node("search#2")).to_contain_text("Done")
    expect(run.node("wait_for_user#2")).to_contain_text("4 findings about coffee")
    inbox = Inbox(people.open("otto", PHONE).page).open()
    inbox.pick("4 findings about coffee")
    inbox.task.page.get_by_role("button", name="Enough").click()
    run.expect_status("completed")
    expect(run.node("summarize")).to_contain_text("Done")
    expect(page.get_by_test_id("timeline")).to_contain_text("summarize")
    expect(page.get_by_test_id("timeline")).not_to_contain_text("@function")
    run.expect_not_reloaded()
    otto.picture("function-done")


def test_steps_that_run_at_once_stand_side_by_side(people: People) -> None:
    otto = people.open("otto")
    run_id = otto.start("multi_source_fan_out", question="Why?", sources=["arxiv", "broken", "web"])
    run = RunPage(otto.page).open(run_id)
    run.expect_status("completed")
    cards = [run.node(name) for name in ("ask_source", "ask_source#2", "ask_source#3")]
    for card in cards:
        expect(card).to_be_visible()
    expect(cards[1]).to_contain_text("does not answer")
    lefts = {round((card.bounding_box() or {"x": -1})["x"]) for card in cards}
    assert len(lefts) == 1
    otto.picture("function-at-once")


def test_a_run_of_a_function_is_forked_from_a_moment_of_it(people: People) -> None:
    otto = people.open("otto")
    run_id = otto.start("research_pipeline", topic="tea")
    run = RunPage(otto.page).open(run_id)
    run.expect_status("suspended")
    recovery = Recovery(otto.page)
    recovery.fork_at("search done")
    recovery.fork()
    run.expect_status("suspended")
    expect(run.node("search")).to_contain_text("Done")
    expect(run.node("wait_for_user")).to_contain_text("2 findings about tea")
    expect(run.events).to_contain_text("Forked from run")
