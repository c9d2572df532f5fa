"""canvas: how fast the editor and the run view are on a screen, with 500 nodes and 750 edges."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection
from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.installation import Workers
from tests.support import chromium
from tests.support.server import Installation

NODES = int(os.environ.get("BENCH_CANVAS", "500"))
COLUMNS = 25
BURST = 1_000

Row = dict[str, Any]
Box = Mapping[str, Any]

METERS: dict[Page, CDPSession] = {}
"""What counts the CPU of a page; it begins at nought when it is opened."""

PROBE = (Path(__file__).parent / "canvas_probe.js").read_text()


def canvas(workers: Workers) -> list[Row]:
    """Measure in a headless Chromium without a graphics card, over a server of its own."""
    if connection.vendor != "sqlite":
        return []
    with _page() as page:
        slug = _workflow(page)
        rows = [_opening(page, f"/workflows/{slug}", "editor opened"), *_gestures(page)]
        run = _call(page, "POST", f"/api/workflows/{slug}/runs/", {"inputs": {}})["id"]
        rows.append(_opening(page, f"/runs/{run}", "run opened"))
        rows += [_one_message(page, run), _burst(page, run)]
    return rows


@contextmanager
def _page() -> Iterator[Page]:
    with TemporaryDirectory(prefix="fermata-canvas-") as home, sync_playwright() as playwright:
        server = Installation(Path(home), workers=1, extra={"FERMATA_DEMO": "0"})
        server.migrate()
        server.start()
        browser = chromium.launch(playwright)
        try:
            context = browser.new_context(
                base_url=server.url, viewport={"width": 1440, "height": 900}
            )
            page = context.new_page()
            page.add_init_script(PROBE)
            _sign_in(page, server)
            yield page
        finally:
            browser.close()
            server.stop()


def _sign_in(page: Page, server: Installation) -> None:
    name = os.environ.get("FERMATA_ADMIN_USER", "admin")
    link = server.manage("sign_in_link", name).stdout.strip()
    page.goto(link[link.index("/sign-in/") :])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def _call(page: Page, method: str, path: str, body: Any) -> Any:
    cookies = page.context.cookies()
    token = next((c.get("value", "") for c in cookies if "csrf" in c.get("name", "")), "")
    headers = {"X-CSRFToken": token, "Referer": page.url}
    answer = page.context.request.fetch(path, method=method, data=body, headers=headers)
    if not answer.ok:
        raise AssertionError(f"{method} {path}: {answer.status} {answer.text()[:300]}")
    return answer.json()


def _workflow(page: Page) -> str:
    """Publish a grid: it waits at its first node, and half of the lines skip a row."""
    nodes = [
        {"id": f"n{at}", "type": "log" if at else "wait", "title": f"Step {at}",
         "properties": {"message": "on"} if at else {"wait_reason": "Is it time?"},
         "ui": {"x": at % COLUMNS * 340, "y": at // COLUMNS * 200}}
        for at in range(NODES)
    ]  # fmt: skip
    pairs = [(at, at + 1) for at in range(NODES - 1)]
    pairs += [(at, at + COLUMNS) for at in range(NODES - COLUMNS)][: NODES // 2 + 1]
    edges = [
        {"id": f"e{number}", "source": f"n{source}", "target": f"n{target}"}
        for number, (source, target) in enumerate(pairs)
    ]
    graph = {"schema": 1, "nodes": nodes, "edges": edges}
    made = _call(page, "POST", "/api/workflows/", {"name": "Large", "graph": graph})
    _call(page, "POST", f"/api/workflows/{made['slug']}/versions/", {})
    return str(made["slug"])


def _opening(page: Page, path: str, notes: str) -> Row:
    """Time from the address to every card drawn; the second visit, with the scripts at hand."""
    for _ in range(2):
        page.goto("/workflows")
        began, used = time.perf_counter(), _used(page)
        page.goto(path, wait_until="commit")
        page.evaluate("count => window.probe.drawn(count)", NODES)
        seconds = time.perf_counter() - began
    cpu = _used(page) - used
    return {"n": NODES, "seconds": seconds, "cpu_s": cpu, "notes": f"{notes}, in s; goal 1.5"}


def _used(page: Page) -> float:
    """Give the seconds of CPU of the page's own thread; other work on the machine adds nothing."""
    if page not in METERS:
        METERS[page] = page.context.new_cdp_session(page)
        METERS[page].send("Performance.enable", {"timeDomain": "threadTicks"})
    found = METERS[page].send("Performance.getMetrics")["metrics"]
    return float(next(item["value"] for item in found if item["name"] == "TaskDuration"))


def _gestures(page: Page) -> Iterator[Row]:
    box = page.get_by_test_id("canvas").bounding_box()
    assert box is not None
    for zoomed, goal in ((False, 30), (True, 45)):
        page.keyboard.press("0" if zoomed else "1")
        page.wait_for_function("() => window.probe.still()")
        where = "zoomed in" if zoomed else "all in view"
        yield _moving(page, lambda: _pan(page, box), f"pan, {where}; goal {goal} frames/s")
        yield _moving(page, lambda: _drag(page, box), f"drag, {where}; goal {goal} frames/s")
        yield _moving(page, lambda: _zoom(page, box), f"zoom, {where}; goal {goal} frames/s")


def _moving(page: Page, act: Callable[[], None], notes: str) -> Row:
    page.evaluate("() => window.probe.start()")
    used = _used(page)
    act()
    frames: list[float] = page.evaluate("() => window.probe.stop()")
    return {
        "cpu_s": _used(page) - used,
        "n": len(frames),
        "seconds": sum(frames) / 1_000,
        "per_second": 1_000 * len(frames) / sum(frames),
        "p50_ms": median(frames),
        "p99_ms": max(frames),
        "notes": f"{notes}; p99 is the worst",
    }


def _sway(page: Page, x: float, y: float, far: float) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(60):
        way = step if step < 30 else 60 - step
        page.mouse.move(x + far * way / 30, y + far * way / 60)
    page.mouse.up()


def _pan(page: Page, box: Box) -> None:
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 12)
    _sway(page, box["x"] + box["width"] / 2, box["y"] + 12, 160)


def _drag(page: Page, box: Box) -> None:
    place: list[float] = page.evaluate("() => window.probe.cardInView()")
    _sway(page, place[0], place[1], 120)


def _zoom(page: Page, box: Box) -> None:
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for step in range(40):
        page.mouse.wheel(0, -40 if step < 20 else 40)


def _one_message(page: Page, run: str) -> Row:
    """A node's new status may touch no other card."""
    touched: int = page.evaluate("run => window.probe.oneMessage(run)", run)
    return {"n": touched, "notes": "cards drawn anew for a status message; goal 1"}


def _burst(page: Page, run: str) -> Row:
    used = _used(page)
    found = page.evaluate("([run, count]) => window.probe.burst(run, count)", [run, BURST])
    return {
        "n": BURST,
        "seconds": found["seconds"],
        "per_second": BURST / found["seconds"],
        "p99_ms": found["longest"],
        "cpu_s": _used(page) - used,
        "notes": "events in a second; p99 is the longest task; goal 200 ms",
    }
