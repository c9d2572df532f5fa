"""Form fields of a JSON Schema, drawn and read on the server; whether an answer fits is the
engine's to say. What this page cannot draw is left to the inbox."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from workflows.engine.payload import dumps
from workflows.services.notices.words import sentence

PREFIX = "field."
LONG = 200
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_TYPES = {"email": "email", "uri": "url", "url": "url", "date": "date", "time": "time"}
MISSING: Any = object()


class Undrawable(Exception):
    """The schema asks for more than this page draws."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose: ``value`` is any JSON value, ``key`` stands for it in the form."""

    key: str
    label: str
    value: Any
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``kind``: ``text area number whole check choice choices shown``; ``type`` is that
    of an input. ``value`` is what it begins with."""

    name: str
    label: str
    kind: str
    type: str = "text"
    required: bool = False
    help: str = ""
    value: Any = None
    text: str = ""
    choices: Sequence[Choice] = ()
    least: Any = None
    most: Any = None
    longest: int | None = None
    error: str = ""

    @property
    def key(self) -> str:
        """Name the field in the form."""
        return f"{PREFIX}{self.name}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was filled in: the data, and the fields as they were filled in."""

    data: dict[str, Any] = field(default_factory=dict)
    fields: Sequence[Field] = ()


def fields_of(schema: Any, begins_with: Mapping[str, Any]) -> list[Field]:
    """List the fields of a form; raises `Undrawable`."""
    if not schema:
        return []
    if not isinstance(schema, Mapping) or schema.get("type", "object") != "object":
        raise Undrawable
    if any(key in schema for key in ("oneOf", "anyOf", "allOf", "if", "dependentSchemas")):
        raise Undrawable
    properties, required = schema.get("properties", {}), schema.get("required", ())
    return [
        _field(name, _plain(given), name in required, begins_with.get(name, MISSING))
        for name, given in properties.items()
    ]


def read(fields: Sequence[Field], given: QueryDict) -> Answer:
    """Read what was filled in; what cannot be read is told at its field, and left out."""
    data: dict[str, Any] = {}
    seen = []
    for item in fields:
        value, error = _READERS[item.kind](item, given)
        if value is not MISSING:
            data[item.name] = value
        seen.append(replace(_again(item, value, given), error=error))
    return Answer(data, seen)


def with_errors(fields: Sequence[Field], errors: Mapping[str, str]) -> list[Field]:
    """Tell at each field what the engine says of it."""
    return [replace(item, error=item.error or errors.get(item.name, "")) for item in fields]


def _plain(given: Any) -> Mapping[str, Any]:
    """Take null away as a choice: a field may be left empty instead."""
    if not isinstance(given, Mapping):
        raise Undrawable
    for keyword in ("anyOf", "oneOf"):
        options = given.get(keyword)
        if isinstance(options, list):
            left = [item for item in options if item != {"type": "null"}]
            rest = {key: value for key, value in given.items() if key != keyword}
            if len(left) == 1 and isinstance(left[0], Mapping):
                return _plain({**left[0], **rest})
            return _plain({**rest, "enum": _constants(left)})
    kinds = given.get("type")
    if isinstance(kinds, list):
        left = [kind for kind in kinds if kind != "null"]
        if len(left) != 1:
            raise Undrawable
        return {**given, "type": left[0]}
    return given


def _constants(options: Sequence[Any]) -> list[Any]:
    """Take ``[{const, title}, …]`` for an enumeration with names."""
    if not options or not all(isinstance(item, Mapping) and "const" in item for item in options):
        raise Undrawable
    return list(options)


def _field(name: str, schema: Mapping[str, Any], required: bool, value: Any) -> Field:
    if value is MISSING:
        value = schema.get("default", schema.get("const", MISSING))
    common: dict[str, Any] = {
        "label": str(schema.get("title") or sentence(name)),
        "help": str(schema.get("description") or ""),
        "required": required,
        "value": value,
        "text": _written(value),
    }
    if schema.get("readOnly") or "const" in schema:
        return Field(name, kind="shown", **common)
    if "enum" in schema:
        return Field(name, kind="choice", choices=_choices(schema["enum"], [value]), **common)
    kind = str(schema.get("type", ""))
    if kind not in _DRAWN:
        raise Undrawable
    return _DRAWN[kind](name, schema, common)


