"""Joining, the second factor and passkeys in a real browser; the account's pages in their looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.pages.axe import barriers
from tests.browser.people import LOOKS, People
from tests.support.server import Installation
from tests.web.accounts import totp

pytestmark = pytest.mark.browser
PASSWORD = "a rather long pass phrase"
LINK = re.compile(r"/account/invitation/[\w-]+/")
NAMES = (f"newcomer{number}" for number in count(1))
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
PAGES = {
    "account": "/account/",
    "password": "/account/password/",
    "sessions": "/account/sessions/",
    "tokens": "/account/tokens/",
    "second-factor": "/account/two-factor/",
    "confirm": "/account/two-factor/app/",
}
STRANGERS = {
    "sign-in": "/sign-in/",
    "forgot": "/account/password/reset/",
    "sent": "/account/password/reset/sent/",
    "link": "/sign-in/link/nothing/",
    "invitation": "/account/invitation/nothing/",
}


class Window:
    """A window that remembers what the page's policy forbade and what scripts threw."""

    def __init__(self, browser: Browser, url: str, **options: object) -> None:
        # Passkeys belong to a name; an address in numbers is none.
        self.context: BrowserContext = browser.new_context(
            base_url=url.replace("127.0.0.1", "localhost"), reduced_motion="reduce", **options
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda said: self._heard(said.type, said.text))

    def _heard(self, kind: str, text: str) -> None:
        # An answer of 4xx is shown by the page itself; all else is wrong.
        if kind in ("error", "warning") and "the server responded with a status of 4" not in text:
            self.problems.append(text)


@pytest.fixture
def windows(browser: Browser, server: Installation) -> Iterator[list[Window]]:
    """Hold the windows of a journey; nothing may have gone wrong in any."""
    opened: list[Window] = []
    yield opened
    problems = [problem for window in opened for problem in window.problems]
    for window in opened:
        window.context.close()
    assert problems == []


def invited(server: Installation, name: str) -> str:
    """Invite somebody; give the path in the mail, which the server of the tests prints."""
    done = server.manage("invite", f"{name}@example.org", "--name", "Nora Newman")
    found = LINK.search(done.stdout)
    assert found, done.stdout + done.stderr
    return found[0]


def join(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_label("Name for signing in").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password, again").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url(lambda url: "invitation" not in url)


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Name or address").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_an_app(page: Page) -> tuple[str, str]:
    """Set an authenticator app up; give its secret and a recovery code."""
    page.goto("/account/two-factor/")
    page.get_by_role("link", name="Authenticator app").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator(".by-hand code").inner_text()
    page.get_by_label("Code").fill(totp.code(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret, page.locator(".codes code").first.inner_text()


def sign_out(page: Page) -> None:
    page.goto("/account/sessions/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


def test_joining_and_the_second_factor_work_without_javascript(
    browser: Browser, server: Installation, windows: list[Window]
) -> None:
    name = next(NAMES)
    window = Window(browser, server.url, java_script_enabled=False)
    windows.append(window)
    page = window.page
    join(page, invited(server, name), name)
    secret, spare = set_up_an_app(page)
    sign_out(page)
    sign_in(page, name)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_label("Code").fill(totp.wrong(secret))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/account/two-factor/")
    expect(page.get_by_text("9 left")).to_be_visible()


def test_a_passkey_is_made_and_signs_in_without_a_password(
    browser: Browser, server: Installation, windows: list[Window]
) -> None:
    name = next(NAMES)
    window = Window(browser, server.url)
    windows.append(window)
    page = window.page
    keys = window.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    join(page, invited(server, name), name)
    page.goto("/account/two-factor/keys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    sign_in(page, name)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/account/two-factor/keys/")
    expect(page.get_by_text("Passkey 1")).to_be_visible()


def test_ending_a_session_sends_its_open_window_to_sign_in(people: People) -> None:
    here, elsewhere = people.open("otto"), people.open("maria")
    elsewhere.context.clear_cookies()
    elsewhere.sign_in(people._link("otto"))
    elsewhere.page.goto("/runs")
    expect(elsewhere.page.get_by_role("main")).to_be_visible()
    elsewhere.page.wait_for_load_state("networkidle")
    here.go("/account/sessions/").get_by_role("button", name="End all others").click()
    elsewhere.page.wait_for_url("**/sign-in/**")
    # What the page asked for after its session had ended is refused; that is the point.
    elsewhere.problems = [told for told in elsewhere.problems if "401" not in told]
    here.go("/runs")
    expect(here.page.get_by_role("main")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_fits_in_both_looks(
    browser: Browser, server: Installation, windows: list[Window], people: People,
    size: tuple[int, int], scheme: str,
) -> None:  # fmt: skip
    name = next(NAMES)
    view = {"width": size[0], "height": size[1]}
    window = Window(browser, server.url, viewport=view, color_scheme=scheme)
    windows.append(window)
    page = window.page

    def look(title: str, path: str) -> None:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.screenshot(path=people.pictures / f"account-{title}-{size[0]}-{scheme}.png")
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), f"{path} is wider than the window"
        assert barriers(page) == []

    for title, path in STRANGERS.items():
        look(title, path)
    link = invited(server, name)
    look("invited", link)
    join(page, link, name)
    for title, path in PAGES.items():
        look(title, path)
