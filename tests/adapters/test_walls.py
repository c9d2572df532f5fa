"""PostgreSQL's second wall: a query that forgets the workspace, as the role of the web process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import Error, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.api.conftest import _fresh_caches, drain, graph, node, people, waiting
from workflows.adapters.workspaces import places, roles, walls
from workflows.api.audit.streams import PartByPart
from workflows.engine.errors import Refused
from workflows.models import (
    AuditEntry,
    Credential,
    Event,
    LegalHold,
    Message,
    Run,
    SealedRun,
    Signal,
    Substitution,
    Suspension,
    Task,
    Version,
    Workflow,
    WorkflowGrant,
    Workspace,
)
from workflows.services import signals
from workflows.services.audit import note
from workflows.services.commands import RunRequest, start_run
from workflows.services.definitions import create_workflow, publish
from workflows.services.queries.standing.asks import stood_in_for
from workflows.services.upkeep.holds import set_hold
from workflows.services.workspaces import roles as service

__all__ = ["_fresh_caches", "drain", "people"]

Become = Callable[[str], None]
Role = Become | None
PASSWORD = "a long enough password"
OPEN = {
    "membership": "read to find out who asks",
    "api_token": "read to find out who asks",
    "substitution_workflows": "a limit must be known where its workflow is not shown",
}
WEB, WORKER = "fermata_tests_web", "fermata_tests_worker"
SEEN = (Workflow, Version, WorkflowGrant, Run, Event, Suspension, Signal, AuditEntry)


@pytest.fixture
def houses(db: None, people: dict[str, User], drain: Callable[[], int]) -> dict[str, Any]:
    """Give the default workspace and another one, each with a workflow, a run and a signal."""
    acme = places.create("acme", "Acme")
    assert acme is not None
    root = people["root"]
    for place in (1, acme.pk):
        places.put_into(root, place)
        slug = create_workflow(root, "Flow", graph=waiting("a"))
        publish(root, slug)
        start_run(root, slug, RunRequest())
        signals.send_signal(root, "paid")
        AuditEntry.objects.create(verb="x", door="ui", workspace_id=place)
    drain()
    return {"acme": acme.pk}


@pytest.fixture
def as_role(houses: dict[str, Any]) -> Iterator[Role]:
    """Give a way to be a role of the database from now on, until the test ends; None where there
    are no roles: a file of SQLite belongs to one."""
    if not roles.is_postgres():
        yield None
        return
    roles.apply(roles.statements(WEB, WORKER))

    def become(name: str) -> None:
        walls._WALLED.clear()
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {name}")

    yield become
    walls._WALLED.clear()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in SEEN}


@pytest.mark.of_postgres
def test_a_forgetful_query_gets_the_rows_of_one_workspace_and_none_without(
    houses: dict[str, Any], as_role: Become
) -> None:
    every = counts()
    as_role(WEB)
    assert set(counts().values()) == {0}
    halves = []
    for place in (1, houses["acme"]):
        walls.show(place)
        halves.append(counts())
        assert set(Run.objects.values_list("workspace", flat=True)) == {place}
        runs = set(Event.objects.values_list("run", flat=True))
        assert runs == set(Run.objects.values_list("pk", flat=True))
    assert {name: halves[0][name] + halves[1][name] for name in every} == every
    assert all(half[name] for half in halves for name in every)
    walls.show(walls.EVERYTHING)
    assert counts() == every
    walls.show_nothing()
    assert set(counts().values()) == {0}


@pytest.mark.of_postgres
def test_the_web_neither_changes_what_is_recorded_nor_writes_elsewhere(
    houses: dict[str, Any], as_role: Become
) -> None:
    here = Workflow.objects.get(workspace=1)
    as_role(WEB)
    walls.show(houses["acme"])
    for forbidden in (
        "UPDATE workflows_event SET type = 'x'",
        "DELETE FROM workflows_event",
        "TRUNCATE workflows_event",
        "INSERT INTO workflows_signed_head (day) VALUES (now())",
        "UPDATE workflows_audit_entry SET verb = 'x'",
        "ALTER TABLE workflows_run DISABLE ROW LEVEL SECURITY",
        f"UPDATE workflows_run SET workspace_id = 1 WHERE workspace_id = {houses['acme']}",
        "INSERT INTO workflows_version (workflow_id, number, graph, digest, note, created_at)"
        f" VALUES ({here.pk}, 9, '{{}}', '', '', now())",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(forbidden)
    assert Workflow.objects.filter(pk=here.pk).update(name="x") == 0
    Credential.objects.create(name="bank", workspace_id=houses["acme"], secret="x", key_id="k")
    with pytest.raises(Error), transaction.atomic():
        Credential.objects.create(name="bank", workspace_id=1, secret="x", key_id="k")


@pytest.mark.of_postgres
def test_the_worker_sees_all_and_cannot_change_accounts(as_role: Become) -> None:
    every = counts()
    as_role(WORKER)
    assert counts() == every
    assert User.objects.filter(is_active=True).exists()
    for statement in (
        "UPDATE auth_user SET is_superuser = true",
        "DELETE FROM auth_user_groups",
        "UPDATE workflows_event SET type = 'x'",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.of_postgres
def test_a_message_says_where_it_was_sent(houses: dict[str, Any], as_role: Become) -> None:
    as_role(WEB)
    walls.show(houses["acme"])
    Message.objects.create(kind="Signal", body={})
    assert Message.objects.count() == 1
    walls.show(1)
    assert Message.objects.count() == 0


def test_people_come_and_go_where_nobody_has_entered_a_workspace(
    houses: dict[str, Any], as_role: Role, client: Client
) -> None:
    ann = User.objects.create_user("ann", "ann@example.org", PASSWORD)
    acme = places.find("acme")
    assert acme is not None
    places.add(acme, [ann])
    if as_role is not None:
        as_role(WEB)
        walls.show_nothing()
    wrong = client.post("/sign-in/", {"username": "ann", "password": "wrong"})
    assert wrong.status_code == 401
    assert client.post("/sign-in/", {"username": "ann", "password": PASSWORD}).status_code == 302
    assert client.get("/api/me/").json()["username"] == "ann"
    assert client.post("/sign-out/").status_code in (200, 302)
    note(None, "account.locked_out", "user ann")
    if as_role is not None:
        assert AuditEntry.objects.count() == 0
        walls.show(walls.EVERYTHING)
    noted = AuditEntry.objects.filter(verb__startswith="account").order_by("pk")
    assert list(noted.values_list("verb", "workspace")) == [
        ("account.signed_in", acme.pk), ("account.signed_out", acme.pk),
        ("account.locked_out", 1),
    ]  # fmt: skip


@pytest.mark.of_postgres
def test_after_a_record_that_was_refused_is_shown_what_was_before(
    houses: dict[str, Any], as_role: Become
) -> None:
    as_role(WEB)
    walls.show(1)
    with (
        pytest.raises(Error),
        transaction.atomic(),
        walls.recording_in(houses["acme"]),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM workflows_audit_entry")
    assert walls._said() == "1"
    with walls.recording_in(houses["acme"]):
        assert walls._said() == str(houses["acme"])
    assert walls._said() == "1"


def test_an_audit_is_sent_when_the_request_is_over(
    houses: dict[str, Any], as_role: Role, people: dict[str, User], client: Client
) -> None:
    client.force_login(people["root"])
    if as_role is not None:
        as_role(WEB)
    here = Workflow.objects.count
    answer = PartByPart(User.objects.get(username="root"), (str(here()) for _ in range(2)))
    walls.show_nothing()
    assert b"".join(answer.streaming_content) == (b"22" if as_role is None else b"11")


def test_a_limit_to_workflows_of_another_workspace_is_one_all_the_same(
    houses: dict[str, Any], as_role: Role, people: dict[str, User]
) -> None:
    now = timezone.now()
    span = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}
    row = Substitution.objects.create(user=people["ada"], substitute=people["ben"], **span)
    there = Workflow.objects.get(workspace=houses["acme"])
    row.workflows.set([there])
    if as_role is not None:
        as_role(WEB)
    for place, mine in ((1, False), (houses["acme"], True)):
        walls.show(place)
        (stands,) = stood_in_for(people["ben"])
        assert not stands.covers("flow")
        assert stands.covers(there.key) is (mine or as_role is None)


def test_what_is_personal_is_sealed_in_a_workspace_alone(
    houses: dict[str, Any], as_role: Role, people: dict[str, User], drain: Callable[[], int]
) -> None:
    form = {"type": "object", "properties": {"why": {"type": "string", "x-personal": True}}}
    root = people["root"]
    places.put_into(root, houses["acme"])
    slug = create_workflow(root, "Diary", graph=graph([node("a", "input", schema=form)], []))
    publish(root, slug)
    if as_role is not None:
        as_role(WEB)
    walls.show(houses["acme"])
    run_id = start_run(root, slug, RunRequest({"why": "ill"}))
    set_hold(root, "run", run_id, "Case 12")
    assert (SealedRun.objects.count(), LegalHold.objects.count()) == (1, 1)
    if as_role is not None:
        walls.show(1)
        assert (SealedRun.objects.count(), LegalHold.objects.count()) == (0, 0)


@pytest.mark.of_postgres
def test_signals_with_odd_names_break_no_question(houses: dict[str, Any], as_role: Become) -> None:
    for name in ("callback:", "callback:x/y", "workspace:", "workspace:x:y", "workspace:-1:y"):
        Signal.objects.create(name=name, channel=1, created_at=timezone.now())
    as_role(WEB)
    walls.show(1)
    assert set(Signal.objects.values_list("name", flat=True)) == {"paid"}


def test_each_table_that_hangs_on_a_workspace_is_behind_a_policy() -> None:
    ours = (Run, Workflow, Task, Workspace)
    hanging = {
        model._meta.db_table.removeprefix("workflows_")
        for model in apps.get_app_config("workflows").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False) and field.related_model in ours
        if not field.many_to_many
    }
    assert hanging <= {*ruled(), *OPEN}
    assert not {*OPEN} & ruled()


def ruled() -> set[str]:
    """Name the tables with a policy: as the migrations say, and on PostgreSQL as it is."""
    first = import_module("workflows.migrations.0013_workspace_walls")
    then = import_module("workflows.migrations.0017_closer_walls")
    return {*first.RULES, *then.RULES} - {*then.DROPPED}


@pytest.mark.of_postgres
def test_the_policies_are_those_of_the_migrations(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'fermata_workspace'")
        found = {name.removeprefix("workflows_") for (name,) in cursor.fetchall()}
    assert found == ruled()


@pytest.mark.of_postgres
def test_a_run_is_where_its_workflow_is(houses: dict[str, Any]) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workflows_run SET workspace_id = 1")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.of_postgres
def test_on_postgresql_there_are_two_roles(db: None) -> None:
    said = "\n".join(service.statements(WEB, WORKER))
    assert WEB in said
    assert WORKER in said


@pytest.mark.of_sqlite
def test_on_sqlite_nothing_is_asked_and_there_are_no_roles(
    db: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        walls.show(7)
        walls.show_place_of("trigger", "x")
        walls.show_nothing()
    with pytest.raises(Refused):
        service.statements(WEB, WORKER)
