"""JSON values in and out of the engine, with their limits; what they mean is not known here."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from .errors import FieldError, Invalid, TooLarge
from .events import Json

MAX_DEPTH = 32
MAX_BYTES = 256 * 1024
MAX_INTEGER = 2**53 - 1
_MAX_ITEMS = MAX_BYTES // 2
"""An item takes two bytes at least (itself and a comma): more items cannot fit."""

_CONTAINERS: frozenset[Any] = frozenset({dict, list, tuple})
_SCALARS: frozenset[Any] = frozenset({type(None), bool})
_STRICT = orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATETIME
_STRICT |= orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS


def ensure_json(value: Any, where: str) -> Json:
    """Give the value as a JSON value of its own; tuples become lists, models become objects.

    Raises ``Invalid`` naming the key's path below ``where`` for what is not JSON: sets, dates,
    bytes, NaN, whole numbers beyond 2^53, NUL characters, keys that are no text; ``TooLarge``
    beyond 256 KiB or 32 levels.
    """
    kind = value.__class__
    if kind in _SCALARS or (kind is int and -MAX_INTEGER <= value <= MAX_INTEGER):
        return value
    return orjson.loads(encode(value, where))


def encode(value: Any, where: str) -> bytes:
    """Check a value as ``ensure_json`` does, and write it, for those who need its size."""
    try:
        # The walk comes first: orjson would write out a value that shares its parts without end.
        text = orjson.dumps(value, option=_STRICT) if _has_sound_shape(value) else b""
    except (TypeError, RecursionError):
        text = b""
    if not text or b"null" in text or b"\\u0000" in text:
        return _encode_slowly(value, where)
    if len(text) > MAX_BYTES:
        raise _too_large(where)
    return text


def dumps(value: Json) -> str:
    """Write a JSON value compactly; it must have passed ``ensure_json`` before."""
    return orjson.dumps(value, default=_plain).decode()


def digest(value: Json) -> str:
    """Give the SHA-256 of a value, hexadecimal, whatever the order of its keys."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def loads(text: str | bytes) -> Json:
    """Read a JSON text; raises ``ValueError`` when it is none (NaN and Infinity included)."""
    return orjson.loads(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | frozenset):
        return list(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _has_sound_shape(value: Any) -> bool:
    """Say whether depth and number of items are within limits, counting a part at each use."""
    level: list[Any] = [value]
    items = 0
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for part in level:
            if part.__class__ not in _CONTAINERS:
                continue
            items += len(part)
            if items > _MAX_ITEMS:
                return False
            values = part.values() if isinstance(part, dict) else part
            below += [item for item in values if item.__class__ in _CONTAINERS]
        if not below:
            return True
        level = below
    return False


def _encode_slowly(value: Any, where: str) -> bytes:
    """Check item by item, to name the key at fault; also for what orjson does not take as it is."""
    root: list[Json] = [None]
    # Target container, its key, value, path, depth: a stack of our own, for depth is guarded here.
    todo: list[tuple[Any, Any, Any, str, int]] = [(root, 0, value, where, 0)]
    items = 0
    while todo:
        target, key, item, path, depth = todo.pop()
        items += 1
        if items > _MAX_ITEMS:
            raise _too_large(where)
        plain = _as_plain(item, path)
        if isinstance(plain, dict | list):
            if depth >= MAX_DEPTH:
                raise _fail(
                    TooLarge, "too_deep", path, f"is nested more than {MAX_DEPTH} levels deep"
                )
            copy: Any = {} if isinstance(plain, dict) else [None] * len(plain)
            # Keys are set at once, so that the copy keeps their order.
            if isinstance(plain, dict):
                copy.update(dict.fromkeys(_keys(plain, path)))
            children = _children(plain, path)
            todo.extend((copy, name, child, below, depth + 1) for name, child, below in children)
            plain = copy
        target[key] = plain
    text = orjson.dumps(root[0])
    if len(text) > MAX_BYTES:
        raise _too_large(where)
    return text


def _keys(value: dict[Any, Any], path: str) -> Iterable[str]:
    for key in value:
        if not isinstance(key, str):
            raise _fail(Invalid, "not_json", path, f"has the key {key!r}, and keys must be text")
        yield _text(key, path)


def _children(value: Any, path: str) -> Iterable[tuple[Any, Any, str]]:
    if isinstance(value, dict):
        return ((str(key), item, f"{path}.{key}") for key, item in value.items())
    return ((index, item, f"{path}[{index}]") for index, item in enumerate(value))


def _as_plain(value: Any, path: str) -> Any:
    """Give a scalar, or a dict or list whose items are still unchecked."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | dict | list):
        return value
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, int | float):
        return _number(value, path)
    return _converted(value, path)


def _converted(value: Any, path: str) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, UUID):
        return str(value)
    kind = type(value).__name__
    hint = _HINTS.get(kind, "")
    raise _fail(Invalid, "not_json", path, f"is of type {kind}, which is not JSON{hint}")


_HINTS = {
    "set": "; make it a list",
    "frozenset": "; make it a list",
    "datetime": "; write it with isoformat()",
    "date": "; write it with isoformat()",
    "time": "; write it with isoformat()",
    "timedelta": "; give its total_seconds()",
    "Decimal": "; make it a text or a number",
    "bytes": "; decode it to text",
    "coroutine": "; an await is missing",
}


def _text(value: str, path: str) -> str:
    if "\x00" in value:
        raise _fail(Invalid, "nul", path, "holds a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _fail(Invalid, "not_text", path, "holds half of a surrogate pair") from None
    return str(value)


def _number(value: int | float, path: str) -> int | float:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _fail(
                Invalid, "not_a_number", path, f"is {float(value)}, which JSON does not know"
            )
        return float(value)
    if abs(value) > MAX_INTEGER:
        raise _fail(Invalid, "integer", path, "is a whole number beyond 2^53; give it as text")
    return int(value)


def _fail(kind: type[Invalid], code: str, path: str, what: str) -> Invalid:
    message = f"{path[:200]} {what}."
    return kind(message, code=code, errors=[FieldError(code, message, path)])


def _too_large(where: str) -> Invalid:
    return _fail(TooLarge, "too_large", where, f"is larger than {MAX_BYTES // 1024} KiB")
