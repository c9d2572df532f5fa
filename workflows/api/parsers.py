"""Reading a JSON body that wants to do harm: size, depth, numbers, text; not what it means."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework.parsers import BaseParser

from workflows.engine.errors import Invalid, TooLarge

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_KEYS = 10_000
MAX_GRAPH_KEYS = 50_000
MAX_TEXT = 256 * 1024
MAX_INT = 2**53


class StrictJSONParser(BaseParser):
    """Parse `application/json`; anything that JSON programs disagree about is refused."""

    media_type = "application/json"
    max_keys = MAX_KEYS

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the body, an object. Raises `Invalid` (400) or `TooLarge` (413)."""
        raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise TooLarge("The request is larger than 1 MiB.")
        value = read_json(raw, self.max_keys)
        if not isinstance(value, dict):
            raise Invalid("The body must be a JSON object.", code="not_an_object")
        return value


class GraphParser(StrictJSONParser):
    """Parse a body with a graph: the largest one allowed has several keys for each edge."""

    max_keys = MAX_GRAPH_KEYS


def read_json(raw: bytes, max_keys: int = MAX_KEYS) -> Any:
    """Parse and check any JSON document, as in the body of a request; raises `Invalid`."""
    if not raw.strip():
        return {}
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except UnicodeDecodeError as error:
        raise Invalid("The body is not UTF-8.", code="not_json") from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise Invalid(f"The body is not JSON: {error}.", code="not_json") from error
    _check(value, max_keys)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Invalid(f"The key {twice[:80]!r} stands twice in one object.", code="duplicate_key")
    return found


def _constant(name: str) -> NoReturn:
    raise Invalid(f"{name} is not a JSON number.", code="not_a_number")


def _integer(text: str) -> int:
    # Longer texts are refused before int() spends quadratic time on them.
    if len(text) > 17 or abs(value := int(text)) > MAX_INT:
        raise Invalid("A whole number is beyond 2^53: send it as text.", code="number_too_large")
    return value


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Invalid("A number is too large.", code="number_too_large")
    return value


def _too_deep() -> Invalid:
    return Invalid(f"The body is nested deeper than {MAX_DEPTH} levels.", code="too_deep")


def _check(value: Any, max_keys: int) -> None:
    """Walk the document level by level, without recursion."""
    keys = depth = 0
    level = [value]
    while level:
        depth += 1
        deeper: list[Any] = []
        for item in level:
            if isinstance(item, str):
                _check_text(item)
            elif isinstance(item, dict):
                keys += len(item)
                deeper.extend(item)
                deeper.extend(item.values())
            elif isinstance(item, list):
                deeper.extend(item)
        if keys > max_keys:
            raise TooLarge(f"The body has more than {max_keys} keys.")
        if depth >= MAX_DEPTH and any(isinstance(item, dict | list) for item in deeper):
            raise _too_deep()
        level = deeper


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise TooLarge("A text in the body is longer than 256 KiB.")
    if "\x00" in text:
        raise Invalid("A text in the body contains a NUL character.", code="bad_text")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Invalid("A text in the body is not Unicode.", code="bad_text") from error
