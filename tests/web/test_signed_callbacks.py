"""Answers to callbacks that are signed: by whom, when, over which bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.env import ConfigurationError, load_env
from tests.api.conftest import Drain, graph, node
from tests.web.test_hooks import path, post
from workflows.adapters.callbacks import address_of
from workflows.engine.callbacks import CallbackRequest
from workflows.models import Callback, Event, Run
from workflows.services import commands
from workflows.services.notices.calls.signing import signature

pytestmark = pytest.mark.django_db
OLD, NEW = "the-key-of-last-year-" + "a" * 20, "the-key-of-this-year-" + "b" * 20
BODY = '{"amount": 5}'


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    cache.clear()
    settings.FERMATA = {**settings.FERMATA, "callback_keys": (NEW, OLD)}


@pytest.fixture
def lab(people: dict[str, User], published: Callable[..., str], drain: Drain) -> Any:
    """Make a run that waits for a callback, signed or not; give the address."""

    def make(signed: bool = True) -> str:
        slug = published(graph([node("lab", "callback", signed=signed)], []))
        run = commands.start_run(people["otto"], slug, commands.RunRequest())
        drain()
        return address_of(CallbackRequest(run, "lab"))

    return make


def send(url: str, sign: str | None, body: str = BODY) -> Any:
    more = {} if sign is None else {"headers": {"Fermata-Signature": sign}}
    return post(Client(), url, body, **more)


def signed(keys: list[str], at: datetime | None = None, body: str = BODY) -> str:
    return signature(body, keys, at or timezone.now())


@pytest.mark.parametrize("keys", [[NEW], [OLD], ["x" * 40, OLD]])
def test_either_key_of_two_signs(lab: Any, keys: list[str]) -> None:
    url = lab()
    assert send(url, signed(keys)).status_code == 202
    assert send(url, signed(keys)).status_code == 200
    assert Callback.objects.get().signed


def test_what_does_not_fit_is_refused_and_changes_nothing(lab: Any) -> None:
    url, now = lab(), timezone.now()
    minutes = timedelta(minutes=1)
    good = signed([NEW])
    wrong = [
        None, "", "v1=", good.replace("v1=", "v0="), good.partition(",")[0], good[:-1],
        signed(["x" * 40]), signed([NEW], now - 6 * minutes), signed([NEW], now + 6 * minutes),
        signed([NEW], body='{"amount": 6}'), good.replace("t=", "t=-"), f"{good},t=0",
        "t=" + "9" * 400 + ",v1=" + "a" * 64, "t=Ⅷ,v1=ä",
    ]  # fmt: skip
    for sign in wrong:
        answer = send(url, sign)
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature"), sign
    assert send(url, good, '{"amount":5}').status_code == 401  # the same JSON in other bytes
    assert not Event.objects.filter(type="NodeResumed").exists()
    assert send(url, signed([NEW], now - 4 * minutes)).status_code == 202


def test_the_signature_is_looked_at_before_the_body_is_read(lab: Any) -> None:
    url = lab()
    assert send(url, "t=1,v1=a", "no json").status_code == 401
    assert send(url, signed([NEW], body="no json"), "no json").status_code == 400


def test_who_need_not_sign_may_and_is_then_believed_only_if_it_fits(lab: Any) -> None:
    url = lab(signed=False)
    assert send(url, "t=1,v1=a").status_code == 401
    assert send(url, None).status_code == 202
    assert send(lab(signed=False), signed([OLD])).status_code == 202


def test_an_unknown_address_says_the_same_signed_or_not(lab: Any) -> None:
    url = lab().replace("/callback/", "/callback/x")
    assert {send(url, sign).status_code for sign in (None, "t=1,v1=a", signed([NEW]))} == {404}


def test_without_a_key_a_step_that_needs_one_fails_and_says_so(lab: Any, settings: Any) -> None:
    settings.FERMATA = {**settings.FERMATA, "callback_keys": ()}
    lab()
    run = Run.objects.get()
    assert run.status == "failed"
    assert "FERMATA_CALLBACK_KEYS" in (run.error or "")


def test_keys_are_one_or_two_and_long_and_never_repeated(tmp_path: Any) -> None:
    given = {"FERMATA_HOME": str(tmp_path), "DEBUG": "1"}
    assert load_env({**given, "FERMATA_CALLBACK_KEYS": f"{NEW}, {OLD}"}).callback_keys == (NEW, OLD)
    for wrong in ("short-one", f"{NEW},{OLD},{NEW}x"):
        with pytest.raises(ConfigurationError, match="FERMATA_CALLBACK_KEYS") as caught:
            load_env({**given, "FERMATA_CALLBACK_KEYS": wrong})
        assert wrong not in str(caught.value)


def test_the_key_stands_in_no_page_of_the_run(lab: Any) -> None:
    url = lab()
    send(url, signed([NEW]))
    told = json.dumps([event.payload for event in Event.objects.all()])
    assert NEW not in told
    assert path(url).split("/")[3] not in told
