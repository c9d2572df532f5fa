"""Finds node classes, workflow functions, tasks and flows: built-in ones, those of installed apps,
named modules and entry points; the settings are handed in."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import entry_points
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from workflows.engine.authoring import Flow, look_for_tasks_with
from workflows.engine.errors import Invalid
from workflows.engine.functions import FunctionRegistry, TaskFunction, WorkflowFunction
from workflows.engine.node import BaseNode
from workflows.engine.registry import Registry

from . import BUILT_IN

ENTRY_POINTS = "fermata.nodes"
# By name: the catalogue of examples lies beside the nodes and neither imports the other.
_DEMO = ("workflows.catalog.document_approval", "workflows.catalog.webhook_wait")
_EXAMPLES = "workflows.catalog.functions"


class DiscoveryError(Invalid):
    """A module that was named cannot be used; the message says which and why."""

    code = "discovery"


_lock = threading.Lock()
_sources: dict[str, Sequence[str]] = {"apps": (), "modules": ()}
_registry: Registry | None = None
_functions: FunctionRegistry | None = None


def configure(apps: Iterable[str] = (), modules: Iterable[str] = ()) -> None:
    """Say where to look: dotted names of installed apps, and of FERMATA_MODULES.

    Nothing is imported before the first ``default_registry()``.
    """
    global _registry, _functions  # noqa: PLW0603 - one registry a process, like Django's apps
    with _lock:
        _sources.update(apps=tuple(apps), modules=tuple(modules))
        _registry = _functions = None
    look_for_tasks_with(lambda name: default_functions().task(name))


def default_registry() -> Registry:
    """Give the registry of this process; found out once.

    Raises ``DiscoveryError`` or ``NodeClash``, whose messages name the module or the classes.
    """
    global _registry  # noqa: PLW0603 - see above
    with _lock:
        if _registry is None:
            _registry = discover(_sources["apps"], _sources["modules"])
        return _registry


def default_functions() -> FunctionRegistry:
    """Give the workflow functions, tasks and flows of this process; found out once.

    Raises ``DiscoveryError``, or ``FunctionClash`` whose message names the workflow.
    """
    global _functions  # noqa: PLW0603 - see above
    with _lock:
        if _functions is None:
            _functions = discover_functions(_sources["apps"], _sources["modules"])
        return _functions


def discover_functions(apps: Iterable[str] = (), modules: Iterable[str] = ()) -> FunctionRegistry:
    """Find what is in the ``flows`` of apps and packages, in named modules and at entry points."""
    found = FunctionRegistry()
    for thing in workflows_in(_import(_EXAMPLES, "The examples")):
        found.add(thing, demo=not isinstance(thing, TaskFunction))
    for module in _flow_modules(apps, modules):
        for thing in workflows_in(module):
            found.add(thing)
    for item in _at_entry_points():
        if isinstance(item, (WorkflowFunction, TaskFunction, Flow)):
            found.add(item)
    return found


def _flow_modules(apps: Iterable[str], modules: Iterable[str]) -> Iterator[ModuleType]:
    for app in apps:
        if _exists(f"{app}.flows"):
            yield _import(f"{app}.flows", "Installed app")
    for name in modules:
        module = _import(name, "FERMATA_MODULES")
        yield module
        if hasattr(module, "__path__") and _exists(f"{name}.flows"):
            yield _import(f"{name}.flows", "FERMATA_MODULES")


def workflows_in(module: ModuleType) -> list[Any]:
    """List the workflow functions, tasks and flows that a module shows.

    Left out are names with an underscore, and workflow functions of other packages: they were
    imported to be run by those of this one.
    """
    package = module.__name__.partition(".")[0]
    return [
        value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and isinstance(value, (WorkflowFunction, TaskFunction, Flow))
        and not (isinstance(value, WorkflowFunction) and value.module.partition(".")[0] != package)
    ]


def discover(apps: Iterable[str] = (), modules: Iterable[str] = ()) -> Registry:
    """Make a registry of the built-in nodes and all that is found."""
    registry = Registry(BUILT_IN)
    for cls in _found(apps, modules):
        registry.add(cls)
    return registry


def _found(apps: Iterable[str], modules: Iterable[str]) -> Iterator[type[BaseNode]]:
    for name in _DEMO:
        yield from classes_in(_import(name, "The demo"))
    for app in apps:
        if _exists(f"{app}.nodes"):
            yield from classes_in(_import(f"{app}.nodes", "Installed app"))
    for name in modules:
        yield from _of_named(name)
    for item in _at_entry_points():
        if isinstance(item, type):
            yield item


def _of_named(name: str) -> Iterator[type[BaseNode]]:
    """Give the classes of a module; a package stands for its ``nodes`` too."""
    module = _import(name, "FERMATA_MODULES")
    yield from classes_in(module)
    if hasattr(module, "__path__") and _exists(f"{name}.nodes"):
        yield from classes_in(_import(f"{name}.nodes", "FERMATA_MODULES"))


def _at_entry_points() -> Iterator[Any]:
    """Give the node classes, functions, tasks and flows that installed packages name."""
    for point in entry_points(group=ENTRY_POINTS):
        source = f"Entry point {point.name!r}"
        try:
            loaded = point.load()
        except Exception as error:
            raise _unusable(source, point.value, error) from error
        yield from _of_loaded(loaded, f"{source} ({point.value})")


def _of_loaded(loaded: Any, source: str) -> Iterator[Any]:
    if isinstance(loaded, ModuleType):
        yield from classes_in(loaded)
        yield from workflows_in(loaded)
        return
    for item in loaded if isinstance(loaded, list | tuple) else [loaded]:
        if not _is_node(item) and not isinstance(item, (WorkflowFunction, TaskFunction, Flow)):
            raise DiscoveryError(f"{source}: {item!r} is not a node class.")
        yield item


def classes_in(module: ModuleType) -> list[type[BaseNode]]:
    """List the node classes that a module defines, or shows from modules below it.

    Left out are names with an underscore, classes without a ``process``, and what is imported from
    elsewhere.
    """
    own = (module.__name__, f"{module.__name__}.")
    return [
        value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and _is_node(value)
        and (value.__module__ == own[0] or value.__module__.startswith(own[1]))
    ]


def _is_node(value: Any) -> bool:
    is_node = isinstance(value, type) and issubclass(value, BaseNode)
    return is_node and value.process is not BaseNode.process


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:
        return False


def _import(name: str, source: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise _unusable(source, name, error) from error


def _unusable(source: str, name: str, error: Exception) -> DiscoveryError:
    reason = f"{type(error).__name__}: {error}"
    return DiscoveryError(f"{source}: {name} cannot be imported ({reason}).")
