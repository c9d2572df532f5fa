"""Webhooks and deliveries as the API shows them, and which of them want to hear of something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from workflows.adapters.workspaces.places import workspace_of
from workflows.engine.errors import NotFound
from workflows.engine.workspaces import DEFAULT
from workflows.models import Delivery, DeliveryAttempt, Run, Webhook

from ..times import iso
from ..visible import as_uuid, visible_workflows

MOST_ATTEMPTS = 50


def count(user: User) -> int:
    """Count the webhooks of a workspace."""
    return _here(user).count()


def is_taken(user: User, name: str, but: UUID | None) -> bool:
    """Say whether another webhook has the name."""
    named = _here(user).filter(name=name)
    return (named if but is None else named.exclude(pk=but)).exists()


def workflows(user: User, slugs: Sequence[str]) -> dict[str, int]:
    """Give those of these workflows that there are."""
    rows = visible_workflows(user).filter(slug__in=slugs)
    return dict(rows.values_list("slug", "pk"))


def find(user: User, webhook: str) -> Webhook:
    """Return the row, or raise `NotFound`."""
    row = _here(user).filter(pk=as_uuid(webhook, "webhook")).first()
    if row is None:
        raise NotFound("There is no such webhook.")
    return row


def hearing(kind: str, run: Run) -> list[Webhook]:
    """List the active webhooks of its workspace that want to hear of a kind of event of a run."""
    here = Webhook.objects.filter(workspace=run.workspace_id, active=True)
    rows = here.filter(Q(workflows=None) | Q(workflows=run.workflow_id)).distinct()
    return [row for row in rows if kind in row.kinds]


def latest(webhook: UUID) -> int:
    """Give the key of the newest delivery."""
    found = Delivery.objects.filter(webhook=webhook).order_by("-pk").values_list("pk", flat=True)
    return int(found[0])


def listed(user: User) -> list[dict[str, Any]]:
    """List the webhooks of a workspace, by name."""
    return [_show(row) for row in _rows(user)]


def detail(user: User, webhook: str) -> dict[str, Any]:
    """Show one, or raise `NotFound`."""
    return _show(_rows(user).get(pk=find(user, webhook).pk))


def deliveries(
    user: User, webhook: str | None = None, channel: str = "", state: str = ""
) -> QuerySet[Delivery]:
    """Select the deliveries of a workspace: of a webhook, or of all ways out; digests are of none
    and shown in the default one."""
    rows = (
        _deliveries(user)
        .select_related("user", "webhook", "task", "run")
        .annotate(tried=Count("log"))
    )
    if webhook is not None:
        rows = rows.filter(webhook=find(user, webhook))
    if channel:
        rows = rows.filter(channel=channel)
    if state:
        rows = rows.filter(state=state)
    return rows.defer("task__subject", "task__data", "task__instructions", "body")


def present(page: Sequence[Delivery]) -> list[dict[str, Any]]:
    """Show a page of deliveries."""
    return [_delivery(row) for row in page]


def find_delivery(user: User, delivery: str) -> Delivery:
    """Return the row, or raise `NotFound`."""
    row = _deliveries(user).filter(pk=int(delivery)).first()
    if row is None:
        raise NotFound("There is no such delivery.")
    return row


def delivery(user: User, delivery: str) -> dict[str, Any]:
    """Show one with its attempts and, of a call, with what was sent; or raise `NotFound`."""
    row = deliveries(user).filter(pk=find_delivery(user, delivery).pk).get()
    log = DeliveryAttempt.objects.filter(delivery=row).order_by("-pk")[:MOST_ATTEMPTS]
    body = row.body if row.channel == "webhook" else None
    return {**_delivery(row), "body": body, "log": [_attempt(item) for item in log]}


def _here(user: User) -> QuerySet[Webhook]:
    return Webhook.objects.filter(workspace=workspace_of(user))


def _deliveries(user: User) -> QuerySet[Delivery]:
    place = workspace_of(user)
    about = Q(run__workspace=place) | Q(webhook__workspace=place)
    if place == DEFAULT:
        about |= Q(run=None, webhook=None)
    return Delivery.objects.filter(about)


def _rows(user: User) -> QuerySet[Webhook]:
    waiting = Count("deliveries", filter=Q(deliveries__state="waiting"), distinct=True)
    dead = Count("deliveries", filter=Q(deliveries__state="dead"), distinct=True)
    rows = _here(user).annotate(waiting=waiting, dead=dead).select_related("created_by")
    return rows.prefetch_related("workflows")


def _show(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "url": row.url,
        "kinds": list(row.kinds),
        "workflows": [workflow.slug for workflow in row.workflows.all()],
        "preset": row.preset,
        "active": row.active,
        "rotated_at": iso(row.rotated_at),
        "failures": row.failures,
        "failing_since": iso(row.failing_since),
        "last_success_at": iso(row.last_success_at),
        "switched_off": row.switched_off or None,
        "switched_off_at": iso(row.switched_off_at),
        "waiting": row.waiting,
        "dead": row.dead,
        "created_by": row.created_by.get_username() if row.created_by else None,
        "created_at": iso(row.created_at),
    }


def _delivery(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "key": str(row.key),
        "channel": row.channel,
        "kind": row.kind,
        "state": row.state,
        "user": row.user.get_username() if row.user else None,
        "webhook": str(row.webhook_id) if row.webhook_id else None,
        "webhook_name": row.webhook.name if row.webhook else None,
        "task": str(row.task_id) if row.task_id else None,
        "run": str(row.run.uuid) if row.run else None,
        "attempts": row.tried,
        "created_at": iso(row.created_at),
        "due_at": iso(row.due_at),
        "done_at": iso(row.done_at),
        "last_error": row.last_error or None,
    }


def _attempt(row: DeliveryAttempt) -> dict[str, Any]:
    return {
        "at": iso(row.at),
        "status": row.status,
        "milliseconds": row.milliseconds,
        "error": row.error or None,
        "answer": row.answer,
    }
