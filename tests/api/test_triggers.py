"""Triggers over the API: made, shown, changed and removed by those who may edit the workflow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Api, edge, graph, node
from workflows.models import Trigger
from workflows.services.tokens import create_token

Client = Callable[..., Api]
FLOW = graph([node("start", "input"), node("end", "constant", value=1)], [edge("start", "end")])
CRON = {"cron": "0 9 * * 1-5", "timezone": "Europe/Berlin", "missed": "all"}
FIELDS = {
    "id", "kind", "enabled", "name", "settings", "inputs", "url", "last_fired_at", "next_at",
    "last_run", "last_error", "created_by", "created_at",
}  # fmt: skip


@pytest.fixture
def address(published: Callable[..., str]) -> str:
    """Give the address of a workflow's triggers, below /api/."""
    return f"workflows/{published(FLOW)}/triggers/"


def made(api: Api, address: str, kind: str, **more: Any) -> Any:
    answer = api.post(address, {"kind": kind, **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_webhook_tells_its_address_once(api: Client, address: str) -> None:
    ada = api("ada")
    trigger = made(ada, address, "webhook", name="Shop")
    assert set(trigger) == FIELDS
    assert (trigger["kind"], trigger["name"], trigger["enabled"]) == ("webhook", "Shop", True)
    assert (trigger["settings"], trigger["inputs"], trigger["created_by"]) == ({}, {}, "ada")
    token = trigger["url"].split("/hooks/start/")[1].strip("/")
    assert len(token) == 43
    one = ada.get(f"{address}{trigger['id']}/")
    listed = ada.get(address)
    changed = ada.patch(f"{address}{trigger['id']}/", {"name": "Store"})
    assert one.json() == {**trigger, "url": None}
    assert listed.json() == {"next": None, "previous": None, "results": [one.json()]}
    for answer in (one, listed, changed):
        assert token not in answer.content.decode()
    assert token not in repr(Trigger.objects.values())


def test_a_new_address_makes_the_old_one_unknown(api: Client, address: str) -> None:
    ada = api("ada")
    first = made(ada, address, "webhook")
    second = ada.post(f"{address}{first['id']}/rotate/").json()
    assert second["id"] == first["id"]
    old, new = (url["url"].split("/", 3)[3] for url in (first, second))
    assert old != new
    assert ada.client.post(f"/{old}", {}, content_type="application/json").status_code == 404
    started = ada.client.post(f"/{new}", {}, content_type="application/json")
    assert started.status_code == 202
    shown = ada.get(f"{address}{first['id']}/").json()
    assert shown["last_run"] == started.json()["run"]
    assert shown["last_fired_at"]
    assert ada.get(f"runs/{shown['last_run']}/").json()["tags"] == ["trigger:webhook"]


def test_only_a_webhook_has_an_address(api: Client, address: str) -> None:
    ada = api("ada")
    for kind, settings in (("schedule", CRON), ("event", {"event": "paid"})):
        trigger = made(ada, address, kind, settings=settings)
        assert trigger["url"] is None
        assert ada.post(f"{address}{trigger['id']}/rotate/").status_code == 400


def test_a_schedule_tells_when_it_fires_next(api: Client, address: str) -> None:
    ada = api("ada")
    trigger = made(ada, address, "schedule", settings=CRON)
    assert trigger["settings"] == CRON
    assert trigger["next_at"].endswith("+00:00")
    short = made(ada, address, "schedule", settings={"cron": " 0  9 * *  mon "})
    assert short["settings"] == {"cron": "0 9 * * mon", "timezone": "UTC", "missed": "last"}
    off = ada.patch(f"{address}{trigger['id']}/", {"enabled": False}).json()
    assert (off["enabled"], off["next_at"]) == (False, None)
    other = {"settings": {"cron": "30 10 * * *"}, "enabled": True}
    again = ada.patch(f"{address}{trigger['id']}/", other).json()
    assert again["next_at"].endswith("10:30:00+00:00")


def test_an_event_names_itself_and_perhaps_a_key(api: Client, address: str) -> None:
    ada = api("ada")
    trigger = made(ada, address, "event", settings={"event": " paid ", "key": ""})
    assert trigger["settings"] == {"event": "paid", "key": None}
    one = f"{address}{trigger['id']}/"
    changed = ada.patch(one, {"settings": {"event": "paid", "key": "7"}}).json()
    assert changed["settings"]["key"] == "7"
    row = Trigger.objects.get()
    assert (row.event_name, row.event_key) == ("paid", "7")


def test_inputs_may_be_changed_and_taken_away(api: Client, address: str) -> None:
    ada = api("ada")
    inputs = {"a": {"$expr": "event.data.b"}, "c": 1}
    trigger = made(ada, address, "webhook", inputs=inputs)
    one = f"{address}{trigger['id']}/"
    assert trigger["inputs"] == inputs
    assert ada.patch(one, {"inputs": {"a": 2}}).json()["inputs"] == {"a": 2}
    assert ada.patch(one, {"inputs": None}).json()["inputs"] == {}


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({}, "kind"),
        ({"kind": "mail"}, "kind"),
        ({"kind": "webhook", "settings": {"cron": "* * * * *"}}, "settings.cron"),
        ({"kind": "schedule"}, "settings.cron"),
        ({"kind": "schedule", "settings": {"cron": "61 * * * *"}}, "settings.cron"),
        ({"kind": "schedule", "settings": {**CRON, "timezone": "Mars"}}, "settings.timezone"),
        ({"kind": "schedule", "settings": {**CRON, "missed": "x"}}, "settings.missed"),
        ({"kind": "event", "settings": {}}, "settings.event"),
        ({"kind": "event", "settings": {"event": "callback:x"}}, "settings.event"),
        ({"kind": "event", "settings": {"event": "x", "key": 5}}, "settings.key"),
        ({"kind": "webhook", "inputs": {"a": {"$expr": "event."}}}, "inputs.a"),
        ({"kind": "webhook", "inputs": [1]}, "inputs"),
        ({"kind": "webhook", "enabled": "yes"}, "enabled"),
        ({"kind": "webhook", "name": "x" * 201}, "name"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    body: Any, attr: str, api: Client, address: str
) -> None:
    answer = api("ada").post(address, body)
    assert answer.status_code == 400
    fault = answer.json()["errors"][0]
    assert (fault["attr"], bool(fault["detail"])) == (attr, True)
    assert Trigger.objects.count() == 0


def test_a_change_that_cannot_be_changes_nothing(api: Client, address: str) -> None:
    ada = api("ada")
    trigger = made(ada, address, "schedule", settings=CRON)
    one = f"{address}{trigger['id']}/"
    for change in ({"settings": {"cron": "x"}}, {"inputs": {"$expr": "("}}, {"settings": None}):
        assert ada.patch(one, {"name": "New", **change}).status_code == 400
    assert ada.get(one).json() == trigger


def test_a_trigger_is_seen_with_its_workflow_and_changed_by_authors(
    api: Client, address: str
) -> None:
    trigger = made(api("ada"), address, "webhook")
    one = f"{address}{trigger['id']}/"
    for name in ("otto", "olga"):
        person = api(name)
        assert person.get(address).json()["results"][0]["url"] is None
        assert person.get(one).status_code == 200
        assert person.post(address, {"kind": "webhook"}).status_code == 403
        assert person.patch(one, {"enabled": False}).status_code == 403
        assert person.delete(one).status_code == 403
        assert person.post(f"{one}rotate/").status_code == 403
    assert Trigger.objects.get().enabled


def test_a_trigger_of_another_workflow_is_not_found(
    api: Client, address: str, published: Callable[..., str]
) -> None:
    ada, other = api("ada"), f"workflows/{published(FLOW)}/triggers/"
    trigger = made(ada, address, "webhook")
    one = f"{other}{trigger['id']}/"
    for answer in (ada.get(one), ada.patch(one, {"name": "x"}), ada.delete(one),
                   ada.post(f"{one}rotate/"), ada.get("workflows/none/triggers/")):  # fmt: skip
        assert answer.status_code == 404
    draft = ada.post("workflows/", {"name": "Draft", "graph": FLOW}).json()["slug"]
    assert api("olga").get(f"workflows/{draft}/triggers/").status_code == 404


def test_a_trigger_can_be_removed(api: Client, address: str) -> None:
    ada = api("ada")
    trigger = made(ada, address, "webhook")
    assert ada.delete(f"{address}{trigger['id']}/").status_code == 204
    assert ada.get(f"{address}{trigger['id']}/").status_code == 404
    path = "/" + trigger["url"].split("/", 3)[3]
    assert ada.client.post(path, {}, content_type="application/json").status_code == 404


def test_triggers_are_listed_in_pages(api: Client, address: str) -> None:
    ada = api("ada")
    ids = [made(ada, address, "webhook")["id"] for _ in range(3)]
    page = ada.get(address, page_size=2).json()
    assert [item["id"] for item in page["results"]] == ids[:2]
    rest = ada.client.get(page["next"]).json()
    assert [item["id"] for item in rest["results"]] == ids[2:]


def test_a_token_needs_the_scope_to_edit(
    people: dict[str, User], address: str, api: Client
) -> None:
    reader = Api(None, Authorization=f"Bearer {create_token(people['ada'], scopes=('read',))}")
    editor = Api(None, Authorization=f"Bearer {create_token(people['ada'], scopes=('edit',))}")
    assert reader.get(address).status_code == 200
    assert reader.post(address, {"kind": "webhook"}).status_code == 403
    assert editor.post(address, {"kind": "webhook"}).status_code == 201


def test_a_workflow_goes_with_its_triggers(api: Client) -> None:
    ada = api("ada")
    slug = ada.post("workflows/", {"name": "Draft", "graph": FLOW}).json()["slug"]
    made(ada, f"workflows/{slug}/triggers/", "webhook")
    assert ada.delete(f"workflows/{slug}/").status_code == 204
    assert Trigger.objects.count() == 0
