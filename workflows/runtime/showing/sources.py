"""Where a run that is to be shown is read from: a runtime, or the database of a Django project."""

from __future__ import annotations

from typing import Any

from workflows.engine.errors import Invalid, NotFound
from workflows.engine.events import Json
from workflows.engine.explaining import Trace

from ..results import RunResult
from ..runtime import Runtime


def source_of(run: Any, run_id: str | None = None) -> tuple[Runtime, str]:
    """Find the runtime and the id of a run.

    ``run`` is a ``RunResult``, or a runtime with ``run_id``, or the id of a run in the database of
    a Django project that is set up. Raises ``Invalid`` for anything else.
    """
    if isinstance(run, RunResult) and isinstance(run.runtime, Runtime):
        return run.runtime, run.run_id
    if isinstance(run, Runtime) and isinstance(run_id, str):
        return run, run_id
    if isinstance(run, str) and run_id is None:
        return project_runtime(), run
    raise Invalid("Give the result of a run, or a runtime and a run's id, or a run's id.")


def is_of_project(run: Any) -> bool:
    """Say whether a run is named by its id alone."""
    return isinstance(run, str)


def project_runtime() -> Runtime:
    """Give a runtime on the database of the Django project; ``Invalid`` when there is none."""
    try:
        from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
    except ImportError as error:
        raise Invalid(f"This needs Django: {error}.") from error
    try:
        from workflows.adapters.ports import current_ports

        return Runtime(ports=current_ports())
    except (AppRegistryNotReady, ImproperlyConfigured) as error:
        told = "Django is not set up: call django.setup() first, or give a runtime."
        raise Invalid(told) from error


def explain_run(run: Any, run_id: str | None = None) -> dict[str, Json]:
    """Explain a run: ``{status, summary, waits, path, failures, retries, counts}``.

    See :func:`source_of` for what may be given.
    """
    runtime, name = source_of(run, run_id)
    return runtime.explain(name)


def child_trace(runtime: Runtime, run_id: str) -> Trace | None:
    """Read the trace of a run below another one; None when it has not begun to exist."""
    try:
        return runtime.trace(run_id)
    except NotFound:
        return None
