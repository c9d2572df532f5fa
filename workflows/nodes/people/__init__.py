"""Nodes that ask people; their tasks and rights are the engine's and the services'."""

from .approval import ApprovalNode

__all__ = ["ApprovalNode"]
