"""JSON Schema: checking data against one, and whether two ports fit; forms are drawn elsewhere.

The library takes long to load, and most processes check nothing: it is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from .errors import FieldError, Invalid
from .events import Json

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError

# Python's `re` backtracks without a limit, and schemas are typed by users; references could load
# files.
_REFUSED = ("pattern", "patternProperties", "$ref", "$dynamicRef", "propertyNames")


def check_schema(schema: Json) -> None:
    """Raise ``Invalid`` unless this is a JSON Schema that we are willing to check data against."""
    if not isinstance(schema, Mapping):
        raise Invalid("A schema is a JSON object.", code="schema")
    refused = _find_refused(schema)
    if refused:
        raise Invalid(f"The schema uses {refused!r}, which is not supported.", code="schema")
    try:
        text = orjson.dumps(dict(schema), option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise Invalid(f"The schema is not valid: {error}", code="schema") from error
    _check_form(text)


# Each attempt of a node with a form checks it, and that costs more than all else it does.
@lru_cache(maxsize=512)
def _check_form(text: bytes) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(orjson.loads(text))
    except SchemaError as error:
        raise Invalid(f"The schema is not valid: {error.message}", code="schema") from error


def _find_refused(schema: Json) -> str | None:
    # A property may be *called* "pattern": names below "properties" are not keywords.
    stack: list[tuple[Json, bool]] = [(schema, True)]
    while stack:
        value, keywords = stack.pop()
        if isinstance(value, Mapping):
            for key, item in value.items():
                if keywords and key in _REFUSED:
                    return str(key)
                if key in ("const", "enum", "default", "examples") and keywords:
                    continue
                stack.append((item, not (keywords and key in ("properties", "$defs"))))
        elif isinstance(value, list):
            stack.extend((item, True) for item in value)
    return None


def _unique_items(
    validator: Any, wanted: Any, items: Json, schema: Any
) -> Iterator[ValidationError]:
    """Compare items by their text; the library compares each of them with each."""
    from jsonschema.exceptions import ValidationError

    if wanted and isinstance(items, list):
        texts = {orjson.dumps(item, option=orjson.OPT_SORT_KEYS) for item in items}
        if len(texts) < len(items):
            yield ValidationError("Every entry may stand only once.")


def _email(text: str) -> str:
    name, at, host = text.partition("@")
    if not (name and at and host) or "@" in host or any(mark.isspace() for mark in text):
        raise ValueError(text)
    return text


@cache
def _forms() -> FormatChecker:
    """Check formats by functions that raise ``ValueError``; formats not named here pass."""
    from jsonschema import FormatChecker

    forms = FormatChecker(formats=())
    readers: dict[str, Callable[[str], Any]] = {
        "date": date.fromisoformat,
        "date-time": datetime.fromisoformat,
        "email": _email,
    }
    for name, read in readers.items():
        forms.checks(name, raises=ValueError)(
            lambda value, read=read: not isinstance(value, str) or read(value) is not None
        )
    return forms


@cache
def _checker() -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    return extend(Draft202012Validator, {"uniqueItems": _unique_items})  # type: ignore[no-untyped-call]


@lru_cache(maxsize=512)
def _validator(text: bytes) -> Any:
    schema = orjson.loads(text)
    check_schema(schema)
    return _checker()(schema, format_checker=_forms())


def validate(data: Json, schema: Mapping[str, Json], where: str = "data") -> None:
    """Raise ``Invalid`` with one error a fault; ``attr`` is the path below ``where``
    (``data.amount``)."""
    validator = _validator(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS))
    errors = [_field(error, where) for error in _first(validator.iter_errors(data), 20)]
    if errors:
        raise Invalid(f"{errors[0].attr}: {errors[0].detail}", errors=errors)


def _first(items: Iterable[Any], limit: int) -> list[Any]:
    return [item for _, item in zip(range(limit), items, strict=False)]


def _field(error: Any, where: str) -> FieldError:
    path = [where, *(str(part) for part in error.absolute_path)]
    if error.validator == "required":
        # One error for each missing name, which stands nowhere but at the start of the message.
        missing = [name for name in error.validator_value if name not in error.instance]
        named = [name for name in missing if error.message.startswith(f"{name!r} ")]
        return FieldError("required", "This field is needed.", ".".join([*path, *named[:1]]))
    return FieldError(str(error.validator), error.message[:300], ".".join(path))


def types_of(schema: Json) -> frozenset[str] | None:
    """Give the JSON types that a schema admits, or None when it says nothing about them."""
    if not isinstance(schema, Mapping):
        return None
    named = schema.get("type")
    if named is not None:
        return frozenset([named] if isinstance(named, str) else named)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            parts = [types_of(item) for item in schema[key]]
            if None in parts:
                return None
            return frozenset().union(*(part for part in parts if part))
    return None


def fits(source: Json, target: Json) -> bool:
    """Say whether a value of the source schema may be given where the target is asked for."""
    given, wanted = types_of(source), types_of(target)
    if given is None or wanted is None:
        return True
    if "number" in wanted:
        wanted |= {"integer"}
    return bool(given & wanted)
