"""Who may keep credentials, what is refused, and the command for it; and that no secret leaks."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from tests.api.conftest import Api, Drain, graph, node
from tests.management.conftest import call
from workflows.adapters.credentials import Change, find
from workflows.engine.errors import Forbidden, Invalid, NotFound, Permanent
from workflows.models import Credential, Run, Workflow
from workflows.services.commands import RunRequest, start_run
from workflows.services.credentials import (
    credentials,
    new_key,
    remove_credential,
    rotate_credentials,
    set_credential,
)

People = dict[str, User]
SECRET = "CANARY-of-the-bank"


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    """Have one key."""
    settings.FERMATA = {**settings.FERMATA, "credential_keys": [new_key()]}


def change(**more: Any) -> Change:
    given: dict[str, Any] = {"name": "bank", "kind": "bearer", "header": "", "secret": SECRET}
    given |= {"origins": ["https://bank.example"], "workflows": []}
    return Change(**{**given, **more})


def test_only_administrators_see_and_change_credentials(people: People) -> None:
    acts: list[Any] = [
        lambda who: set_credential(who, change()),
        credentials,
        lambda who: remove_credential(who, "bank"),
        rotate_credentials,
    ]
    for name, person in people.items():
        for act in acts:
            if name != "root":
                with pytest.raises(Forbidden):
                    act(person)
    root = people["root"]
    assert set_credential(root, change())
    assert [row["name"] for row in credentials(root)] == ["bank"]
    remove_credential(root, "bank")
    with pytest.raises(NotFound):
        remove_credential(root, "bank")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "My Bank"}, "name"),
        ({"kind": "magic"}, "kind"),
        ({"kind": "header", "header": ""}, "header"),
        ({"kind": "header", "header": "X:Y"}, "header"),
        ({"kind": "header", "header": "Content-Type"}, "header"),
        ({"kind": "header", "header": "idempotency-key"}, "header"),
        ({"origins": []}, "origin"),
        ({"origins": ["https://bank.example", "bank.example"]}, "origin"),
        ({"origins": ["https://bank.example/path"]}, "origin"),
        ({"origins": ["https://me:pw@bank.example"]}, "origin"),
        ({"secret": "short"}, "secret"),
        ({"secret": "two\r\nX-Other: lines"}, "secret"),
        ({"secret": "Ω-is-no-latin-letter"}, "secret"),
        ({"kind": "basic", "secret": "without-colon"}, "secret"),
    ],
)
def test_what_is_wrong_is_named_and_never_repeats_the_secret(
    people: People, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        set_credential(people["root"], change(**more))
    assert [item.attr for item in caught.value.errors] == [field]
    assert str(more.get("secret", SECRET)) not in str(caught.value)
    assert not Credential.objects.exists()


def test_origins_are_kept_in_one_way(people: People) -> None:
    given = ["HTTPS://Bank.example/", "http://10.0.0.1:8080", "https://bank.example:443"]
    set_credential(people["root"], change(origins=given))
    assert Credential.objects.get().origins == [
        "https://bank.example",
        "http://10.0.0.1:8080",
        "https://bank.example",
    ]


def test_the_command_keeps_lists_and_removes_without_showing_a_secret(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workflow.objects.create(slug="billing", name="Billing", draft={})
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\n"))
    where = {"origin": ["https://bank.example"], "workflow": ["billing"]}
    said = call("credentials", "set", "bank", **where)
    assert said == ("Kept bank, for billing.\n", 0)
    assert call("credentials", "list").text == (
        "bank  bearer …bank  https://bank.example  billing\n"
    )
    assert "CANARY" not in call("credentials", "list", json=True).text
    assert call("credentials", "rotate").text == "Encrypted 0 anew with the first key.\n"
    assert call("credentials", "remove", "bank").text == "Removed bank.\n"
    assert call("credentials", "remove", "bank").code == 2
    assert call("credentials", "set").code == 2


@pytest.mark.django_db(transaction=True)
def test_a_run_uses_it_and_nothing_that_is_kept_or_logged_holds_it(
    people: People,
    published: Callable[..., str],
    drain: Drain,
    server: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def echo(handler: Any) -> None:
        given = handler.headers["Authorization"]
        handler.send_response(200 if handler.path == "/x" else 500)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("X-Echo", given)
        handler.end_headers()
        handler.wfile.write(given.encode())

    server.answers |= {"/x": echo, "/fails": echo}
    properties = {"url": server.url + "/{{ inputs.path }}", "credential": "bank"}
    slug = published(graph([node("call", "http_request", **properties)], []))
    set_credential(people["root"], change(origins=[server.url], workflows=[slug]))
    runs = [
        start_run(people["root"], slug, RunRequest(inputs={"path": path}))
        for path in ("x", "fails")
    ]
    with caplog.at_level("DEBUG"):
        drain()
    assert [seen[2]["authorization"] for seen in server.seen] == [f"Bearer {SECRET}"] * 2
    good, bad = (Run.objects.get(uuid=run) for run in runs)
    assert (good.status, bad.status) == ("completed", "failed")
    tables = apps.get_app_config("workflows").get_models()
    kept = repr([list(table._default_manager.values_list()) for table in tables])
    assert "Bearer [hidden]" in kept
    assert "CANARY" not in kept + caplog.text


def test_a_process_without_the_keys_serves_people_and_opens_no_secret(
    people: People, published: Callable[..., str], settings: Any
) -> None:
    worker = {**settings.FERMATA, "credential_keys": (), "credential_file_keys": (new_key(),)}
    settings.FERMATA = worker
    slug = published(graph([node("call", "http_request", url="https://bank.example")], []))
    set_credential(people["root"], change(workflows=[slug]))
    assert find(slug, "bank", "https://bank.example").secret == SECRET
    settings.FERMATA = {**worker, "credential_file_keys": ()}
    api = Api(people["root"])
    assert api.post(f"workflows/{slug}/runs/", {"inputs": {}}).status_code == 201
    assert api.client.get("/runs").status_code == 200
    assert api.client.get("/admin/").status_code == 200
    assert [row["readable"] for row in credentials(people["root"])] == [False]
    with pytest.raises(Permanent, match="is not among") as caught:
        find(slug, "bank", "https://bank.example")
    assert SECRET not in str(caught.value)


def test_a_new_key_is_one_that_the_settings_take(people: People) -> None:
    first, second = call("credentials", "new-key").text, call("credentials", "new-key").text
    assert (len(first.strip()), first == second) == (44, False)
