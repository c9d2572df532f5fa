"""An author lets a webhook, a schedule and an event start a workflow."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.drawn import lines, node, publish
from tests.browser.pages.run import RunPage
from tests.browser.pages.triggers import Triggers
from tests.browser.people import PHONE, People, Person

pytestmark = pytest.mark.browser


def greeting(person: Person, name: str) -> str:
    """Publish a workflow that greets somebody."""
    schema = {"type": "object", "properties": {"who": {"type": "string"}}, "required": ["who"]}
    return publish(
        person,
        name,
        [
            node("given", "input", "Given", schema=schema),
            node("greet", "template", "Greet", template="Hello {{ inputs.who }}"),
            node("said", "output", "Said", name="said", value={"$expr": "nodes.greet"}),
        ],
        lines("given greet", "greet said"),
    )


def test_the_address_of_a_webhook_is_shown_once_and_starts_runs(people: People) -> None:
    alice = people.open("alice")
    triggers = Triggers(alice.page).open(greeting(alice, "Greet by webhook"))
    expect(alice.page.get_by_text("Nothing starts this workflow by itself")).to_be_visible()
    form = triggers.add("webhook")
    form.get_by_role("button", name="Use an example").click()
    expect(form.get_by_test_id("trigger-inputs")).to_have_value(re.compile("event.data.who"))
    triggers.save()
    expect(triggers.address).to_be_visible()
    alice.picture("webhook-address")
    address = triggers.told_address()
    alice.page.reload()
    expect(triggers.row("Webhook")).to_contain_text("Has not started a run yet")
    expect(alice.page.get_by_text(address)).to_have_count(0)

    assert httpx.post(address, json={"who": "Ada"}).status_code == 202
    alice.page.reload()
    triggers.row("Webhook").get_by_role("link", name="Last run").click()
    run = RunPage(alice.page)
    run.expect_status("completed")
    expect(run.events).to_contain_text("Hello Ada")


def test_a_new_address_takes_the_old_ones_place(people: People) -> None:
    alice = people.open("alice")
    triggers = Triggers(alice.page).open(greeting(alice, "Greet at another address"))
    triggers.add("webhook")
    triggers.save()
    old = triggers.told_address()
    triggers.menu("Webhook", "New address")
    alice.page.get_by_role("button", name="New address", exact=True).click()
    new = triggers.told_address()
    assert new != old
    assert httpx.post(old, json={"who": "Ada"}).status_code == 404
    assert httpx.post(new, json={"who": "Ada"}).status_code == 202


def test_a_schedule_is_told_in_words_with_its_next_times(people: People) -> None:
    alice = people.open("alice")
    triggers = Triggers(alice.page).open(greeting(alice, "Greet in the morning"))
    form = triggers.add("schedule")
    form.get_by_label("Name").fill("Morning")
    form.get_by_test_id("trigger-cron").fill("30 7 * * 1")
    times = form.get_by_test_id("next-times")
    expect(times).to_contain_text("At 07:30, only on Monday")
    expect(times.get_by_role("listitem")).to_have_count(5)
    form.get_by_role("combobox", name="Time zone").fill("Rome")
    alice.page.get_by_role("option", name="Europe/Rome").click()
    form.get_by_role("combobox", name="When Fermata was not running").click()
    alice.page.get_by_role("option", name="leave out what was missed").click()
    alice.picture("schedule")
    triggers.save()
    row = triggers.row("Morning")
    expect(row).to_contain_text("At 07:30, only on Monday (Europe/Rome)")
    expect(row).to_contain_text("next Mon")

    row.get_by_role("switch").click(force=True)
    expect(alice.page.get_by_role("switch", name="Turn Morning on")).not_to_be_checked()
    expect(row).not_to_contain_text("next Mon")
    alice.picture("triggers")
    triggers.menu("Morning", "Delete")
    alice.page.get_by_role("button", name="Delete trigger").click()
    expect(triggers.row("Morning")).to_have_count(0)


def test_what_the_server_refuses_stands_at_its_field(people: People) -> None:
    alice = people.open("alice")
    triggers = Triggers(alice.page).open(greeting(alice, "Greet never"))
    form = triggers.add("schedule")
    form.get_by_test_id("trigger-cron").fill("0 0 31 2 *")
    expect(form.get_by_test_id("next-times")).to_contain_text("This never comes")
    form.get_by_test_id("trigger-save").click()
    expect(form).to_contain_text("never comes.")
    expect(form.get_by_test_id("trigger-cron")).to_have_attribute("aria-invalid", "true")
    # The browser tells every answer that is no success.
    alice.problems.clear()


def test_an_event_starts_the_workflow_of_its_name(people: People) -> None:
    alice, otto = people.open("alice"), people.open("otto")
    slug = greeting(alice, "Greet on an event")
    triggers = Triggers(alice.page).open(slug)
    form = triggers.add("event")
    form.get_by_test_id("trigger-event").fill("guest.arrived")
    triggers.save()
    expect(triggers.row("guest.arrived")).to_contain_text("any key")
    signal = {"name": "guest.arrived", "data": {"who": "Grace"}}
    otto.go("/runs")
    otto.call("POST", "/api/signals/", signal)
    otto.go(f"/runs?workflow={slug}")
    otto.page.get_by_role("link").filter(has_text="Greet on an event").click()
    run = RunPage(otto.page)
    run.expect_status("completed")
    expect(run.events).to_contain_text("Hello Grace")


def test_triggers_are_reached_from_the_list_and_changed_on_a_phone(people: People) -> None:
    alice = people.open("alice", PHONE, "dark")
    greeting(alice, "Greet from the list")
    alice.go("/workflows")
    alice.page.get_by_role("button", name="More of Greet from the list").click()
    alice.page.get_by_role("menuitem", name="Triggers").click()
    triggers = Triggers(alice.page)
    form = triggers.add("event")
    form.get_by_test_id("trigger-event").fill("guest.left")
    alice.picture("trigger-phone")
    triggers.save()
    expect(triggers.row("guest.left")).to_be_visible()
    alice.picture("triggers-phone")
