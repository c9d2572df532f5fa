"""Nodes that wait for time, for events and callbacks, or for somebody to go on; people's tasks are
in ``people``."""

from .callback import CallbackNode
from .events import EmitEventNode, WaitForEventNode
from .sleep import SleepNode
from .wait import WaitNode

__all__ = ["CallbackNode", "EmitEventNode", "SleepNode", "WaitForEventNode", "WaitNode"]
