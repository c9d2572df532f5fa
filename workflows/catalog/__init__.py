"""The example workflows: those of the demo, and the gallery to start from; loading them is a
service's."""

from __future__ import annotations

from workflows.engine.events import Json

from . import (
    access_request,
    conditional,
    content_publishing,
    delayed_notification,
    document_approval,
    expense_approval,
    incident_escalation,
    onboarding,
    parallel_review,
    purchase_order,
    refund,
)
from .drawing import DemoWorkflow

__all__ = ["DemoWorkflow", "demo_workflows", "templates"]

_DEMO = (
    expense_approval.WORKFLOW,
    parallel_review.WORKFLOW,
    delayed_notification.WORKFLOW,
    conditional.WORKFLOW,
    document_approval.WORKFLOW,
)
_TEMPLATES = (
    expense_approval.WORKFLOW,
    parallel_review.WORKFLOW,
    document_approval.WORKFLOW,
    content_publishing.WORKFLOW,
    access_request.WORKFLOW,
    onboarding.WORKFLOW,
    refund.WORKFLOW,
    incident_escalation.WORKFLOW,
    purchase_order.WORKFLOW,
)


def demo_workflows() -> list[DemoWorkflow]:
    """List the workflows that the demo publishes."""
    return list(_DEMO)


def templates() -> list[dict[str, Json]]:
    """List the gallery, ``{slug, name, description, graph}`` each; people take part in all."""
    return [item.as_dict() for item in _TEMPLATES]
