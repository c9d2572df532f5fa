"""Flow: a graph written in Python, node after node; running it is the runtime's or the server's."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Self

from ..errors import Invalid
from ..events import Json
from ..graphs import Problem, parse, validate_graph
from ..node import BaseNode
from ..registry import Registry, type_name
from ..retry import RetryPolicy
from .canonical import canonical
from .functions import FlowFunction, function_name, register_function
from .keywords import WAITING, node_of
from .links import PREVIOUS, After, Declared, Drawn, edges_of
from .verbs import Verbs

FUNCTION_TYPE = "function"
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_OWN = __name__.rpartition(".")[0]
_NODE_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]{0,99}")

Data = str | tuple[str | None, str | None]
"""What an edge carries: the property that it feeds, or (output port, property)."""


class Flow(Verbs):
    """A workflow's graph, built by calls that each return the flow.

    Nodes follow each other in the order in which they are added::

        Flow("expense").node("submit", submit).wait("manager").sleep("delay", seconds=5)

    ``after="a"``, ``after=["a", "b"]`` name what a node follows instead, ``after=None`` begins a
    branch of its own, ``on="approved"`` says by which action, ``into="subject"`` which property the
    output becomes. Edges may be drawn too: one from an earlier node to a later one takes the place
    of "follows the node before", one that leads back (a loop) does not.

    ``functions`` are the Python functions of the flow by node id, ``classes`` the node classes
    that were given, ``tasks`` the ``@task`` functions by name, ``children`` the workflows (flows,
    workflow functions) that nodes run, ``module`` is where the flow was made.
    """

    def __init__(
        self, slug: str, name: str = "", description: str = "", *, max_parallel: int | None = None
    ) -> None:
        """Begin empty; ``name`` is made of the slug when it is not given."""
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
            raise Invalid(f"{slug!r} cannot be a flow's slug: use a-z, 0-9, - and _.")
        self.slug = slug
        self.name = name or slug.replace("-", " ").replace("_", " ").capitalize()
        self.description = description
        self.max_parallel = max_parallel
        self.module = _calling_module()
        self.functions: dict[str, FlowFunction] = {}
        self.classes: dict[str, type[BaseNode]] = {}
        self.tasks: dict[str, Any] = {}
        self.children: list[Any] = []
        self._declared: list[Declared | Drawn] = []

    def __repr__(self) -> str:
        """Show the slug and the nodes."""
        return f"<Flow {self.slug}: {', '.join(self.node_ids) or 'empty'}>"

    @property
    def node_ids(self) -> list[str]:
        """List the ids of the nodes in their order."""
        return [item.node["id"] for item in self._declared if isinstance(item, Declared)]

    def node(
        self,
        id: str,
        what: Any,
        /,
        *,
        after: After = PREVIOUS,
        on: str | None = None,
        into: str | None = None,
        **more: Any,
    ) -> Self:
        """Add a node: ``what`` is a function ``fn(context)``, a node class, or a type's name.

        Keywords are the node's properties, but for: ``label`` (its name for people), ``retry``
        (attempts, or a policy), ``timeout`` (of an attempt; of a waiting node the time to wait),
        ``join``, ``on_error``, ``bypass``, ``pause_before``, ``pause_after``, ``wait_for_input``,
        ``routes``, ``max_iterations``, ``options={...}``, ``properties={...}`` (for names that are
        taken) and ``at=(x, y)``. A function takes ``arguments={...}``. Raises ``Invalid``.
        """
        self._check_id(id)
        type, given, waits = self._kind(id, what)
        node = node_of(id, type, {**given, **more}, waits=waits)
        _texts({"on": on, "into": into})
        self._declared.append(Declared(node, _checked(after), on, into))
        return self

    add = node

    def edge(
        self,
        source: str,
        target: str,
        action: str | None = None,
        *,
        when: str | None = None,
        data: Data | None = None,
        id: str | None = None,
    ) -> Self:
        """Draw an edge; it leads to nodes that are added later too.

        ``action`` None is the way for everything else, ``when`` a CEL condition; ``data`` names
        the property that the output becomes, or ``(port, property)``.
        """
        port, fed = data if isinstance(data, tuple) else (None, data)
        edge: dict[str, Json] = {"id": id, "source": source, "target": target}
        edge |= {"source_handle": port, "target_handle": fed, "action": action, "when": when}
        _texts(edge, needed=("source", "target"))
        self._declared.append(Drawn(edge))
        return self

    def uses(self, workflow: Any) -> Json:
        """Give the slug of a workflow that a node runs, and remember the workflow."""
        if isinstance(workflow, str | Mapping):
            return workflow
        slug = getattr(workflow, "slug", None)
        if not isinstance(slug, str):
            raise Invalid("A workflow is named by its slug, or by a flow or workflow function.")
        self.children.append(workflow)
        return slug

    def calls(self, task: Any) -> Json:
        """Give the name of a ``@task`` function that a node calls, and remember the function."""
        if isinstance(task, str | Mapping):
            return task
        name = getattr(task, "full_name", None)
        if not isinstance(name, str):
            raise Invalid("A task is a function that is marked with @task, or its name.")
        self.tasks[name] = task
        return name

    def to_json(self) -> dict[str, Json]:
        """Give the graph as JSON (schema 1), the same each time."""
        nodes = [item.node for item in self._declared if isinstance(item, Declared)]
        graph = canonical({"nodes": nodes, "edges": edges_of(self._declared)})
        if self.max_parallel is not None:
            graph["options"] = {"max_parallel": self.max_parallel}
        return graph

    @classmethod
    def from_json(cls, data: Json, slug: str = "", name: str = "") -> Self:
        """Read graph JSON, or an exported file with its slug, name and description.

        Raises ``Invalid`` when the form is wrong or there is no slug. What ``validate`` would find
        is no error here.
        """
        parse(data)
        graph = canonical(data)
        flow = cls(slug or data.get("slug") or "", name or data.get("name") or "")
        flow.description = data.get("description") or ""
        flow.max_parallel = graph.get("options", {}).get("max_parallel")
        flow._declared += [Declared(node) for node in graph["nodes"]]
        flow._declared += [Drawn(edge) for edge in graph["edges"]]
        return flow

    def validate(self, registry: Registry) -> list[Problem]:
        """List what is wrong with the graph; empty: it can be run and published."""
        return validate_graph(self.to_json(), registry)

    def _check_id(self, id: Any) -> None:
        if not isinstance(id, str) or not _NODE_ID.fullmatch(id):
            raise Invalid(f"{id!r} cannot be a node's id: letters, digits, _ and -.")
        if id in self.node_ids:
            raise Invalid(f"The flow {self.slug} has a node {id!r} already.")

    def _kind(self, id: str, what: Any) -> tuple[str, dict[str, Json], bool]:
        """Find the type of what is to be done, the keywords that it brings, whether it waits."""
        if isinstance(what, str):
            return what, {}, what in WAITING
        if isinstance(what, type) and issubclass(what, BaseNode):
            type_ = type_name(what)
            self.classes[type_] = what
            return type_, {}, what.is_suspendable()
        if isinstance(getattr(what, "slug", None), str):
            return "subworkflow", {"workflow": self.uses(what)}, True
        if isinstance(getattr(what, "full_name", None), str):
            return "task", {"function": self.calls(what), **_settings(what)}, False
        if not callable(what):
            raise Invalid(
                f"The node {id!r} needs a function, a node class or the name of a type, "
                f"not {type(what).__name__}."
            )
        name = function_name(self.slug, id)
        self.functions[id] = what
        register_function(name, what)
        return FUNCTION_TYPE, {"function": name}, False


def _calling_module() -> str:
    """Name the module that makes a flow: two of one slug are told apart by it."""
    frame = sys._getframe(1)
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).startswith(_OWN):
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", ""))


def _settings(task: Any) -> dict[str, Any]:
    """Take retries and time limit of a ``@task`` function for those of its node."""
    settings: dict[str, Any] = {}
    retry = getattr(task, "retry", None)
    if isinstance(retry, RetryPolicy) and retry.max_attempts > 1:
        settings["retry"] = retry
    if getattr(task, "timeout_seconds", None):
        settings["timeout"] = task.timeout_seconds
    return settings


def _checked(after: Any) -> After:
    if after is None or isinstance(after, str) or after is PREVIOUS:
        return after
    if isinstance(after, list | tuple) and all(isinstance(name, str) for name in after):
        return list(after)
    raise Invalid("after is a node's id, a list of them, or None.")


def _texts(values: Mapping[str, Any], needed: Sequence[str] = ()) -> None:
    for name, value in values.items():
        if not isinstance(value, str) and (value is not None or name in needed):
            raise Invalid(f"{name} of an edge must be a text, not {type(value).__name__}.")
