"""A small history in the tables for the admin's pages to show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from workflows.models import (
    Announcement,
    ApiToken,
    Attachment,
    Calendar,
    Checkpoint,
    Event,
    Invitation,
    LegalHold,
    Profile,
    RequestKey,
    RetentionPolicy,
    Run,
    Substitution,
    Suspension,
    Task,
    TaskAssignee,
    TaskDecision,
    Version,
    WorkerBeat,
    Workflow,
    WorkflowGrant,
)
from workflows.services.audit import note
from workflows.services.audit.signing import sign_day

T0 = datetime(2026, 3, 1, 9, tzinfo=UTC)


def make_workflow(author: User) -> Version:
    workflow = Workflow.objects.create(
        slug="expense", name="Expense", draft={"nodes": []}, created_by=author, updated_by=author
    )
    return Version.objects.create(
        workflow=workflow, number=1, graph={"nodes": [{"id": "a"}]}, digest="d", created_by=author
    )


def make_run(version: Version, by: User, uuid: UUID | None = None, events: int = 3) -> Run:
    """Make a run that waits for an approval, with a log of `events` more events."""
    run = Run.objects.create(
        uuid=uuid or uuid4(), workflow=version.workflow, version=version, status="suspended",
        seq=events + 2, created_at=T0, started_by=by, tags=["trip"],
    )  # fmt: skip
    wait = Suspension.objects.create(
        run=run, seq=2, node_id="ask", kind="approval", reason="Approve?", opened_at=T0
    )
    name = f"{run.uuid}.2"
    task = Task.objects.create(
        id=uuid4(), run=run, suspension=wait, node_id="ask", title="Approve the trip?",
        created_at=T0, subject={"amount": 7}, claimed_by=by, decided_by=by, decided_at=T0,
    )  # fmt: skip
    TaskAssignee.objects.create(task=task, user=by)
    TaskAssignee.objects.create(task=task, group=Group.objects.get_or_create(name="managers")[0])
    TaskDecision.objects.create(task=task, user=by, decision="approved", at=T0)
    log = [
        Event(run=run, seq=1, type="RunCreated", payload={"inputs": {"a": 1}}, at=T0),
        Event(
            run=run, seq=2, type="NodeSuspended", node_id="ask", iteration=1,
            payload={"suspension": name, "kind": "approval", "reason": "Approve?"}, at=T0,
        ),
        Event(
            run=run, seq=3, type="TaskCreated", node_id="ask", iteration=1,
            payload={"task": str(task.pk), "detail": {"suspension": name}}, at=T0,
        ),
    ]  # fmt: skip
    log += [
        Event(run=run, seq=seq, type="StateChanged", payload={"set": {"n": seq}}, at=T0)
        for seq in range(4, events + 3)
    ]
    Event.objects.bulk_create(log)
    Checkpoint.objects.create(run=run, seq=2, body=b"packed", name="before", at=T0)
    Attachment.objects.create(
        name="receipt.pdf", size=2_000, media_type="application/pdf", sha256="a" * 64, by=by,
        run=run, task=task,
    )  # fmt: skip
    Announcement.objects.create(kind="task.created", run_id=run.pk, seq=3, at=T0)
    RequestKey.objects.create(
        scope=f"1:start:{run.pk}", key="k", digest="d", run_uuid=run.uuid, created_at=T0
    )
    return run


@pytest.fixture
def chief(client: Client) -> User:
    """Sign the superuser in."""
    user = User.objects.create_superuser("chief", password="a long password")
    client.force_login(user)
    return user


@pytest.fixture
def run(chief: User) -> Run:
    """Fill each table."""
    made = make_run(make_workflow(chief), chief)
    WorkerBeat.objects.create(owner="w1", host="h", pid=1, started_at=T0, seen_at=T0)
    mate = User.objects.create_user("mate")
    Profile.objects.create(user=mate, language="de")
    Substitution.objects.create(
        user=mate, substitute=chief, starts_at=T0, ends_at=T0 + timedelta(days=7)
    )
    hours = {"mon": [["09:00", "17:00"]]}
    flow = Workflow.objects.order_by("pk").first()
    WorkflowGrant.objects.create(
        workflow=flow, user=User.objects.order_by("pk").first(), role=WorkflowGrant.Role.VIEWER
    )
    Calendar.objects.create(slug="office", name="Office", zone="Europe/Berlin", hours=hours)
    ApiToken.objects.create(
        user=chief, name="script", prefix="wf_pat_abc", sha256="5ec2e7" * 10,
        expires_at=T0 + timedelta(days=1),
    )  # fmt: skip
    Invitation.objects.create(
        email="new@example.org", token_hash="5ec2e7" * 10, invited_by=chief,
        expires_at=T0 + timedelta(days=7),
    )  # fmt: skip
    LegalHold.objects.create(run=made, reason="Case 12", by="chief")
    RetentionPolicy.objects.create()
    note(chief, "calendar.changed", "calendar berlin", {"zone": "Europe/Berlin"})
    sign_day()
    return made
