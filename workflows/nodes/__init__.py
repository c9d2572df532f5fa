"""The built-in kinds of nodes, one file each, listed here; finding those of others is in
``discovery.py``."""

from workflows.engine.node import BaseNode

from .connect import FunctionNode
from .data import (
    ConstantNode,
    InputNode,
    LogNode,
    OutputNode,
    SetStateNode,
    TemplateNode,
    TransformNode,
)
from .flow import ConditionNode, FailNode, MergeNode, SwitchNode
from .people import ApprovalNode
from .wait import CallbackNode, EmitEventNode, SleepNode, WaitForEventNode, WaitNode

BUILT_IN: tuple[type[BaseNode], ...] = (
    InputNode,
    OutputNode,
    ApprovalNode,
    WaitNode,
    SleepNode,
    CallbackNode,
    WaitForEventNode,
    EmitEventNode,
    ConditionNode,
    SwitchNode,
    MergeNode,
    FailNode,
    ConstantNode,
    TransformNode,
    TemplateNode,
    SetStateNode,
    LogNode,
    FunctionNode,
)

__all__ = [
    "BUILT_IN",
    "ApprovalNode",
    "CallbackNode",
    "ConditionNode",
    "ConstantNode",
    "EmitEventNode",
    "FailNode",
    "FunctionNode",
    "InputNode",
    "LogNode",
    "MergeNode",
    "OutputNode",
    "SetStateNode",
    "SleepNode",
    "SwitchNode",
    "TemplateNode",
    "TransformNode",
    "WaitForEventNode",
    "WaitNode",
]
