"""Tables of the inbox: tasks, who is asked, what was decided, and what people add to them."""

from .assignee import TaskAssignee
from .attachment import Attachment
from .decision import TaskDecision
from .draft import TaskDraft
from .saved_view import SavedView
from .task import Task
from .watcher import TaskWatcher

__all__ = [
    "Attachment",
    "SavedView",
    "Task",
    "TaskAssignee",
    "TaskDecision",
    "TaskDraft",
    "TaskWatcher",
]
