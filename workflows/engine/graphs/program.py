"""GraphProgram: a graph as a program: joins, branches, dead paths and results; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import FermataError
from ..events import Json
from ..expressions import Expression, compile_expression, expressions_in, item_names, literals_in
from ..node import BaseNode
from ..program import (
    Actions,
    Assignment,
    Choice,
    EndLoop,
    Finished,
    Pauses,
    Policy,
    Repeat,
    Routing,
    Skip,
    Start,
)
from ..registry import Registry
from ..state import Activation, RunState
from .bypass import passed_over
from .loops import Loop, structure_of
from .model import Edge, Graph
from .trial import Trial, tried

ANY_ACTION = "*"
ERROR_ACTION = "error"
TIMEOUT_ACTION = "timeout"
INPUT_TYPE = "input"
_ACTIVE = frozenset({"running", "retrying", "suspended"})


class UnknownNodeType(FermataError):
    """The graph has a node that this process cannot run, as its type is unknown; another may."""

    code = "unknown_type"


class GraphProgram:
    """A graph bound to the node classes of a registry. Raises ``UnknownNodeType`` when one is
    missing."""

    def __init__(self, graph: Graph, registry: Registry) -> None:
        """Look up every node's class and find out which outputs are read."""
        self.graph = graph
        self.classes: dict[str, type[BaseNode]] = {}
        for node in graph.nodes.values():
            cls = registry.get(node.type)
            if cls is None:
                raise UnknownNodeType(f"No node of the type {node.type!r} is installed here.")
            if (lacking := cls.missing(node.properties)) is not None:
                raise UnknownNodeType(lacking)
            self.classes[node.id] = cls
        self.classes = passed_over(graph, self.classes)
        self.trial = Trial.model_validate(graph.trial) if graph.trial is not None else None
        if self.trial is not None:
            self.classes = tried(self.trial, graph, self.classes)
        self.structure = structure_of(graph)
        self._deferred = frozenset(
            edge for loop in self.structure.loops for edge in (*loop.exits, *loop.backs)
        )
        self._forward = {
            name: [edge for edge in edges if edge.id not in self.structure.backs]
            for name, edges in graph.incoming.items()
        }
        self._waits_for = {
            name: ([edge.id for edge in edges], graph.nodes[name].settings.join == "any")
            for name, edges in self._forward.items()
        }
        self._conditions: dict[str, Expression] = {
            edge.id: compile_expression(edge.when) for edge in graph.edges if edge.when
        }
        self._routes = {
            node.id: [(compile_expression(rule.when), rule) for rule in node.settings.routes]
            for node in graph.nodes.values()
            if node.settings.routes
        }
        self._pauses = _pauses(graph)
        self.dynamic = {
            node.id: tuple(name for name, value in node.properties.items() if expressions_in(value))
            if not (node.bypassed or (self.trial is not None and node.id in self.trial.pins))
            else ()
            for node in graph.nodes.values()
        }
        self.templates = _templates(graph)
        self._policies = {name: self._policy(name) for name in graph.nodes}
        self._results = self._result_nodes()
        self._read = self._read_outputs()

    @property
    def max_parallel(self) -> int:
        """Say how many activations of one run may be executed at the same time."""
        return self.graph.max_parallel

    def knows(self, node_id: str) -> bool:
        """Say whether the node exists."""
        return node_id in self.graph.nodes

    def title(self, node_id: str) -> str:
        """Give the node's name for people."""
        return self.graph.nodes[node_id].title or node_id

    def input_schemas(self) -> Sequence[Mapping[str, Json]]:
        """Give the forms of the input nodes, literal ones."""
        nodes = (node for node in self.graph.nodes.values() if node.type == INPUT_TYPE)
        schemas = (node.properties.get("schema") for node in nodes)
        return [s for s in schemas if isinstance(s, Mapping) and s and "$expr" not in s]

    def next(self, state: RunState, touched: Iterable[str] | None, room: int) -> list[Start | Skip]:
        """Say what can start or is skipped now; see :class:`workflows.engine.program.Program`."""
        decisions: list[Start | Skip] = []
        for node_id in self._candidates(touched):
            known = state.activations.get(node_id)
            if known is not None and not known.stale:
                continue
            ready = self._ready(state, node_id)
            if ready is None:
                continue
            iteration = known.iteration + 1 if known is not None else 1
            if not ready:
                decisions.append(Skip(node_id, iteration, self._decided_at_once(node_id)))
            elif room > 0:
                room -= 1
                decisions.append(Start(node_id, iteration))
        return decisions

    def _decided_at_once(self, node_id: str) -> list[str]:
        """List the outgoing edges that wait for no loop's rest."""
        outgoing = self.graph.outgoing[node_id]
        return [edge.id for edge in outgoing if edge.id not in self._deferred]

    def _candidates(self, touched: Iterable[str] | None) -> Iterable[str]:
        if touched is None:
            return self.graph.nodes
        seen: dict[str, None] = {}
        for source in touched:
            for edge in self.graph.outgoing[source]:
                seen[edge.target] = None
        return seen

    def _ready(self, state: RunState, node_id: str) -> bool | None:
        """Say True: starts, False: is skipped, None: not yet known."""
        incoming, joins_any = self._waits_for[node_id]
        if not incoming:
            return True
        decided = [state.edges.get(edge) for edge in incoming]
        if joins_any and any(decided):
            return True
        if None in decided:
            return None
        return any(decided)

    def rest(self, state: RunState) -> Repeat | EndLoop | None:
        """Say what follows for a loop whose body has come to rest, the innermost first."""
        for loop in self.structure.loops:
            header = state.activations.get(loop.header)
            if header is None or header.stale or header.rested or not self._rests(state, loop):
                continue
            backs = [edge for edge in loop.backs if edge in state.pending]
            if backs:
                rounds = header.iteration + 1
                limit = self.graph.nodes[loop.header].settings.max_iterations
                reset = sorted(loop.body)
                return Repeat(loop.header, rounds, loop.inside, reset, backs, rounds > limit)
            taken = [edge for edge in loop.exits if edge in state.pending]
            skipped = [edge for edge in (*loop.exits, *loop.backs) if edge not in state.pending]
            return EndLoop(loop.header, header.iteration, taken, skipped)
        return None

    def _rests(self, state: RunState, loop: Loop) -> bool:
        """Say whether nothing in the body is ready, running, retrying or suspended."""
        for node_id in loop.body:
            item = state.activations.get(node_id)
            if item is None or item.stale:
                if self._ready(state, node_id) is not None:
                    return False
            elif item.status in _ACTIVE:
                return False
        return True

    def route(self, state: RunState, done: Finished) -> Routing:
        """Decide a finished node's outgoing edges; ``ExpressionError`` when a condition fails."""
        outgoing = self.graph.outgoing[done.node_id]
        chosen = self._chosen(outgoing, done)
        names: dict[str, Json] | None = None
        taken: list[str] = []
        skipped: list[str] = []
        left: list[str] = []
        for edge in outgoing:
            take = edge.id in chosen
            condition = self._conditions.get(edge.id)
            if take and condition is not None:
                names = names or self._names(state, done)
                take = condition.truth(names)
            if edge.id not in self._deferred:
                (taken if take else skipped).append(edge.id)
            elif take:
                left.append(edge.id)
        return Routing(taken, skipped, self.keeps(done.node_id), left)

    def keeps(self, node_id: str) -> bool:
        """Say whether something may read the node's output later."""
        return self._read is None or node_id in self._read

    @staticmethod
    def _chosen(outgoing: Sequence[Edge], done: Finished) -> set[str]:
        wanted = ERROR_ACTION if done.failed else done.action
        named = {edge.id for edge in outgoing if wanted is not None and edge.action == wanted}
        if not named:
            named = {edge.id for edge in outgoing if edge.action is None}
        return named | {edge.id for edge in outgoing if edge.action == ANY_ACTION}

    @staticmethod
    def _names(state: RunState, done: Finished) -> dict[str, Json]:
        started = state.started_at.isoformat() if state.started_at else None
        return {
            **item_names(state.inputs),
            "inputs": state.inputs,
            "state": dict(done.state),
            "nodes": {**state.outputs, done.node_id: done.output},
            "output": done.output,
            "action": done.action,
            "run": {"id": state.run_id, "started_at": started},
            "attempt": done.attempt,
        }

    def pauses(self, node_id: str) -> Pauses | None:
        """Say where the run stops at this node; None: nowhere."""
        return self._pauses.get(node_id)

    def choose(self, state: RunState, done: Finished) -> Choice | None:
        """Give the first routing rule that holds; ``ExpressionError`` when one fails."""
        rules = self._routes.get(done.node_id)
        if not rules or done.failed:
            return None
        names = self._names(state, done)
        for condition, rule in rules:
            if condition.truth(names):
                return Choice(rule.action, rule.pause, rule.reason)
        return None

    def executes(self, node_id: str) -> bool:
        """Say yes: every activation of a graph is a worker's."""
        return True

    def _ports(self, node_id: str) -> Mapping[str, Any] | None:
        return self.classes[node_id].outputs_of(self.graph.nodes[node_id].properties)

    def policy(self, node_id: str) -> Policy:
        """Say what a failure of the node means."""
        return self._policies[node_id]

    def _policy(self, node_id: str) -> Policy:
        settings = self.graph.nodes[node_id].settings
        has_edge = any(edge.action == ERROR_ACTION for edge in self.graph.outgoing[node_id])
        retry = settings.retry
        if self.trial is not None and self.trial.skip_time:
            retry = retry.model_copy(update={"backoff_seconds": 0.0})
        return Policy(retry, settings.on_error, has_edge)

    def actions(self, node_id: str) -> Actions:
        """Say which actions a resume of the node may or must name."""
        ways = [edge.action for edge in self.graph.outgoing[node_id] if edge.action != ERROR_ACTION]
        declared = self.classes[node_id].actions_of(self.graph.nodes[node_id].properties)
        named = [action for action in ways if action is not None and action != ANY_ACTION]
        known = dict.fromkeys([*declared, *named])
        return Actions(
            allowed=list(known) if known else None,
            # A time-out is no answer that anybody could give: its line asks for nothing.
            required=len(named) == len(ways) and any(way != TIMEOUT_ACTION for way in named),
            timeout_edge=TIMEOUT_ACTION in named,
        )

    def result(self, state: RunState) -> Json:
        """Give ``{name: value}`` of the ``output`` nodes, else the outputs of the activated last
        nodes."""
        values: dict[str, Json] = {}
        for node_id in self._results:
            item = state.activations.get(node_id)
            if item is None or item.status not in ("completed", "failed"):
                continue
            output = state.outputs.get(node_id)
            if self.graph.nodes[node_id].type == "output" and isinstance(output, Mapping):
                values[output["name"]] = output["value"]
            else:
                values[node_id] = output
        return values

    def _result_nodes(self) -> list[str]:
        named = [node.id for node in self.graph.nodes.values() if node.type == "output"]
        return named or [name for name in self.graph.nodes if not self.graph.outgoing[name]]

    def _read_outputs(self) -> frozenset[str] | None:
        """Find the nodes whose output something may read later; None when anything may be read."""
        read = set(self._results)
        for edge in self.graph.edges:
            if edge.target_handle is not None:
                read.add(edge.source)
        sources = [edge.when for edge in self.graph.edges if edge.when]
        for node in self.graph.nodes.values():
            cls = self.classes[node.id]
            if cls.reads_outputs == "all":
                return None
            if cls.reads_outputs == "incoming":
                read.update(edge.source for edge in self.graph.incoming[node.id])
            sources += [source for _, source in expressions_in(node.properties)]
            sources += [source for _, source in cls.expressions_of(node.properties)]
            sources += [rule.when for rule in node.settings.routes]
        for source in sources:
            reads = compile_expression(source).reads
            if reads is None:
                return None
            read |= reads
        return frozenset(read)

    def _arriving(self, state: RunState, activation: Activation) -> list[Edge]:
        """List the taken incoming edges; in a loop's later rounds what came back comes last."""
        taken = [e for e in self._forward[activation.node_id] if state.edges.get(e.id)]
        incoming = self.graph.incoming[activation.node_id]
        back = [e for e in incoming if e.id in self.structure.backs and state.edges.get(e.id)]
        return [*taken, *back]

    def assign(self, state: RunState, activation: Activation) -> Assignment:
        """Copy what one attempt needs to be executed."""
        arrived: list[Json] = []
        fed: dict[str, Json] = {}
        for edge in self._arriving(state, activation):
            value = state.outputs.get(edge.source)
            arrived.append(value)
            if edge.target_handle is not None:
                fed[edge.target_handle] = _port(value, edge.source_handle, self._ports(edge.source))
        return Assignment(
            run_id=state.run_id,
            workflow=state.workflow,
            version=state.version,
            activation=activation.copy(),
            inputs=state.inputs,
            state=dict(state.state),
            outputs=dict(state.outputs),
            arrived=arrived,
            fed=fed,
            started_by=state.started_by,
            started_at=state.started_at,
        )


def _pauses(graph: Graph) -> dict[str, Pauses]:
    found = {}
    for node in graph.nodes.values():
        told = node.settings
        if told.pause_before or told.pause_after or told.wait_for_input:
            found[node.id] = Pauses(told.pause_before, told.pause_after, told.wait_for_input)
    return found


def _templates(graph: Graph) -> dict[str, list[str]]:
    """List each node's texts that may be templates: only what stands in the graph is one."""
    return {
        node.id: [text for text in literals_in(node.properties) if "{{" in text]
        for node in graph.nodes.values()
    }


def _port(value: Json, handle: str | None, ports: Mapping[str, Any] | None) -> Json:
    """Read the port of an output that a data edge starts at; a lone port is the whole output."""
    declared = ports if ports is not None else {"output": {}}
    if handle is None or (len(declared) == 1 and handle in declared):
        return value
    return value.get(handle) if isinstance(value, Mapping) else None
