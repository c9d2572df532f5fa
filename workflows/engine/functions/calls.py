"""A call as it is shown to people and compared with what a run has recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

import orjson
from pydantic import BaseModel

_EACH, _ALL = 60, 200
_PLAIN = (str, int, float, bool, type(None))
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


def shown(name: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> str:
    """Write a call in one short line, as ``fetch('arxiv', limit=3)``."""
    parts = [_brief(item) for item in args]
    parts += [f"{key}={_brief(item)}" for key, item in (kwargs or {}).items()]
    return _cut(f"{name}({', '.join(parts)})", _ALL)


def _brief(value: Any) -> str:
    if isinstance(value, (*_PLAIN, dict, list, tuple, set)) or is_dataclass(value):
        return _cut(repr(value), _EACH)
    if isinstance(value, BaseModel):
        return _cut(repr(value), _EACH)
    # Others show their address, which is another one each time.
    return getattr(value, "__name__", None) or f"<{type(value).__name__}>"


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def digest(*parts: Any) -> str | None:
    """Give a short digest of what a call is given; None when it cannot be compared."""
    try:
        text = orjson.dumps(parts, default=_plain, option=_OPTIONS)
    except (TypeError, ValueError, RecursionError):
        return None
    return hashlib.sha256(text).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value, key=repr)
    if isinstance(value, bytes | bytearray):
        return hashlib.sha256(value).hexdigest()
    if callable(value):
        return getattr(value, "__qualname__", type(value).__qualname__)
    return f"<{type(value).__qualname__}>"
