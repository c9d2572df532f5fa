"""The example workflows: those of the demo, and the gallery to start from; loading them is a
service's."""

from __future__ import annotations

from workflows.engine.events import Json

from . import (
    access_request,
    company,
    content_publishing,
    data_pipeline,
    document_approval,
    onboarding,
    purchase_order,
    refund,
    shop_order,
    webhook_wait,
)
from .drawing import DemoWorkflow
from .flows import (
    conditional,
    delayed_notification,
    expense_approval,
    incident_escalation,
    parallel_review,
    retry_with_backoff,
)

__all__ = ["DemoWorkflow", "demo_workflows", "templates"]

_EXPENSE = DemoWorkflow.of(expense_approval.flow)
_PARALLEL = DemoWorkflow.of(parallel_review.flow)
_ESCALATION = DemoWorkflow.of(incident_escalation.flow)

_DEMO = (
    _EXPENSE,
    _PARALLEL,
    DemoWorkflow.of(delayed_notification.flow),
    DemoWorkflow.of(conditional.flow),
    document_approval.WORKFLOW,
    webhook_wait.WORKFLOW,
    DemoWorkflow.of(retry_with_backoff.flow),
    _ESCALATION,
    *company.WORKFLOWS,
)
_TEMPLATES = (
    _EXPENSE,
    _PARALLEL,
    document_approval.WORKFLOW,
    content_publishing.WORKFLOW,
    access_request.WORKFLOW,
    onboarding.WORKFLOW,
    refund.WORKFLOW,
    _ESCALATION,
    purchase_order.WORKFLOW,
    shop_order.WORKFLOW,
    data_pipeline.WORKFLOW,
)


def demo_workflows() -> list[DemoWorkflow]:
    """List the workflows that the demo publishes."""
    return list(_DEMO)


def templates() -> list[dict[str, Json]]:
    """List the gallery, ``{slug, name, description, graph}`` each; people take part in all."""
    return [item.as_dict() for item in _TEMPLATES]
