"""The methods of a flow that add one built-in kind of node each; what a node is told is told in
``keywords.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from ..events import Json


def expr(source: str) -> dict[str, Json]:
    """Mark CEL source as the value of a property: it is evaluated when the node starts."""
    return {"$expr": source}


class Verbs:
    """One method for each built-in kind of node. Their further keywords are those of ``node``."""

    def node(self, id: str, what: Any, /, **more: Any) -> Self:
        """Add a node; see :meth:`workflows.engine.authoring.flow.Flow.node`."""
        raise NotImplementedError

    def input(self, id: str = "input", schema: Json = None, /, **more: Any) -> Self:
        """Begin with the run's inputs; they must satisfy the JSON Schema."""
        return self.node(id, "input", **_given(schema=schema), **more)

    def output(self, id: str = "result", /, **more: Any) -> Self:
        """Give a result of the run: ``name`` (default: the id) and ``value``."""
        return self.node(id, "output", **{"name": id, **more})

    def constant(self, id: str, value: Json, /, **more: Any) -> Self:
        """Give a value."""
        return self.node(id, "constant", value=value, **more)

    def transform(self, id: str, expression: str, /, **more: Any) -> Self:
        """Give the value of a CEL expression."""
        return self.node(id, "transform", expression=expression, **more)

    def template(self, id: str, template: str, /, **more: Any) -> Self:
        """Give a text with ``{{ paths }}`` filled in."""
        return self.node(id, "template", template=template, **more)

    def set_state(self, id: str, values: Json = None, /, **more: Any) -> Self:
        """Change the run's state: ``values`` to set, ``delete`` names keys."""
        return self.node(id, "set_state", **_given(values=values), **more)

    def log(self, id: str, message: str | None = None, /, **more: Any) -> Self:
        """Write a line into the run's log."""
        return self.node(id, "log", **_given(message=message), **more)

    def condition(self, id: str, expression: str, /, **more: Any) -> Self:
        """Go on by the action ``true`` or ``false`` of a CEL expression."""
        return self.node(id, "condition", expression=expression, **more)

    def switch(self, id: str, cases: Mapping[str, str] | Sequence[Json], /, **more: Any) -> Self:
        """Go on by the first case that holds: ``{action: CEL}``; ``default`` names the way else."""
        if isinstance(cases, Mapping):
            cases = [{"when": when, "action": action} for action, when in cases.items()]
        return self.node(id, "switch", cases=list(cases), **more)

    def merge(self, id: str, /, **more: Any) -> Self:
        """Bring branches together; gives the list of what arrived."""
        return self.node(id, "merge", **more)

    def fail(self, id: str, message: str, /, **more: Any) -> Self:
        """Fail with a message, while ``when`` holds."""
        return self.node(id, "fail", message=message, **more)

    def sleep(self, id: str, /, seconds: Json = None, **more: Any) -> Self:
        """Wait for some time (``seconds=5``, ``"2h"``) or ``until`` a moment; a durable timer."""
        return self.node(id, "sleep", **_given(duration_seconds=seconds), **more)

    def wait(self, id: str, /, **more: Any) -> Self:
        """Wait until the run is resumed: ``wait_reason``, ``metadata``, ``schema``."""
        return self.node(id, "wait", **more)

    def approval(self, id: str, /, **more: Any) -> Self:
        """Ask people to approve: ``title``, ``users``, ``groups``, ``schema``, ``due_seconds``."""
        return self.node(id, "approval", **more)

    def question(self, id: str, question: str | None = None, /, **more: Any) -> Self:
        """Ask people a question: ``input_type``, ``options``, ``users``, ``groups``."""
        return self.node(id, "question", **_given(question=question), **more)

    def form(self, id: str, schema: Json = None, /, **more: Any) -> Self:
        """Ask people to fill in a form: its JSON Schema, ``title``, ``users``, ``groups``."""
        return self.node(id, "form", **_given(schema=schema), **more)

    def callback(self, id: str, /, **more: Any) -> Self:
        """Wait until another program calls back: ``wait_reason``, ``schema``."""
        return self.node(id, "callback", **more)

    def wait_for_event(self, id: str, name: str, /, **more: Any) -> Self:
        """Wait for a signal with this name, and ``key``."""
        return self.node(id, "wait_for_event", **{"name": name, **more})

    def emit_event(self, id: str, name: str, /, **more: Any) -> Self:
        """Send a signal with this name, ``key`` and ``data``."""
        return self.node(id, "emit_event", **{"name": name, **more})

    def map(self, id: str, workflow: Any, items: Json = None, /, **more: Any) -> Self:
        """Run a workflow (a slug, a flow, a workflow function) for each of the items."""
        return self.node(id, "map", workflow=self.uses(workflow), **_given(items=items), **more)

    def subworkflow(self, id: str, workflow: Any, /, **more: Any) -> Self:
        """Run a workflow (a slug, a flow, a workflow function) with ``inputs``."""
        return self.node(id, "subworkflow", workflow=self.uses(workflow), **more)

    def http_request(self, id: str, url: Json, /, **more: Any) -> Self:
        """Call an address: ``method``, ``headers``, ``query``, ``body``, ``credential``."""
        return self.node(id, "http_request", url=url, **more)

    def send_email(self, id: str, /, **more: Any) -> Self:
        """Send a mail: ``to``, ``subject``, ``body``."""
        return self.node(id, "send_email", **more)

    def task(self, id: str, function: Any, /, **more: Any) -> Self:
        """Call a ``@task`` function, given itself or by name, with ``arguments``."""
        if isinstance(function, str | Mapping):
            return self.node(id, "task", function=function, **more)
        self.calls(function)
        return self.node(id, function, **more)

    def calls(self, task: Any) -> Json:
        """Give the name of a ``@task`` function that a node calls."""
        raise NotImplementedError

    def uses(self, workflow: Any) -> Json:
        """Give the slug of a workflow that a node runs."""
        raise NotImplementedError


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
