"""Durable workflows with people in them: the public names of the app.

Importing this module does not import Django. What needs a configured Django project
(``WorkflowRecoveryService``), and the client, is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from workflows.engine.authoring import Flow, expr
from workflows.engine.errors import Permanent, TryAgain, WorkflowSuspendedException
from workflows.engine.execution import WorkflowRunner
from workflows.engine.functions import (
    NonDeterminismError,
    StepFailed,
    WorkflowContext,
    task,
    workflow,
)
from workflows.engine.node import (
    BaseNode,
    Output,
    ProcessingContext,
    SuspendableNode,
    SuspensionRequest,
)
from workflows.engine.people import Level, TaskRequest
from workflows.nodes import ApprovalNode, WaitNode

if TYPE_CHECKING:
    from workflows.client import AsyncClient, Client, RunSuspended
    from workflows.runtime import RunResult, Runtime
    from workflows.runtime.showing import explain_run, inspect_trace, serve_trace
    from workflows.services.recovery import WorkflowRecoveryService

__all__ = [
    "ApprovalNode",
    "AsyncClient",
    "BaseNode",
    "Client",
    "Flow",
    "Level",
    "NonDeterminismError",
    "Output",
    "Permanent",
    "ProcessingContext",
    "RunResult",
    "RunSuspended",
    "Runtime",
    "StepFailed",
    "SuspendableNode",
    "SuspensionRequest",
    "TaskRequest",
    "TryAgain",
    "WaitNode",
    "WorkflowContext",
    "WorkflowRecoveryService",
    "WorkflowRunner",
    "WorkflowSuspendedException",
    "explain_run",
    "expr",
    "inspect_trace",
    "serve_trace",
    "task",
    "workflow",
]

_LATER = {
    "AsyncClient": "workflows.client",
    "Client": "workflows.client",
    "RunResult": "workflows.runtime",
    "RunSuspended": "workflows.client",
    "Runtime": "workflows.runtime",
    "WorkflowRecoveryService": "workflows.services.recovery",
    "explain_run": "workflows.runtime.showing",
    "inspect_trace": "workflows.runtime.showing",
    "serve_trace": "workflows.runtime.showing",
}


def __getattr__(name: str) -> Any:
    """Load what needs Django; ``AttributeError`` for anything unknown."""
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'workflows' has no attribute {name!r}")
