"""The built-in kinds of nodes, one file each, listed here; finding those of others is in
``discovery.py``."""

from workflows.engine.node import BaseNode

from .connect import FunctionNode, HttpRequestNode, SendEmailNode, TaskNode
from .data import (
    ConstantNode,
    InputNode,
    LogNode,
    OutputNode,
    SetStateNode,
    TemplateNode,
    TransformNode,
)
from .flow import ConditionNode, FailNode, MapNode, MergeNode, SubworkflowNode, SwitchNode
from .people import ApprovalNode, FormNode, QuestionNode
from .wait import CallbackNode, EmitEventNode, SleepNode, WaitForEventNode, WaitNode

BUILT_IN: tuple[type[BaseNode], ...] = (
    InputNode,
    OutputNode,
    ApprovalNode,
    QuestionNode,
    FormNode,
    WaitNode,
    SleepNode,
    CallbackNode,
    WaitForEventNode,
    EmitEventNode,
    ConditionNode,
    SwitchNode,
    MergeNode,
    MapNode,
    SubworkflowNode,
    FailNode,
    ConstantNode,
    TransformNode,
    TemplateNode,
    SetStateNode,
    LogNode,
    HttpRequestNode,
    SendEmailNode,
    TaskNode,
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
    "FormNode",
    "FunctionNode",
    "HttpRequestNode",
    "InputNode",
    "LogNode",
    "MapNode",
    "MergeNode",
    "OutputNode",
    "QuestionNode",
    "SendEmailNode",
    "SetStateNode",
    "SleepNode",
    "SubworkflowNode",
    "SwitchNode",
    "TaskNode",
    "TemplateNode",
    "TransformNode",
    "WaitForEventNode",
    "WaitNode",
]
