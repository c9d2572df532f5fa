"""Executing what the program started: one attempt of a node, and the loop of one held run."""

from ..tools import Tools
from .actor import NodeActor
from .inline import InlineWorker
from .runner import WorkflowRunner

__all__ = ["InlineWorker", "NodeActor", "Tools", "WorkflowRunner"]
