"""Nodes that decide where a run goes; edges and joins themselves are the engine's."""

from .children import MapNode, SubworkflowNode
from .condition import ConditionNode
from .fail import FailNode
from .merge import MergeNode
from .switch import SwitchNode

__all__ = [
    "ConditionNode",
    "FailNode",
    "MapNode",
    "MergeNode",
    "SubworkflowNode",
    "SwitchNode",
]
