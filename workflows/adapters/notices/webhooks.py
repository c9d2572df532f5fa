"""The table of webhooks: written, and marked with how sending to them goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from workflows.adapters.workspaces.places import workspace_of
from workflows.models import Delivery, Webhook, Workflow

from ..dialects import reading

_WAITING = Delivery.State.WAITING


def now() -> datetime:
    """Read the database's clock; aware UTC."""
    with reading() as session:
        return session.now()


def create(fields: dict[str, Any], workflows: Sequence[int], who: User) -> UUID:
    """Insert a webhook for these workflows (rows; none: all) of somebody's
    workspace and give its id."""
    with transaction.atomic():
        place = workspace_of(who)
        made = Webhook.objects.create(
            **fields, workspace_id=place, created_by=who, created_at=now()
        )
        made.workflows.set(Workflow.objects.filter(pk__in=workflows, workspace=place))
    return made.pk


def change(webhook: UUID, fields: dict[str, Any], workflows: Sequence[int] | None) -> None:
    """Update columns, and which workflows it is for."""
    with transaction.atomic():
        row = Webhook.objects.select_for_update().get(pk=webhook)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=list(fields) or None)
        if workflows is not None:
            row.workflows.set(Workflow.objects.filter(pk__in=workflows, workspace=row.workspace_id))


def rotate(webhook: UUID) -> None:
    """Begin a new generation of the secret."""
    Webhook.objects.filter(pk=webhook).update(generation=F("generation") + 1, rotated_at=now())


def delete(webhook: UUID) -> None:
    """Delete a webhook with its deliveries."""
    Webhook.objects.filter(pk=webhook).delete()


def succeeded(webhook: UUID, at: datetime) -> None:
    """Note that a call was taken."""
    Webhook.objects.filter(pk=webhook).update(
        failures=0, failing_since=None, rests_until=None, last_success_at=at
    )


def failed(webhook: UUID, at: datetime, rests_until: datetime) -> datetime:
    """Note that a call failed, and let the webhook rest; give since when it has failed."""
    rows = Webhook.objects.filter(pk=webhook)
    rows.filter(failing_since=None).update(failing_since=at)
    rows.update(failures=F("failures") + 1, rests_until=rests_until)
    found = rows.values_list("failing_since", flat=True).first()
    return found or at


def switch_off(webhook: UUID, at: datetime, why: str) -> bool:
    """Switch a webhook off and give up what waits for it; False when somebody was first."""
    with transaction.atomic():
        rows = Webhook.objects.filter(pk=webhook, active=True)
        if not rows.update(active=False, switched_off_at=at, switched_off=why, rests_until=None):
            return False
        give_up(webhook, at, why, Delivery.State.DEAD)
    return True


def give_up(webhook: UUID, at: datetime, why: str, state: str = Delivery.State.DROPPED) -> None:
    """End what waits for a webhook, unless it is being sent."""
    rows = Delivery.objects.filter(webhook=webhook, state=_WAITING, held_until=None)
    rows.update(state=state, due_at=None, done_at=at, last_error=why)
