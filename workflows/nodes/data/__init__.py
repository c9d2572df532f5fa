"""Nodes that make, change and hand out values; nothing outside the run is touched."""

from .constant import ConstantNode
from .input import InputNode
from .log import LogNode
from .output import OutputNode
from .set_state import SetStateNode
from .template import TemplateNode
from .transform import TransformNode

__all__ = [
    "ConstantNode",
    "InputNode",
    "LogNode",
    "OutputNode",
    "SetStateNode",
    "TemplateNode",
    "TransformNode",
]
