"""Nodes that wait for time or for somebody to go on; people's tasks are in ``people``."""

from .sleep import SleepNode
from .wait import WaitNode

__all__ = ["SleepNode", "WaitNode"]
