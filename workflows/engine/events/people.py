"""Events of a task: what somebody was asked, and did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .base import Json, NodeEvent


@dataclass(frozen=True, slots=True)
class TaskEvent(NodeEvent):
    """An event of a task: what somebody was asked, and did."""

    task: str
    by: str | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskCreated(TaskEvent):
    """People are asked: ``suspension title instructions subject users groups due_at``."""


@dataclass(frozen=True, slots=True)
class TaskClaimed(TaskEvent):
    """Somebody took the task for himself."""


@dataclass(frozen=True, slots=True)
class TaskReleased(TaskEvent):
    """A claim was given back."""


@dataclass(frozen=True, slots=True)
class TaskDelegated(TaskEvent):
    """The task was handed to ``detail.to``."""


@dataclass(frozen=True, slots=True)
class TaskCommented(TaskEvent):
    """A remark, ``detail.text``."""


@dataclass(frozen=True, slots=True)
class TaskDecided(TaskEvent):
    """One person's decision: ``detail`` has ``decision data comment via override``."""


@dataclass(frozen=True, slots=True)
class TaskEscalated(TaskEvent):
    """A deadline passed: ``detail`` has ``users groups due_at`` from now on."""
