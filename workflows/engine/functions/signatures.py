"""The inputs of a workflow function: read off its signature, as JSON Schema and as arguments."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cached_property
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.errors import PydanticUserError

from ..errors import Invalid
from ..events import Json
from ..registry import property_schema

_REFUSED = ("pattern", "patternProperties", "propertyNames", "$defs", "discriminator")
_KEYWORDS_OF_SCHEMAS = ("items", "additionalProperties", "not", "contains")
_LISTS_OF_SCHEMAS = ("anyOf", "oneOf", "allOf", "prefixItems")
_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class Signature:
    """The parameters of a workflow function but for its context.

    The context is the parameter that is annotated so, else the first one.
    """

    def __init__(self, function: Callable[..., Any], place: str) -> None:
        """Read the signature; ``Invalid`` when inputs cannot be given by name."""
        self._place = place
        self._function = inspect.unwrap(function)
        parameters = list(inspect.signature(self._function).parameters.values())
        hints = _hints(self._function)
        self.context = _context(parameters, hints)
        rest = [item for item in parameters if item.name != self.context]
        self.open = any(item.kind is inspect.Parameter.VAR_KEYWORD for item in rest)
        self._fields = {}
        for item in rest:
            if item.kind is inspect.Parameter.VAR_KEYWORD:
                continue
            if item.kind not in _NAMED:
                raise Invalid(f"{place}: the input {item.name!r} cannot be given by its name.")
            self._fields[item.name] = (hints.get(item.name, Any), item.default)

    @cached_property
    def model(self) -> type[BaseModel]:
        """Give a model whose fields are the inputs."""
        fields: dict[str, Any] = {}
        for number, (name, (declared, default)) in enumerate(self._fields.items()):
            given = ... if default is inspect.Parameter.empty else default
            # A field's own name must not meet those of the model: the input is its alias.
            fields[f"input_{number}"] = (declared, Field(given, alias=name))
        config = ConfigDict(extra="allow" if self.open else "forbid", validate_default=False)
        try:
            return create_model("Inputs", __config__=config, **fields)
        except (PydanticUserError, NameError, TypeError) as error:
            raise Invalid(f"{self._place}: an input has a type that is no JSON: {error}") from error

    @cached_property
    def schema(self) -> dict[str, Json]:
        """Give the JSON Schema that inputs must satisfy."""
        schema = self._json_schema()
        flat: dict[str, Json] = _flat(schema, schema.get("$defs", {}), ())
        flat.pop("title", None)
        flat["additionalProperties"] = self.open
        return flat

    @cached_property
    def form(self) -> dict[str, Json]:
        """Give the schema as forms like it: flat, titled, without null."""
        self._json_schema()
        return {**property_schema(cast(Any, self.model)), "additionalProperties": self.open}

    def _json_schema(self) -> dict[str, Any]:
        try:
            return self.model.model_json_schema(by_alias=True)
        except PydanticUserError as error:
            raise Invalid(f"{self._place}: an input has a type that is no JSON: {error}") from error

    def arguments(self, inputs: Mapping[str, Json]) -> dict[str, Any]:
        """Give the keyword arguments of inputs, with the declared types.

        Raises pydantic's ``ValidationError``.
        """
        made = self.model.model_validate(deepcopy(dict(inputs)))
        values = {
            name: getattr(made, f"input_{number}") for number, name in enumerate(self._fields)
        }
        return {**values, **(made.model_extra or {})}


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(function, include_extras=True)
    except (NameError, TypeError, AttributeError):
        # Names that only type checkers see: those inputs may be anything.
        return {}


def _context(parameters: list[inspect.Parameter], hints: Mapping[str, Any]) -> str | None:
    for item in parameters:
        declared = hints.get(item.name, item.annotation)
        name = declared if isinstance(declared, str) else getattr(declared, "__name__", "")
        if name.rpartition(".")[2] == "WorkflowContext":
            return item.name
    first = parameters[0] if parameters else None
    return first.name if first is not None and first.kind not in _VARIABLE else None


_VARIABLE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def _flat(schema: Any, definitions: Mapping[str, Any], seen: tuple[str, ...]) -> Any:
    """Put references in place, and leave out what schemas are not checked for."""
    if not isinstance(schema, Mapping):
        return schema
    merged = dict(schema)
    name = str(merged.pop("$ref", "")).rsplit("/", 1)[-1]
    if name in seen:
        # A type that holds itself cannot be written out.
        return {}
    if name:
        return _flat({**definitions.get(name, {}), **merged}, definitions, (*seen, name))

    def inner(part: Any) -> Any:
        return _flat(part, definitions, seen)

    return {key: _flat_value(key, value, inner) for key, value in merged.items() if _kept(key)}


def _kept(key: str) -> bool:
    return key not in _REFUSED


def _flat_value(key: str, value: Any, flat: Callable[[Any], Any]) -> Any:
    if key == "properties":
        return {part: flat(item) for part, item in value.items()}
    if key in _KEYWORDS_OF_SCHEMAS:
        return flat(value)
    if key in _LISTS_OF_SCHEMAS:
        return [flat(item) for item in value]
    return value
