"""The demo as somebody sees it who has just started it: a company at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages.inbox import Inbox
from tests.browser.people import People
from tests.support.server import Installation
from workflows.services.demo import SMALL

pytestmark = pytest.mark.browser


@pytest.fixture
def company(browser: Browser, tmp_path: Path, pictures: Path) -> Iterator[People]:
    """An installation with all that is to be found, and nothing around it."""
    server = Installation(tmp_path, extra={"FERMATA_DEMO_RUNS": str(SMALL)})
    server.migrate()
    people = People(browser, server.start(), pictures)
    yield people
    problems = [f"{p.name}: {problem}" for p in people.windows for problem in p.problems]
    people.close()
    server.stop()
    assert not problems, "\n".join(problems)


def test_a_first_start_shows_a_company_at_work(company: People) -> None:
    maria = company.open("maria")
    inbox = Inbox(maria.page).open()
    tasks = inbox.list.get_by_role("link")
    expect(tasks.nth(9)).to_be_visible()
    assert maria.call("GET", "/api/tasks/counts/")["mine"] <= 15
    maria.picture("company-inbox")
    inbox.pick("a stand at the Hannover fair")
    expect(inbox.task).to_contain_text("€1,480.00")
    expect(inbox.task).to_contain_text("The early price ends on Friday.")
    inbox.decide("approved")
    expect(inbox.list).not_to_contain_text("a stand at the Hannover fair")

    otto = company.open("otto")
    runs = otto.go("/runs").get_by_role("main")
    expect(runs).to_contain_text("The bank refuses the account")
    expect(runs).to_contain_text("Waiting for managers")
    otto.picture("company-runs")
    dashboard = otto.go("/dashboard").get_by_role("main")
    expect(dashboard).to_contain_text("Expense claim")
    otto.picture("company-dashboard")

    alice = company.open("alice")
    workflows = alice.go("/workflows").get_by_role("main")
    for name in ("Expense claim", "Contract review", "Employee onboarding", "Customer refund"):
        expect(workflows).to_contain_text(name)
    alice.picture("company-workflows")
