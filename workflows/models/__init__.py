"""The tables; one file a table, constraints and no behaviour."""

from .api_token import ApiToken
from .callback import Callback
from .checkpoint import Checkpoint
from .event import Event
from .message import Message
from .request_key import RequestKey
from .run import Run
from .secrets import Credential
from .sign_in_link import SignInLink
from .signal import Signal
from .suspension import Suspension
from .task import Task
from .task_assignee import TaskAssignee
from .task_decision import TaskDecision
from .trigger import Trigger
from .version import Version
from .worker_beat import WorkerBeat
from .workflow import Workflow

__all__ = [
    "ApiToken",
    "Callback",
    "Checkpoint",
    "Credential",
    "Event",
    "Message",
    "RequestKey",
    "Run",
    "SignInLink",
    "Signal",
    "Suspension",
    "Task",
    "TaskAssignee",
    "TaskDecision",
    "Trigger",
    "Version",
    "WorkerBeat",
    "Workflow",
]
