"""The admin's tables: all can be read, the engine's cannot be written, and pages stay cheap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.conftest import make_run
from workflows.models import (
    Announcement,
    ApiToken,
    Attachment,
    AuditEntry,
    Calendar,
    Checkpoint,
    Event,
    Invitation,
    LegalHold,
    Profile,
    RequestKey,
    RetentionPolicy,
    Run,
    SignedHead,
    Substitution,
    Suspension,
    Task,
    Version,
    WorkerBeat,
    Workflow,
    WorkflowGrant,
    Workspace,
)

pytestmark = pytest.mark.django_db

ENGINE = [
    Version, Run, Event, Suspension, Task, Checkpoint, RequestKey, WorkerBeat, ApiToken, Attachment,
    Announcement, Profile, AuditEntry, SignedHead, Workspace,
]  # fmt: skip
OURS = [
    Workflow, WorkflowGrant, Invitation, Calendar, Substitution, LegalHold,
    RetentionPolicy, *ENGINE,
]  # fmt: skip


def page(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def queries_of(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert act().status_code == 200
    return len(seen)


def test_every_table_of_ours_is_registered_once() -> None:
    registered = {model for model in admin.site._registry if model._meta.app_label == "workflows"}
    assert registered == set(OURS)


@pytest.mark.parametrize("model", OURS)
def test_every_list_and_every_detail_can_be_read(client: Client, run: Run, model: Any) -> None:
    answer = client.get(page(model, "changelist"))
    assert answer.status_code == 200
    for row in model.objects.all():
        assert client.get(page(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", OURS)
def test_a_longer_list_takes_no_more_queries(client: Client, run: Run, model: Any) -> None:
    address = page(model, "changelist")
    client.get(address)
    before = queries_of(lambda: client.get(address))
    for _ in range(7):
        make_run(run.version, run.started_by)
    assert queries_of(lambda: client.get(address)) == before


def test_a_longer_log_takes_no_more_queries_and_no_bigger_page(client: Client, run: Run) -> None:
    short = make_run(run.version, run.started_by, events=150)
    long = make_run(run.version, run.started_by, events=3_000)
    client.get(page(Run, "change", short.pk))
    few = queries_of(lambda: client.get(page(Run, "change", short.pk)))
    assert queries_of(lambda: client.get(page(Run, "change", long.pk))) == few
    answer = client.get(page(Run, "change", long.pk)).content.decode()
    assert answer.count("StateChanged") == 100
    assert "All 3002 events" in answer


@pytest.mark.parametrize("model", ENGINE)
def test_nothing_of_the_engine_is_written(client: Client, run: Run, model: Any) -> None:
    row = model.objects.first()
    before = model.objects.values().get(pk=row.pk)
    addresses = [page(model, "add"), page(model, "change", row.pk)]
    if model is not ApiToken:
        addresses.append(page(model, "delete", row.pk))
    for address in addresses:
        assert client.post(address, {"post": "yes", "seq": 7, "name": "x"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(page(model, "changelist"), chosen)
    assert model.objects.values().get(pk=row.pk) == before


def test_a_workflow_can_only_be_renamed(client: Client, run: Run) -> None:
    workflow = run.workflow
    address = page(Workflow, "change", workflow.pk)
    form = {"name": "Expenses", "slug": "other", "draft": "{}", "revision": "9"}
    assert client.post(address, form).status_code == 302
    workflow.refresh_from_db()
    assert (workflow.name, workflow.slug, workflow.revision) == ("Expenses", "expense", 1)
    assert workflow.draft == {"nodes": []}
    assert client.post(page(Workflow, "delete", workflow.pk), {"post": "yes"}).status_code == 403
    assert client.get(page(Workflow, "add")).status_code == 403


def test_a_token_can_be_revoked_and_is_nowhere_shown(client: Client, run: Run) -> None:
    token = ApiToken.objects.get()
    shown = client.get(page(ApiToken, "change", token.pk)).content.decode()
    shown += client.get(page(ApiToken, "changelist")).content.decode()
    assert token.prefix in shown
    assert token.sha256 not in shown
    assert client.post(page(ApiToken, "delete", token.pk), {"post": "yes"}).status_code == 302
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("model", OURS)
def test_staff_without_the_permission_sees_nothing(client: Client, run: Run, model: Any) -> None:
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(page(model, "changelist")).status_code == 403
    row = model.objects.first()
    assert client.get(page(model, "change", row.pk)).status_code == 403


def test_staff_with_one_permission_sees_one_table(client: Client, run: Run) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_run"))
    client.force_login(clerk)
    assert client.get(page(Run, "changelist")).status_code == 200
    assert client.get(page(Event, "changelist")).status_code == 403


def test_others_are_sent_to_sign_in(client: Client, run: Run) -> None:
    client.force_login(User.objects.create_user("ann"))
    assert client.get(page(Run, "changelist")).status_code == 302
    client.logout()
    assert client.get(page(Run, "changelist")).status_code == 302


def test_run_event_suspension_and_task_lead_to_each_other(client: Client, run: Run) -> None:
    wait, task = Suspension.objects.get(), Task.objects.get()
    opened = Event.objects.get(type="NodeSuspended")
    asked = Event.objects.get(type="TaskCreated")
    leads = [
        (run, wait), (run, task), (run, opened), (wait, run), (wait, task), (wait, opened),
        (task, run), (task, wait), (opened, run), (opened, wait), (asked, task), (asked, wait),
        (run, run.version), (run, run.workflow), (run.version, run.workflow),
        (run, Checkpoint.objects.get()), (Checkpoint.objects.get(), run),
        (RequestKey.objects.get(), run),
    ]  # fmt: skip
    for start, end in leads:
        shown = client.get(page(type(start), "change", start.pk)).content.decode()
        assert f'href="{page(type(end), "change", end.pk)}"' in shown, (start, end)


def test_links_to_filtered_lists_show_what_they_say(client: Client, run: Run) -> None:
    other = make_run(run.version, run.started_by)
    shown = client.get(page(Event, "changelist"), {"run": run.pk}).content.decode()
    assert str(run.uuid) in shown
    assert str(other.uuid) not in shown


@pytest.mark.parametrize(
    "model", [Run, Event, Suspension, Task, Checkpoint, RequestKey, Attachment]
)
def test_a_pasted_id_is_found(client: Client, run: Run, model: Any) -> None:
    other = make_run(run.version, run.started_by)
    shown = client.get(page(model, "changelist"), {"q": f" {run.uuid} "}).content.decode()
    table = shown[shown.index("result_list") :]
    assert str(run.uuid) in table
    assert str(other.uuid) not in table
    for words in (str(uuid4()), "nothing like it", "'; --", "%"):
        assert client.get(page(model, "changelist"), {"q": words}).status_code == 200


@pytest.mark.parametrize(
    ("model", "filters"),
    [
        (Run, {"status__exact": "suspended"}),
        (Run, {"created_at__year": "2026"}),
        (Event, {"type": "Node"}),
        (Event, {"type": "surprise"}),
        (Suspension, {"open": "yes", "kind": "approval"}),
        (Task, {"state__exact": "open"}),
        (Task, {"created_at__year": "2026", "created_at__month": "3"}),
    ],
)
def test_filters_answer(client: Client, run: Run, model: Any, filters: dict[str, str]) -> None:
    assert client.get(page(model, "changelist"), filters).status_code == 200


def test_text_of_users_is_shown_as_text(client: Client, run: Run) -> None:
    Suspension.objects.update(reason="<script>alert(1)</script>")
    run.tags = ["<b>"]
    run.save()
    for address in (page(Run, "change", run.pk), page(Suspension, "changelist")):
        shown = client.get(address).content.decode()
        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_a_huge_payload_is_cut(client: Client, run: Run) -> None:
    event = Event.objects.create(
        run=run,
        seq=90,
        type="StateChanged",
        payload={"set": {"x": "y" * 300_000}},
        at=run.created_at,
    )
    shown = client.get(page(Event, "change", event.pk)).content
    assert b"more characters" in shown
    assert len(shown) < 200_000


def test_auditors_and_nobody_else_of_the_staff_read_what_people_did(
    client: Client, run: Run
) -> None:
    clerk = User.objects.create_user("clerk", password="a long password", is_staff=True)
    client.force_login(clerk)
    assert client.get(page(AuditEntry, "changelist")).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="see_audit"))
    answer = client.get(page(AuditEntry, "changelist"))
    assert answer.status_code == 200
    assert "calendar.changed" in answer.content.decode()
    entry = AuditEntry.objects.get(verb="calendar.changed")
    assert "Europe/Berlin" in client.get(page(AuditEntry, "change", entry.pk)).content.decode()
    assert client.post(page(AuditEntry, "delete", entry.pk), {"post": "yes"}).status_code == 403
