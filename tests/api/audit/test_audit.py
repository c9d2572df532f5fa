"""The address of the audit: who gets it, in which form, and that it is sent part by part."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import AsyncClient

from tests.api.conftest import (
    Api,
    Drain,
    _fresh_caches,
    api,
    approval,
    drain,
    people,
    published,
)
from tests.api.test_schema import validate
from workflows.models import AuditEntry, Task
from workflows.services.commands import RunRequest, start_run
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.queries.audit import decisions
from workflows.services.tokens import create_token

__all__ = ["_fresh_caches", "api", "drain", "people", "published"]

Client = Callable[..., Api]


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    assert answer.streaming
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def decided(people: dict[str, User], published: Callable[..., str], drain: Drain) -> list[str]:
    """Three runs that were decided, by maria, ben and maria."""
    slug, runs = published(approval(), "Asked"), []
    for name, decision in (("maria", "approved"), ("ben", "rejected"), ("maria", "rejected")):
        runs.append(start_run(people["root"], slug, RunRequest({"amount": 1})))
        drain()
        task = Task.objects.get(run__uuid=runs[-1])
        decide_task(people[name], str(task.pk), DecideRequest(decision, {"amount": 1}, "=1+1"))
    drain()
    return runs


def test_auditors_get_it_and_others_are_told_that_they_may_not(
    api: Client, people: dict[str, User], decided: list[str]
) -> None:
    for name in ("ada", "otto", "maria", "ben", "rita", "olga"):
        answer = api(name).get("audit/")
        assert answer.status_code == 403, name
        assert answer.json()["code"] == "not_auditor"
    assert api().get("audit/").status_code == 401
    people["olga"].user_permissions.add(Permission.objects.get(codename="see_audit"))
    rows = json.loads(text_of(api("olga").get("audit/")))
    assert [row["run"] for row in rows] == decided
    assert api("olga").get("me/").json()["permissions"] == ["see_audit"]
    assert api("olga").get(f"runs/{decided[0]}/").status_code == 404


def test_json_is_what_the_document_says(api: Client, decided: list[str], tmp_path: Any) -> None:
    target = tmp_path / "openapi.json"
    call_command("spectacular", file=str(target), format="openapi-json", fail_on_warn=True)
    document = json.loads(target.read_text())
    answer = api("root").get("audit/", detail="1")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    rows = json.loads(text_of(answer))
    validate(document, "export_audit", 200, rows)
    assert [row["decision"] for row in rows] == ["approved", "rejected", "rejected"]
    responses = document["paths"]["/api/audit/"]["get"]["responses"]["200"]["content"]
    assert set(responses) == {"application/json", "text/csv"}


def test_csv_is_a_file_that_a_spreadsheet_may_open(api: Client, decided: list[str]) -> None:
    answer = api("root").get("audit/", format="csv", by="maria")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-2')
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    lines = text_of(answer).splitlines()
    assert lines[0].startswith('"run","workflow","version"')
    assert [line.split(",")[0] for line in lines[1:]] == [f'"{decided[0]}"', f'"{decided[2]}"']
    assert all('"\'=1+1"' in line for line in lines[1:])


def test_limits_are_read_from_the_address(api: Client, decided: list[str]) -> None:
    def runs(**query: str) -> list[str]:
        return [row["run"] for row in json.loads(text_of(api("root").get("audit/", **query)))]

    assert runs(decision="rejected") == decided[1:]
    assert runs(run=decided[1]) == [decided[1]]
    assert runs(workflow="asked", by="ben") == [decided[1]]
    assert runs(workflow="other") == runs(to="2026-01-01") == []
    assert runs(**{"from": "2026-01-01T00:00:00Z"}) == decided


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"format": "xml"}, 400),
        ({"from": "yesterday"}, 400),
        ({"to": "2026-01-01T00:00:00"}, 400),
        ({"run": "ghost"}, 404),
    ],
)
def test_a_wrong_question_is_told_before_anything_is_sent(
    api: Client, query: dict[str, str], status: int
) -> None:
    answer = api("root").get("audit/", **query)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not AuditEntry.objects.filter(verb="audit.exported").exists()


def test_each_export_is_noted_with_its_door_and_address(
    api: Client, people: dict[str, User]
) -> None:
    text_of(api("root").get("audit/", format="csv"))
    token = create_token(people["root"])
    text_of(Api(None, authorization=f"Bearer {token}").get("audit/", workflow="asked"))
    rows = AuditEntry.objects.filter(verb="audit.exported").order_by("pk")
    assert [(row.by, row.door, row.address) for row in rows] == [
        ("root", "ui", "127.0.0.1"), ("root", "api", "127.0.0.1"),
    ]  # fmt: skip
    assert [row.detail for row in rows] == [
        {"format": "csv"}, {"format": "json", "workflow": "asked"},
    ]  # fmt: skip


async def test_an_async_server_gets_it_part_by_part(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = decisions._read
    fetched: list[int] = []

    def watched(*args: Any) -> Any:
        for found in page(*args):
            fetched.append(found.read)
            yield found._replace(decisions=[])
            yield found._replace(decisions=[])

    monkeypatch.setattr(decisions, "_read", watched)
    root = await sync_to_async(User.objects.create_superuser)("root", password="pw-of-tests")
    client = AsyncClient()
    await sync_to_async(client.force_login)(root)
    answer = await client.get("/api/audit/", {"format": "csv"})
    assert answer.status_code == 200
    assert fetched == []
    parts = [part async for part in answer]
    assert fetched == [0]
    assert [part.startswith(b'"run",') for part in parts] == [True, False]
