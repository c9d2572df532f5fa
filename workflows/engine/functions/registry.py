"""FunctionRegistry: the workflow functions, tasks and flows known to this process; where they are
found is in ``nodes/discovery.py``."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from ..errors import Invalid, NotFound
from .declaring import TaskFunction, WorkflowFunction
from .errors import FunctionClash


class FunctionRegistry:
    """Workflows by slug; tasks by their full name ``module.qualname``, or the short one if it is
    the only one. Examples (``demo``) give way to others of their name."""

    def __init__(self) -> None:
        """Begin empty."""
        self._workflows: dict[str, Any] = {}
        self._examples: dict[str, Any] = {}
        self._tasks: dict[str, TaskFunction[..., Any]] = {}

    def add(self, thing: Any, *, demo: bool = False) -> None:
        """Make a workflow function, a flow or a task known; the same one again is no error.

        Raises ``FunctionClash`` naming the workflow and both places.
        """
        if isinstance(thing, TaskFunction):
            self._tasks[thing.full_name] = thing
            return
        if demo:
            self._examples[thing.slug] = thing
            return
        known = self._workflows.setdefault(thing.slug, thing)
        if known is not thing and not _same_place(known, thing):
            raise FunctionClash(
                f"The workflow {thing.slug!r} is defined twice, by {place_of(known)} and by "
                f"{place_of(thing)}: give one of them another name."
            )

    def workflow(self, slug: str) -> WorkflowFunction[..., Any] | None:
        """Find a workflow function."""
        found = self._workflows.get(slug) or self._examples.get(slug)
        return found if isinstance(found, WorkflowFunction) else None

    def workflows(self, *, demo: bool = False) -> list[Any]:
        """List the workflow functions and flows, with ``demo`` the examples too."""
        examples = [item for slug, item in self._examples.items() if slug not in self._workflows]
        return [*self._workflows.values(), *(examples if demo else ())]

    def task(self, name: str) -> TaskFunction[..., Any]:
        """Find a task by its full or its short name; ``NotFound`` with a sentence."""
        if name in self._tasks:
            return self._tasks[name]
        found = [item for item in self._tasks.values() if item.name == name]
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(sorted(item.full_name for item in found))
            raise NotFound(f"There are several tasks {name!r}; name one of: {listed}.")
        raise NotFound(
            f"There is no task {name!r} in this process: mark the function with @task and name its "
            "module in FERMATA_MODULES."
        )

    def check(self) -> None:
        """Raise ``Invalid`` for a workflow that cannot run: its inputs, a task that is not there.

        The message names the workflow.
        """
        for thing in (*self._workflows.values(), *self._examples.values()):
            if isinstance(thing, WorkflowFunction):
                _ = thing.signature.schema
                for name in _tasks_named_in(thing.function, thing.signature.context):
                    self._check_task(thing, name)

    def _check_task(self, thing: WorkflowFunction[..., Any], name: str) -> None:
        try:
            self.task(name)
        except NotFound as error:
            raise Invalid(
                f"The workflow {thing.slug!r} ({place_of(thing)}) has a step that calls "
                f"{name!r}: {error.message}",
                code="unknown_task",
            ) from None


def _same_place(one: Any, other: Any) -> bool:
    """Say whether it is one function, imported twice."""
    return type(one) is type(other) and place_of(one) == place_of(other)


def place_of(thing: Any) -> str:
    """Say where a workflow is defined."""
    if isinstance(thing, WorkflowFunction):
        return thing.place
    return f"{getattr(thing, 'module', None) or 'a module'} (flow {thing.slug!r})"


def _tasks_named_in(function: Callable[..., Any], context: str | None) -> Iterator[str]:
    """Give the names in ``ctx.task("name")`` and ``ctx.map("name", ...)``."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner, first = node.func.value, node.args[0] if node.args else None
        of_context = isinstance(owner, ast.Name) and owner.id == context
        named = isinstance(first, ast.Constant) and isinstance(first.value, str)
        if of_context and named and node.func.attr in ("task", "map"):
            yield first.value  # type: ignore[union-attr]
