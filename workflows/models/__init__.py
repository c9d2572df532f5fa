"""The tables; one file a table, constraints and no behaviour."""

from .api_token import ApiToken
from .audit import AuditEntry
from .callback import Callback
from .checkpoint import Checkpoint
from .event import Event
from .inbox import (
    Attachment,
    SavedView,
    Task,
    TaskAssignee,
    TaskDecision,
    TaskDraft,
    TaskWatcher,
)
from .message import Message
from .notices import (
    Announcement,
    DecisionLink,
    Delivery,
    DeliveryAttempt,
    Notice,
    Webhook,
)
from .people import Calendar, Invitation, Profile, Substitution
from .request_key import RequestKey
from .run import Run
from .secrets import Credential
from .sign_in_link import SignInLink
from .signal import Signal
from .suspension import Suspension
from .test_set import TestSet
from .trigger import Trigger
from .version import Version
from .worker_beat import WorkerBeat
from .workflow import Workflow
from .workflow_grant import WorkflowGrant
from .workspaces import Membership, Workspace

__all__ = [
    "Announcement",
    "ApiToken",
    "Attachment",
    "AuditEntry",
    "Calendar",
    "Callback",
    "Checkpoint",
    "Credential",
    "DecisionLink",
    "Delivery",
    "DeliveryAttempt",
    "Event",
    "Invitation",
    "Membership",
    "Message",
    "Notice",
    "Profile",
    "RequestKey",
    "Run",
    "SavedView",
    "SignInLink",
    "Signal",
    "Substitution",
    "Suspension",
    "Task",
    "TaskAssignee",
    "TaskDecision",
    "TaskDraft",
    "TaskWatcher",
    "TestSet",
    "Trigger",
    "Version",
    "Webhook",
    "WorkerBeat",
    "Workflow",
    "WorkflowGrant",
    "Workspace",
]