def _text(name: str, schema: Mapping[str, Any], common: dict[str, Any]) -> Field:
    form, longest = schema.get("format"), schema.get("maxLength")
    if form == "file":
        raise Undrawable
    if form == "date-time":
        common["help"] = common["help"] or _("As 2026-01-31T14:00:00+01:00")
    is_long = form in ("textarea", "multi-line") or (isinstance(longest, int) and longest > LONG)
    is_long = is_long or "\n" in common["text"] or len(common["text"]) > LONG
    kind, shape = ("area", "text") if is_long else ("text", _TYPES.get(str(form), "text"))
    return Field(name, kind=kind, type=shape, longest=longest, **common)


def _number(name: str, schema: Mapping[str, Any], common: dict[str, Any]) -> Field:
    kind = "whole" if schema.get("type") == "integer" else "number"
    return Field(
        name,
        kind=kind,
        type="number",
        least=schema.get("minimum"),
        most=schema.get("maximum"),
        **common,
    )


def _check(name: str, schema: Mapping[str, Any], common: dict[str, Any]) -> Field:
    return Field(name, kind="check", **common)


def _list(name: str, schema: Mapping[str, Any], common: dict[str, Any]) -> Field:
    items = _plain(schema.get("items"))
    if "enum" not in items:
        raise Undrawable
    value = common["value"]
    chosen = value if isinstance(value, list) else []
    return Field(name, kind="choices", choices=_choices(items["enum"], chosen), **common)


_DRAWN: Mapping[str, Callable[[str, Mapping[str, Any], dict[str, Any]], Field]] = {
    "string": _text,
    "number": _number,
    "integer": _number,
    "boolean": _check,
    "array": _list,
}


def _choices(values: Any, chosen: Sequence[Any]) -> list[Choice]:
    found = []
    for number, given in enumerate(values):
        named = isinstance(given, Mapping) and "const" in given
        value = given["const"] if named else given
        if isinstance(value, Mapping | list):
            raise Undrawable
        if value is not None:
            label = str(given.get("title") or "") if named else ""
            found.append(Choice(str(number), label or _written(value), value, value in chosen))
    return found


def _written(value: Any) -> str:
    if value is MISSING or value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value if isinstance(value, str) else dumps(value)


Read = tuple[Any, str]


def _read_text(item: Field, given: QueryDict) -> Read:
    text = _sent(item, given)
    return (text, "") if text.strip() else (MISSING, "")


def _sent(item: Field, given: QueryDict) -> str:
    # Forms end lines in their own way.
    return given.get(item.key, "").replace("\r\n", "\n")


def _read_number(item: Field, given: QueryDict) -> Read:
    text = given.get(item.key, "").strip()
    if not text:
        return MISSING, ""
    if _WHOLE.fullmatch(text):
        return int(text), ""
    if item.kind == "number" and _NUMBER.fullmatch(text) and isfinite(float(text)):
        return float(text), ""
    told = _("A whole number.") if item.kind == "whole" else _("A number, as 1234.50.")
    return MISSING, told


def _read_check(item: Field, given: QueryDict) -> Read:
    return bool(given.get(item.key)), ""


def _read_choice(item: Field, given: QueryDict) -> Read:
    key = given.get(item.key, "")
    return next((choice.value for choice in item.choices if choice.key == key), MISSING), ""


def _read_choices(item: Field, given: QueryDict) -> Read:
    keys = given.getlist(item.key)
    found = [choice.value for choice in item.choices if choice.key in keys]
    return (found, "") if found or item.required else (MISSING, "")


def _read_shown(item: Field, given: QueryDict) -> Read:
    return item.value, ""


_READERS: Mapping[str, Callable[[Field, QueryDict], Read]] = {
    "text": _read_text,
    "area": _read_text,
    "number": _read_number,
    "whole": _read_number,
    "check": _read_check,
    "choice": _read_choice,
    "choices": _read_choices,
    "shown": _read_shown,
}


def _again(item: Field, value: Any, given: QueryDict) -> Field:
    """Give the field as it was filled in, also where that cannot be read."""
    if item.kind == "shown":
        return item
    chosen = value if isinstance(value, list) else [value]
    choices = [replace(choice, chosen=choice.value in chosen) for choice in item.choices]
    return replace(item, value=value, text=_sent(item, given), choices=choices)
