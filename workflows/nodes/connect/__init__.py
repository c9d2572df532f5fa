"""Nodes that reach beyond the graph: to Python code, and to other systems."""

from .email import SendEmailNode
from .http import HttpRequestNode
from .task import FunctionNode, TaskNode

__all__ = ["FunctionNode", "HttpRequestNode", "SendEmailNode", "TaskNode"]
