"""Nodes that ask people; their tasks and rights are the engine's and the services'."""

from .approval import ApprovalNode
from .form import FormNode
from .question import QuestionNode

__all__ = ["ApprovalNode", "FormNode", "QuestionNode"]
