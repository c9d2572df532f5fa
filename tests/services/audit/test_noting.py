"""What people do outside of runs is noted with who, when, what, door and address; or not done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from tests.api.conftest import Drain, graph, node
from tests.management.conftest import call
from workflows.adapters.credentials import Change
from workflows.engine.errors import Invalid
from workflows.models import ApiToken, AuditEntry, Run
from workflows.services import credentials, tokens
from workflows.services.audit import coming_from, note, through
from workflows.services.commands import RunRequest, start_run
from workflows.services.pruning import Retention, prune, prune_leftovers

KEY = credentials.new_key()


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    settings.FERMATA = {**settings.FERMATA, "credential_keys": (KEY,)}


def entry(verb: str) -> AuditEntry:
    return AuditEntry.objects.get(verb=verb)


def test_a_note_tells_who_when_what_and_from_where(people: dict[str, User]) -> None:
    with coming_from("ui", "192.0.2.7"):
        note(people["ada"], "calendar.changed", "calendar berlin", {"zone": "Europe/Berlin"})
    row = AuditEntry.objects.get()
    assert (row.by, row.verb, row.object) == ("ada", "calendar.changed", "calendar berlin")
    assert (row.door, row.address, row.detail) == ("ui", "192.0.2.7", {"zone": "Europe/Berlin"})
    assert abs(row.at - timezone.now()) < timedelta(minutes=1)


def test_the_door_is_named_more_exactly_within_and_forgotten_behind_the_block(db: None) -> None:
    with coming_from("ui", "192.0.2.7"):
        through("api")
        note(None, "first")
    note("ada", "second")
    rows = AuditEntry.objects.order_by("pk").values_list("by", "door", "address")
    assert list(rows) == [(None, "api", "192.0.2.7"), ("ada", "system", None)]


def test_a_note_goes_with_the_transaction_of_the_act(db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        note("ada", "token.created")
        raise RuntimeError
    assert not AuditEntry.objects.exists()


def test_what_is_no_json_is_refused_and_long_names_are_cut(db: None) -> None:
    with pytest.raises(Invalid):
        note("ada", "odd", "", {"when": timezone.now()})
    note("ada", "long", "x" * 1000)
    assert len(AuditEntry.objects.get().object) == 300


def test_whoever_is_deleted_has_done_it_all_the_same(people: dict[str, User]) -> None:
    note(people["ada"], "calendar.changed", "berlin")
    people["ada"].delete()
    assert AuditEntry.objects.get().by == "ada"


def test_a_token_is_noted_without_itself(people: dict[str, User]) -> None:
    text = tokens.create_token(people["otto"], "laptop", ["read"])
    row = entry("token.created")
    assert (row.by, row.object) == ("otto", f"token {text[:12]}")
    assert row.detail == {"name": "laptop", "scopes": ["read"], "expires_at": None}
    assert text not in str(row.detail)


def test_a_token_that_cannot_be_noted_is_not_made(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(tokens, "note", full)
    with pytest.raises(RuntimeError):
        tokens.create_token(people["otto"])
    assert not ApiToken.objects.exists()


def test_a_token_made_on_the_command_line_says_so(people: dict[str, User]) -> None:
    assert call("create_token", "otto", "--name", "ci").code == 0
    assert (entry("token.created").door, entry("token.created").by) == ("command", "otto")


def test_credentials_are_noted_without_their_secrets(people: dict[str, User]) -> None:
    root = people["root"]
    secret = "canary-4711-secret"
    change = Change("crm", "bearer", "", secret, ["https://api.example.org"], [])
    credentials.set_credential(root, change)
    credentials.set_credential(root, change)
    credentials.rotate_credentials(root)
    credentials.remove_credential(root, "crm")
    told = AuditEntry.objects.order_by("pk").values_list("by", "verb", "object", "detail")
    where = {"kind": "bearer", "origins": ["https://api.example.org"], "workflows": []}
    assert list(told) == [
        ("root", "credential.created", "crm", where),
        ("root", "credential.replaced", "crm", where),
        ("root", "credentials.rotated", "", {"changed": 0}),
        ("root", "credential.removed", "crm", None),
    ]
    assert secret not in str(list(told))


def test_retention_notes_which_runs_went(
    people: dict[str, User], published: Callable[..., str], drain: Drain
) -> None:
    slug = published(graph([node("a", "constant", value=1)], []), "Quick")
    runs = {start_run(people["root"], slug, RunRequest()) for _ in range(3)}
    drain()
    Run.objects.update(finished_at=timezone.now() - timedelta(days=9))
    list(prune(Retention(timedelta(days=1), dry=True)))
    assert not AuditEntry.objects.exists()
    list(prune(Retention(timedelta(days=1), batch=2)))
    rows = AuditEntry.objects.filter(verb="runs.pruned").order_by("pk")
    assert [row.object for row in rows] == ["2 runs", "1 runs"]
    details: list[Any] = [row.detail for row in rows]
    assert {run for detail in details for run in detail["runs"]} == runs


def test_retention_that_finds_nothing_notes_nothing(db: None) -> None:
    list(prune(Retention(timedelta(days=1))))
    assert prune_leftovers(Retention(timedelta(days=1)))["signals"] == 0
    assert not AuditEntry.objects.exists()
