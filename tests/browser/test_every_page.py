"""Every page opens without an error and keeps nobody out, wide and on a phone, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.axe import barriers
from tests.browser.people import LOOKS, People, Scheme

pytestmark = pytest.mark.browser

PAGES = {
    "workflows": "/workflows",
    "editor": "/workflows/expense-approval",
    "runs": "/runs",
    "run": "/runs/{run}",
    "inbox": "/inbox",
    "task": "/inbox/{task}",
    "dashboard": "/dashboard",
    "deliveries": "/dashboard/deliveries",
    "messages": "/dashboard/messages",
    "settings": "/settings",
    "webhooks": "/settings/webhooks",
}


def fits(page: Page) -> bool:
    """Tell whether nothing sticks out of the window at the side."""
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_opens_without_an_error(
    people: People, size: tuple[int, int], scheme: Scheme
) -> None:
    admin = people.open("admin", size, scheme)
    run_id = admin.start("expense-approval", purpose=f"{scheme} {size[0]}", amount=12)
    tasks = admin.call("GET", "/api/tasks/?box=all")["results"]
    while not tasks:
        tasks = admin.call("GET", "/api/tasks/?box=all")["results"]
    found: list[str] = []
    for name, path in PAGES.items():
        page = admin.go(path.format(run=run_id, task=tasks[0]["id"]))
        expect(page.get_by_role("main")).to_be_visible()
        expect(page.locator("#main [role=status][aria-label=Loading]")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        admin.picture(f"{name}-{size[0]}-{scheme}")
        assert fits(page), f"{path} is wider than the window"
        expect(page.get_by_text("This page stopped working")).to_have_count(0)
        found += barriers(page)
    assert found == [], "\n".join(found)


def test_the_pages_policy_allows_neither_inline_scripts_nor_eval(people: People) -> None:
    answer = people.open("admin").page.goto("/inbox")
    assert answer is not None
    policy = answer.header_value("content-security-policy") or ""
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
