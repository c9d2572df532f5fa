"""Nodes that are passed over: they do nothing and hand on what came; the graph goes on as if the
first way out of them had been taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ConfigDict

from ..events import Json
from ..node import BaseNode, Output, ProcessingContext
from .model import Edge, Graph
from .variants import Classes, variant

_LAST_RESORT = ("timeout", "error")


class PassingNode(BaseNode):
    """Hands on what came; its properties are not looked at."""

    model_config = ConfigDict(extra="allow")
    reads_outputs = "incoming"


def passed_over(graph: Graph, classes: Classes) -> Classes:
    """Give the classes that nodes have once those that are bypassed do nothing."""
    return {
        name: _passing(cls, graph, name) if graph.nodes[name].bypassed else cls
        for name, cls in classes.items()
    }


def way_out(actions: Sequence[str], outgoing: Sequence[Edge]) -> str | None:
    """Choose the action by which a bypassed node is left: the first of its own that an edge
    follows, one for a time-out or an error only when there is no other."""
    followed = {edge.action for edge in outgoing}
    wanted = [action for action in actions if action not in _LAST_RESORT] or list(actions)
    return next((action for action in wanted if action in followed), next(iter(wanted), None))


def _passing(cls: type[BaseNode], graph: Graph, name: str) -> type[BaseNode]:
    actions = cls.actions_of(graph.nodes[name].properties) or ()
    action = way_out(actions, graph.outgoing[name])

    def process(self: BaseNode, context: ProcessingContext) -> Any:
        arrived: list[Json] = list(context.arrived)
        return Output(arrived[0] if len(arrived) == 1 else arrived or None, action)

    return variant(cls, PassingNode, process)
