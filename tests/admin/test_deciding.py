"""Deciding in the admin: superusers, with a reason, by the rules of every door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.conftest import Api, _fresh_caches, api, approval, drain, people, published
from workflows.models import Event, Task, TaskDecision

__all__ = ["_fresh_caches", "api", "drain", "people", "published"]

Opened = Callable[..., str]


@pytest.fixture
def opened(api: Callable[..., Api], published: Callable[..., str], drain: Any) -> Opened:
    """Start an approval and give the address of its task in the admin."""

    def make(starter: str = "otto", **properties: Any) -> str:
        slug = published(approval(**properties))
        api(starter).post(f"workflows/{slug}/runs/", {"inputs": {"amount": 5}})
        drain()
        return f"/admin/workflows/task/{Task.objects.get().pk}"

    return make


@pytest.fixture
def root(people: dict[str, User]) -> Client:
    """Sign the superuser in."""
    client = Client()
    client.force_login(people["root"])
    return client


FORM = {"decision": "approved", "comment": "fine", "reason": "Maria and Ben are ill"}


def test_a_superuser_decides_for_those_asked_with_a_reason(root: Client, opened: Opened) -> None:
    page = opened()
    assert b"Decide\xe2\x80\xa6" in root.get(f"{page}/change/").content
    assert root.get(f"{page}/decide/").status_code == 200
    assert root.post(f"{page}/decide/", {**FORM, "reason": " "}).status_code == 200
    assert not TaskDecision.objects.exists()
    done = root.post(f"{page}/decide/", FORM)
    assert done.status_code == 302
    vote = TaskDecision.objects.get()
    assert (vote.decision, vote.via, vote.override) == ("approved", "admin", True)
    told: Any = Event.objects.get(type="TaskDecided").payload
    assert told["detail"]["reason"] == "Maria and Ben are ill"
    assert b"Decide\xe2\x80\xa6" not in root.get(f"{page}/change/").content


@pytest.mark.parametrize(
    ("starter", "properties"), [("root", {"forbid_initiator": True}), ("otto", {"confirm": "1500"})]
)
def test_the_rules_of_every_door_hold(
    root: Client, opened: Opened, starter: str, properties: dict[str, Any]
) -> None:
    page = opened(starter, **properties)
    refused = root.post(f"{page}/decide/", FORM)
    assert refused.status_code == 409
    assert not TaskDecision.objects.exists()


def test_who_came_first_is_told(root: Client, opened: Opened, api: Callable[..., Api]) -> None:
    page = opened()
    api("maria").post(f"tasks/{Task.objects.get().pk}/decide/", {"decision": "rejected"})
    assert root.post(f"{page}/decide/", FORM).status_code in (403, 409)
    assert TaskDecision.objects.get().user.username == "maria"  # type: ignore[union-attr]


def test_staff_without_all_rights_and_strangers_do_not(
    opened: Opened, people: dict[str, User]
) -> None:
    page = opened()
    people["otto"].is_staff = True
    people["otto"].save()
    for name in ("otto", "maria"):
        client = Client()
        client.force_login(people[name])
        assert client.post(f"{page}/decide/", FORM).status_code in (302, 403)
    assert Client().post(f"{page}/decide/", FORM).status_code == 302
    assert not TaskDecision.objects.exists()
