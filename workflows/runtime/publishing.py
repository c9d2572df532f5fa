"""The workflows that a runtime knows: each change of one is a version of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from workflows.engine.authoring import Flow
from workflows.engine.errors import NotFound
from workflows.engine.program import Program
from workflows.engine.registry import Registry

from .home import Home
from .programs import as_workflow, below, program_of


class Workflows:
    """Workflows by slug, with what their latest version was made of. Safe for threads."""

    def __init__(self, home: Home, registry: Registry) -> None:
        """Begin without any."""
        self.make: Callable[[Any, Registry], Program] = program_of
        """Makes the program of a workflow."""
        self._home = home
        self._registry = registry
        self._made_of: dict[str, tuple[Any, Any]] = {}
        self._lock = threading.Lock()

    def find(self, thing: Any) -> tuple[str, int]:
        """Give slug and version of a workflow; make a version of one that is new or has changed.

        Behind foreign ports workflows are published by their services: the latest version counts.
        Raises ``NotFound`` for an unknown slug, ``Invalid`` for one with problems.
        """
        workflow = as_workflow(thing)
        slug = workflow if isinstance(workflow, str) else getattr(workflow, "slug", None)
        if isinstance(workflow, str) or self._home.local is None:
            return self._latest(str(slug))
        with self._lock:
            for child in below(workflow):
                self._add(child)
            return self._add(workflow)

    def _latest(self, slug: str) -> tuple[str, int]:
        with self._home.ports.store.transaction() as tx:
            version = tx.latest_version(slug)
        if version is None:
            raise NotFound(f"There is no workflow {slug!r} here: publish or add it first.")
        return slug, version

    def _add(self, workflow: Any) -> tuple[str, int]:
        local = self._home.local
        if local is None:
            raise TypeError("Versions are made in memory alone.")
        program = None
        if not hasattr(workflow, "slug"):
            program = self.make(workflow, self._registry)
        slug = workflow.slug
        # A function that was defined anew has its own closure, though it reads the same.
        flow = workflow if isinstance(workflow, Flow) else None
        code = workflow if flow is None else (dict(flow.functions), dict(flow.tasks))
        made_of = (workflow.to_json(), code)
        version = max((number for name, number in local.programs if name == slug), default=0)
        if version and self._made_of.get(slug) == made_of:
            return slug, version
        program = program or self.make(workflow, self._registry)
        local.programs[slug, version + 1] = program
        self._made_of[slug] = made_of
        return slug, version + 1
