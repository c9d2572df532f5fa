"""What a step returns, as JSON and back: with the types that the function declares."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import orjson
from pydantic import TypeAdapter
from pydantic.errors import PydanticUserError

from ..events import Json
from ..payload import ensure_json

_PLAIN = frozenset(
    {str, int, float, bool, type(None), None, dict, list, object, Any, typing.Mapping}
)  # fmt: skip
_CONTAINERS = frozenset({dict, list, typing.Union, types.UnionType, typing.Optional})


class Codec:
    """Writes a value as JSON and reads it back; without a declared type JSON is all there is."""

    def __init__(self, adapter: TypeAdapter[Any] | None = None) -> None:
        """Take what knows the type; None for plain JSON."""
        self._adapter = adapter

    def encode(self, value: Any, where: str) -> Json:
        """Give the JSON value; ``Invalid`` for what is none."""
        if self._adapter is not None:
            value = self._adapter.dump_python(value, mode="json", warnings=False)
        return ensure_json(value, where)

    def decode(self, value: Json) -> Any:
        """Give the value, the same each time, and nobody else's."""
        if self._adapter is not None:
            return self._adapter.validate_python(value)
        return copied(value)


PLAIN = Codec()


def copied(value: Json) -> Json:
    """Copy a JSON value, so that who gets it may change it."""
    if isinstance(value, dict | list):
        return orjson.loads(orjson.dumps(value))
    return value


@lru_cache(maxsize=1024)
def codec_of(function: Callable[..., Any]) -> Codec:
    """Find the codec of what a function is declared to return."""
    try:
        declared = typing.get_type_hints(function).get("return", Any)
        if _is_plain(declared):
            return PLAIN
        return Codec(TypeAdapter(declared))
    except (NameError, TypeError, AttributeError, PydanticUserError):
        # A declaration that cannot be read here; JSON it is.
        return PLAIN


def _is_plain(declared: Any) -> bool:
    origin = typing.get_origin(declared)
    if origin in _CONTAINERS:
        return all(_is_plain(part) for part in typing.get_args(declared))
    return declared in _PLAIN or origin is typing.Literal
