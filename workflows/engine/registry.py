"""Registry: the node classes known to this process, and how each is described to the editor; where
they are found is in ``nodes/discovery.py``."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from .errors import Invalid
from .events import Json
from .node import BaseNode, SuspendableNode

_REMARKS = ("title", "description")


class NodeClash(Invalid):
    """Two classes claim the same node type."""

    code = "node_clash"


def type_name(cls: type[BaseNode]) -> str:
    """Give the name that graphs use: ``node_type``, else ``<package>.<ClassName>``.

    A subclass does not inherit ``node_type``: it is another kind of node.
    """
    own = cls.__dict__.get("node_type")
    if own:
        return str(own)
    package = getattr(sys.modules.get(cls.__module__), "__package__", None) or cls.__module__
    return f"{package.removesuffix('.nodes')}.{cls.__name__}"


class Registry:
    """Node classes by type name, in the order in which they were added."""

    def __init__(self, classes: Iterable[type[BaseNode]] = ()) -> None:
        """Begin with these classes."""
        self._classes: dict[str, type[BaseNode]] = {}
        self._described: dict[type[BaseNode], dict[str, Json]] = {}
        for cls in classes:
            self.add(cls)

    def add(self, cls: type[BaseNode]) -> type[BaseNode]:
        """Make a class known; the same one again is no error. Usable as a decorator.

        Raises ``NodeClash`` naming both classes when the type is taken.
        """
        name = type_name(cls)
        known = self._classes.setdefault(name, cls)
        if known is not cls:
            raise NodeClash(
                f"The node type {name!r} is claimed by {_place(known)} and by {_place(cls)}: "
                "give one of them another node_type."
            )
        return cls

    def get(self, type: str) -> type[BaseNode] | None:
        """Find a class."""
        return self._classes.get(type)

    def types(self) -> list[type[BaseNode]]:
        """List the classes."""
        return list(self._classes.values())

    def describe(self, cls: type[BaseNode]) -> dict[str, Json]:
        """Give what palette, form and ports are drawn from: the shape of ``/api/node-types/``."""
        if cls not in self._described:
            self._described[cls] = _describe(cls)
        return deepcopy(self._described[cls])


def _place(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _describe(cls: type[BaseNode]) -> dict[str, Json]:
    schema = property_schema(cls)
    return {
        "type": type_name(cls),
        "title": cls.__dict__.get("node_title") or _class_title(cls.__name__),
        "category": cls.node_category,
        "icon": cls.node_icon,
        "description": _description(cls),
        "tags": list(cls.node_tags),
        "properties": schema,
        "required": list(schema.get("required", [])),
        "inputs": _inputs(schema),
        "outputs": _outputs(cls.outputs_of({})),
        "actions": list(cls.actions_of({})),
        "suspendable": cls.is_suspendable(),
        "effects": cls.node_effects,
        "held_back": cls.is_held_back(),
    }


def _class_title(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.removesuffix("Node") or name)
    return words[:1].upper() + words[1:].lower()


def _description(cls: type[BaseNode]) -> str:
    """Give the first paragraph of the class's own docstring as one line."""
    text = inspect.cleandoc(cls.__dict__.get("__doc__") or "")
    return " ".join(text.split("\n\n")[0].split())


def _inputs(schema: Mapping[str, Any]) -> list[Json]:
    ports = []
    for name, item in schema.get("properties", {}).items():
        if item.pop("x-port", True):
            plain = {key: value for key, value in item.items() if key not in (*_REMARKS, "default")}
            ports.append({"name": name, "title": item.get("title", _words(name)), "schema": plain})
    return ports


def _outputs(ports: Mapping[str, Any] | None) -> list[Json]:
    declared = {"output": {"title": "Output"}} if ports is None else ports
    return [
        {
            "name": name,
            "title": schema.get("title", _words(name)),
            "schema": {key: value for key, value in schema.items() if key not in _REMARKS},
        }
        for name, schema in declared.items()
    ]


def property_schema(cls: type[BaseNode]) -> dict[str, Any]:
    """Give the JSON Schema of a class's properties as forms like it: flat, without null, titled."""
    schema = cls.model_json_schema(by_alias=True)
    definitions = schema.pop("$defs", {})
    plain: dict[str, Any] = _simplify(schema, definitions, ())
    plain.pop("title", None)
    plain.pop("description", None)
    fields = plain.get("properties", {})
    # What every waiting node has comes after what this one is about.
    last = [name for name in SuspendableNode.model_fields if name in fields]
    first = [name for name in fields if name not in last]
    plain["properties"] = {name: fields[name] for name in (*first, *last)}
    return {"type": "object", **plain}


def _simplify(schema: Any, definitions: Mapping[str, Any], seen: tuple[str, ...]) -> Any:
    """Put references in place, drop the null of optional values, and speak in sentence case."""
    if not isinstance(schema, Mapping):
        return schema
    merged = _dereference(dict(schema), definitions, seen)
    if "$ref" in schema:
        seen = (*seen, str(schema["$ref"]))
    merged = _without_null(merged)
    if "$ref" in merged:
        return _simplify(merged, definitions, seen)
    for key, value in merged.items():
        if key == "properties":
            parts = {name: _simplify(item, definitions, seen) for name, item in value.items()}
            merged[key] = {name: _titled(name, part) for name, part in parts.items()}
        elif key in _WITH_SCHEMA:
            merged[key] = _simplify(value, definitions, seen)
        elif key in _WITH_SCHEMAS:
            merged[key] = [_simplify(item, definitions, seen) for item in value]
    return merged


_WITH_SCHEMA = ("items", "additionalProperties")
_WITH_SCHEMAS = ("anyOf", "oneOf", "allOf", "prefixItems")


def _dereference(
    schema: dict[str, Any], definitions: Mapping[str, Any], seen: tuple[str, ...]
) -> dict[str, Any]:
    reference = schema.pop("$ref", None)
    if reference is None:
        return schema
    if reference in seen:
        # A type that holds itself cannot be written out; the form shows such a part as JSON.
        return {"type": "object", **schema}
    target = dict(definitions.get(str(reference).rsplit("/", 1)[-1], {}))
    target.pop("title", None)
    return {**target, **schema}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices = schema.get("anyOf")
    if choices is None or {"type": "null"} not in choices:
        return schema
    left = [item for item in choices if item != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    if rest.get("default", ...) is None:
        del rest["default"]
    return {**left[0], **rest} if len(left) == 1 else {**rest, "anyOf": left}


def _titled(name: str, schema: Any) -> Any:
    """Replace the titles that Pydantic makes of names ("Due Seconds") by ours ("Due seconds")."""
    if isinstance(schema, dict) and schema.get("title") in (None, name.replace("_", " ").title()):
        schema["title"] = _words(name)
    return schema


def _words(name: str) -> str:
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]
