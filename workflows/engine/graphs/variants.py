"""A node class with other work but the same ports and actions, for one node of one graph."""

from __future__ import annotations

from typing import Any

from ..node import BaseNode
from ..registry import type_name

Classes = dict[str, type[BaseNode]]
"""The classes of nodes, by the nodes' ids."""


def variant(cls: type[BaseNode], base: type[BaseNode], process: Any) -> type[BaseNode]:
    """Make a subclass of ``base`` that looks like ``cls`` from outside and does ``process``."""
    members = {
        "__module__": cls.__module__,
        "__doc__": cls.__doc__,
        "node_type": type_name(cls),
        "process": process,
        "outputs_of": classmethod(lambda _, properties: cls.outputs_of(properties)),
        "actions_of": classmethod(lambda _, properties: cls.actions_of(properties)),
    }
    return type(cls.__name__, (base,), members)
