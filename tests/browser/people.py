"""A person before a browser: signs in, remembers what went wrong on any page, starts runs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    StorageState,
)

from tests.support.server import Installation

Scheme = Literal["light", "dark"]
Look = tuple[str, tuple[int, int], Scheme, str]
"""Who, how large, in which scheme and language: what a window of the browser is kept by."""

WIDE = (1440, 900)
PHONE = (390, 844)
LOOKS: list[tuple[tuple[int, int], Scheme]] = [(WIDE, "light"), (PHONE, "dark")]
if "PICTURES" in os.environ:
    # Whoever wants to look at pages wants all of them; each scheme and size once is checked anyway.
    LOOKS += [(WIDE, "dark"), (PHONE, "light")]
LINK = re.compile(r"/sign-in/link/\S+/")
DECIDING = re.compile(r"/api/tasks/[^/]+/decide/$")
WINDOW, SHORT_WINDOW = 8, 2
"""Seconds to take a decision back in: as the page asks by default, and as the journeys have it."""


def decide_soon(route: Route) -> None:
    """Let the run go on sooner after a decision; windows of other lengths are what is shown."""
    body = route.request.post_data_json
    if isinstance(body, dict) and body.get("undo_seconds") == WINDOW:
        route.continue_(post_data=json.dumps({**body, "undo_seconds": SHORT_WINDOW}))
    else:
        route.continue_()


class People:
    """Opens a browser window for each person; a person signs in once an installation."""

    def __init__(self, browser: Browser, server: Installation, pictures: Path) -> None:
        self.browser = browser
        self.server = server
        self.pictures = pictures
        self.windows: list[Person] = []
        self._signed_in: dict[str, StorageState] = {}
        self._free: dict[Look, list[BrowserContext]] = {}
        self._looks: dict[Person, Look] = {}

    def open(
        self,
        name: str,
        size: tuple[int, int] = WIDE,
        scheme: Scheme = "light",
        locale: str = "en-GB",
    ) -> Person:
        """Give the person a window of their own, signed in; the browser asks for `locale`."""
        known = self._signed_in.get(name)
        look = (name, size, scheme, locale)
        free = self._free.setdefault(look, [])
        context = free.pop() if free else self._context(size, scheme, locale)
        if known is not None:
            context.add_cookies(known["cookies"])  # type: ignore[arg-type]
        context.route(DECIDING, decide_soon)
        person = Person(name, context, self.pictures)
        self.windows.append(person)
        self._looks[person] = look
        if known is None:
            person.sign_in(self._link(name))
            self._signed_in[name] = context.storage_state()
        return person

    def close(self) -> None:
        """Close every window, each with a last picture. What the browser has fetched and compiled
        stays for the next journey, what the page has kept does not."""
        for person in self.windows:
            person.picture(f"{person.name}-at-the-end")
            if person.page.url.startswith("http"):
                person.page.evaluate("localStorage.clear()")
            for page in person.context.pages:
                page.close()
            person.context.unroute_all()
            person.context.clear_cookies()
            self._free[self._looks.pop(person)].append(person.context)
        self.windows.clear()

    def settle(self, who: Person, run: str, *statuses: str) -> None:
        """Wait until a run has come to one of these statuses, as somebody sees it."""
        self.server.wait_until(lambda: who.call("GET", f"/api/runs/{run}/")["status"] in statuses)

    def _context(self, size: tuple[int, int], scheme: Scheme, locale: str) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.server.url,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale=locale,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        return context

    def _link(self, name: str) -> str:
        done = self.server.manage("sign_in_link", name)
        found = LINK.search(done.stdout)
        assert found, done.stdout + done.stderr
        return found.group(0)


class Person:
    """One window of one person; `problems` holds every error of the console and of scripts."""

    def __init__(self, name: str, context: BrowserContext, pictures: Path) -> None:
        self.name = name
        self.context = context
        self.pictures = pictures
        self.problems: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))

    def sign_in(self, link: str) -> None:
        """Open a one-time link and press its button."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def go(self, path: str) -> Page:
        """Open an address of the installation."""
        self.page.goto(path)
        return self.page

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Call the API as this person and return the answer's JSON."""
        token = next((c["value"] for c in self.context.cookies() if "csrf" in c["name"]), "")
        answer = self.context.request.fetch(
            path,
            method=method,
            data=json.dumps(body) if body is not None else None,
            headers={
                "Content-Type": "application/json",
                "X-CSRFToken": token,
                "Referer": self.page.url,
            },
        )
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer.json()

    def start(self, workflow: str, **inputs: Any) -> str:
        """Start a run of a published workflow and return its id."""
        answer = self.call("POST", f"/api/workflows/{workflow}/runs/", {"inputs": inputs})
        return str(answer["id"])

    def picture(self, name: str) -> None:
        """Save what the window shows, when somebody wants to look (PICTURES names a folder)."""
        if "PICTURES" not in os.environ:
            return
        self.page.screenshot(path=self.pictures / f"{name}.png")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"{message.text} ({message.location.get('url', '')})")
