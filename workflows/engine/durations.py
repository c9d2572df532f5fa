"""Durations as people write them, in seconds; timers and clocks are not here."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from .errors import FieldError, Invalid
from .events import Json

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TEXT = re.compile(r"([0-9]{1,12})([smhd])")

LONGEST = 36_500 * 86_400
"""A hundred years of seconds: what is longer is a mistake, and dates end not far behind."""


def parse_duration(value: Json, where: str = "duration") -> float:
    """Give the seconds of a number, or of a whole number followed by s, m, h or d.

    Raises ``Invalid`` (code ``duration``, naming ``where``) for everything else: negative, null and
    boolean values, text without a unit, NaN and infinity, more than a hundred years.
    """
    if isinstance(value, str):
        seconds: float = _from_text(value, where)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value
    else:
        raise _invalid(where, f"{where} must be {_EXPECTED}, not {_name(value)}.")
    if isinstance(seconds, float) and not math.isfinite(seconds):
        raise _invalid(where, f"{where} must be {_EXPECTED}, not {value!r}.")
    if seconds < 0:
        raise _invalid(where, f"{where} must not be negative.")
    if seconds > LONGEST:
        raise _invalid(where, f"{where} must not be longer than a hundred years.")
    return float(seconds)


_EXPECTED = 'a number of seconds or a text such as "90s", "5m", "2h" or "3d"'


def _from_text(text: str, where: str) -> int:
    found = _TEXT.fullmatch(text)
    if found is None:
        raise _invalid(where, f"{where} must be {_EXPECTED}, not {text[:40]!r}.")
    return int(found[1]) * _UNITS[found[2]]


def _name(value: Json) -> str:
    if value is None:
        return "empty"
    return "true or false" if isinstance(value, bool) else f"a {type(value).__name__}"


def _invalid(where: str, message: str) -> Invalid:
    return Invalid(message, code="duration", errors=[FieldError("duration", message, where)])


def _property(value: Any, info: ValidationInfo) -> float:
    try:
        return parse_duration(value, info.field_name or "duration")
    except Invalid as error:
        raise ValueError(error.message) from error


Seconds = Annotated[
    float,
    BeforeValidator(_property),
    WithJsonSchema({"type": ["number", "string"], "format": "duration"}),
]
"""A node's property that is a duration: given as people write them, seen by the node in seconds."""
