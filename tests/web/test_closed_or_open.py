"""Where nothing can be counted doors to accounts stay shut, and those of programs open."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from tests.api.conftest import Api, Drain, graph, node
from tests.web.test_hooks import post
from workflows.adapters.callbacks import address_of
from workflows.adapters.people import misses
from workflows.api import throttles
from workflows.engine.callbacks import CallbackRequest
from workflows.models import Miss
from workflows.services import commands
from workflows.services.tokens import create_token
from workflows.web import throttle

pytestmark = pytest.mark.django_db


class Broken:
    """A cache that is away."""

    def __getattr__(self, name: str) -> Any:
        def fail(*given: Any, **more: Any) -> Any:
            raise ConnectionError("away")

        return fail


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttles, "cache", Broken())
    monkeypatch.setattr(misses, "cache", Broken())


def test_wrong_tokens_and_addresses_are_counted_for_all_processes(
    monkeypatch: pytest.MonkeyPatch, people: dict[str, User]
) -> None:
    monkeypatch.setattr(throttles, "MISSES_A_MINUTE", 3)
    monkeypatch.setattr(throttle, "ALLOWED_MISSES", 3)
    seen = []
    for _ in range(5):
        cache.clear()  # as in a process that has just started
        token = Api(None, authorization=f"Bearer wf_pat_{'x' * 43}").get("me/")
        seen.append((token.status_code, Client().post(f"/hooks/start/{'x' * 43}/").status_code))
    assert [status for _, status in seen] == [404, 404, 404, 429, 429]
    assert [status for status, _ in seen] == [401, 401, 401, 429, 429]
    assert {row.kind: row.count for row in Miss.objects.all()} == {"token": 3, "address": 5}
    cache.clear()
    right = Api(None, authorization=f"Bearer {create_token(people['otto'])}")
    assert right.get("me/").status_code == 429
    Miss.objects.filter(kind="token").delete()
    cache.clear()
    assert right.get("me/").status_code == 200
    monkeypatch.setattr(misses, "KEPT_MINUTES", -1)
    assert misses.sweep() == 1


@pytest.mark.usefixtures("away")
def test_without_its_counter_a_token_opens_nothing(people: dict[str, User]) -> None:
    token = create_token(people["otto"])
    assert Api(None, authorization=f"Bearer {token}").get("me/").status_code == 429


@pytest.mark.usefixtures("away")
def test_without_its_counter_a_session_is_served(people: dict[str, User]) -> None:
    assert Api(people["otto"]).get("me/").status_code == 200


@pytest.mark.usefixtures("away")
def test_without_its_counter_a_callback_is_taken(
    people: dict[str, User], published: Any, drain: Drain
) -> None:
    slug = published(graph([node("lab", "callback")], []))
    run = commands.start_run(people["otto"], slug, commands.RunRequest())
    drain()
    url = address_of(CallbackRequest(run, "lab"))
    assert post(Client(), url[:-3] + "/", {}).status_code == 404
    assert post(Client(), url, {}).status_code == 202


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("path", ["/account/invitation/", "/decide/link/"])
def test_without_its_counter_a_link_of_a_mail_has_to_wait(path: str) -> None:
    assert Client().get(f"{path}{'x' * 43}/").status_code == 429
