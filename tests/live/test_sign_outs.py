"""Sockets and their sessions: ended ones close at once, also elsewhere; renewed ones stay."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.live.conftest import HOST, Socket, Stage
from workflows.adapters.feed import ChannelFeed
from workflows.adapters.people import sessions as table
from workflows.adapters.ports import current_ports
from workflows.live import consumers
from workflows.live.database import in_database
from workflows.live.hints import take_hint
from workflows.live.hub import current_hub

pytestmark = pytest.mark.usefixtures("_quick")


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "LOOK_AGAIN_SECONDS", 0.2)


async def at_a_page(stage: Stage, name: str) -> tuple[Client, Socket]:
    """Open a page, so that the session is noted, and a socket with the same session."""
    browser, _ = await in_database(stage.cookie, name)
    await in_database(browser.get, "/account/")
    value = browser.cookies["sessionid"].value
    headers = {
        b"origin": b"http://" + HOST,
        b"host": HOST,
        b"cookie": f"sessionid={value}".encode(),
    }
    return browser, await stage.dial(headers)


def end_all_others(browser: Client) -> None:
    browser.post("/account/sessions/", {"end": "others"})


async def test_ending_all_others_closes_their_sockets_and_not_ones_own(stage: Stage) -> None:
    browser, mine = await at_a_page(stage, "otto")
    _, elsewhere = await at_a_page(stage, "otto")
    _, marias = await at_a_page(stage, "maria")
    await in_database(end_all_others, browser)
    assert await elsewhere.closed_with() == 4401
    assert await mine.quiet()
    assert await marias.quiet()


async def test_ending_one_session_closes_its_socket(stage: Stage) -> None:
    browser, mine = await at_a_page(stage, "otto")
    other, elsewhere = await at_a_page(stage, "otto")

    def end() -> None:
        row = UserSession.objects.get(session_key=other.session.session_key)
        browser.post("/account/sessions/", {"end": str(row.pk)})

    await in_database(end)
    assert await elsewhere.closed_with() == 4401
    assert await mine.quiet()


async def test_what_ends_in_another_process_is_looked_up_at_its_hint(stage: Stage) -> None:
    browser, socket = await at_a_page(stage, "otto")
    # As another process does it: no signal reaches this one, only the hint.
    await in_database(browser.session.flush)
    take_hint(current_hub(), {"look_again": stage.people["otto"].pk})
    assert await socket.closed_with() == 4401


async def test_a_hint_alone_closes_nothing(stage: Stage) -> None:
    _, socket = await at_a_page(stage, "otto")
    for hint in ({"look_again": stage.people["otto"].pk}, {"look_again": "x"}, {"look_again": []}):
        take_hint(current_hub(), hint)
    assert await socket.quiet()


async def test_the_hint_goes_to_every_web_process(stage: Stage, monkeypatch: Any) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(current_ports().feed, "_sender", type("S", (), {"send": sent.append}))
    await in_database(table.have_looked_again, 7)
    assert sent == [{"look_again": 7}]


def test_with_redis_the_hint_goes_to_the_group_that_all_web_processes_hear() -> None:
    carried: list[Any] = []
    courier: Any = type("Courier", (), {"carry": staticmethod(carried.append)})
    ChannelFeed(courier).look_again(7)
    assert carried == [{"look_again": 7}]


async def test_a_new_password_closes_the_sockets_of_other_sessions(stage: Stage) -> None:
    browser, mine = await at_a_page(stage, "otto")
    _, elsewhere = await at_a_page(stage, "otto")

    def change() -> None:
        otto = stage.people["otto"]
        otto.set_password("an old long password")
        otto.save()
        browser.force_login(otto)
        browser.get("/account/")

    await in_database(change)
    assert await elsewhere.closed_with() == 4401
    assert await mine.closed_with() == 4401


async def test_changing_ones_own_password_keeps_ones_own_socket(stage: Stage) -> None:
    otto = stage.people["otto"]
    otto.set_password("an old long password")
    await in_database(otto.save)
    browser, mine = await at_a_page(stage, "otto")
    _, elsewhere = await at_a_page(stage, "otto")
    new = "a new and longer password"
    form = {"oldpassword": "an old long password", "password1": new, "password2": new}
    answer = await in_database(lambda: browser.post("/account/password/", form))
    assert answer.status_code == 302
    assert await elsewhere.closed_with() == 4401
    take_hint(current_hub(), {"look_again": otto.pk})
    assert await mine.quiet()


async def test_a_new_key_after_a_change_of_rights_keeps_the_socket(stage: Stage) -> None:
    browser, socket = await at_a_page(stage, "otto")
    before = await in_database(key_of, browser)

    def promote() -> None:
        otto = stage.people["otto"]
        otto.is_staff = True
        otto.save()
        browser.get("/account/")

    await in_database(promote)
    assert await in_database(key_of, browser) != before
    take_hint(current_hub(), {"look_again": stage.people["otto"].pk})
    assert await socket.quiet()
    await in_database(browser.post, "/sign-out/")
    assert await socket.closed_with() == 4401


def key_of(browser: Client) -> str:
    return str(browser.session.session_key)


async def test_who_must_set_up_a_second_factor_gets_no_socket(stage: Stage, settings: Any) -> None:
    settings.FERMATA = {**settings.FERMATA, "require_mfa": "all"}
    _, socket = await at_a_page(stage, "otto")
    async with asyncio.timeout(5):
        assert await socket.closed_with() == 4401
