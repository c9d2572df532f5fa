"""The tables; one file a table, constraints and no behaviour."""

from .api_token import ApiToken
from .audit import AuditEntry, SignedHead
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
from .meter import Meter
from .notices import (
    Announcement,
    DecisionLink,
    Delivery,
    DeliveryAttempt,
    Notice,
    Webhook,
)
from .people import Calendar, Invitation, Miss, Profile, Substitution
from .request_key import RequestKey
from .run import Run
from .secrets import Credential
from .sign_in_link import SignInLink
from .signal import Signal
from .suspension import Suspension
from .test_set import TestSet
from .trigger import Trigger
from .upkeep import LegalHold, Pause, RetentionPolicy, SealedRun, SubjectKey
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
    "LegalHold",
    "Membership",
    "Message",
    "Meter",
    "Miss",
    "Notice",
    "Pause",
    "Profile",
    "RequestKey",
    "RetentionPolicy",
    "Run",
    "SavedView",
    "SealedRun",
    "SignInLink",
    "Signal",
    "SignedHead",
    "SubjectKey",
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
