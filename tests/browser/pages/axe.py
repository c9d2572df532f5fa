"""axe-core over a page as it is shown: what keeps people with impairments out of it."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.support.server import ROOT

GRAVE = ("serious", "critical")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

STILL = """async () => {
  // A new colour scheme reaches the page with the next frame: only then do colours begin to change.
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  return document.getAnimations().every(
    (one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity);
}"""
"""True once nothing moves or fades but what does so for ever."""


def barriers(page: Page, *, without: tuple[str, ...] = (), within: str | None = None) -> list[str]:
    """List every grave finding, one line for each: rule, what it means, where.

    ``without`` names parts of the page that are not ours to mend, ``within`` the only part to look
    at, as CSS selectors.
    """
    page.wait_for_function(STILL)
    page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(
        "([rules, without, within]) => axe.run({exclude: without.map((part) => [part]),"
        " ...(within && {include: [[within]]})},"
        " {runOnly: rules, resultTypes: ['violations']}).then((told) => told.violations)",
        [list(RULES), list(without), within],
    )
    return [
        f"{page.url}: {one['id']} ({one['help']}): {place['target']} {place['html'][:160]}"
        for one in found
        if one["impact"] in GRAVE
        for place in one["nodes"]
    ]


@cache
def _source() -> str:
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
