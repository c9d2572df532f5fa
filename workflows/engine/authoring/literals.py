"""JSON values as Python literals, laid out over lines where they are long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..errors import Invalid
from ..events import Json

WIDTH = 96
_STEP = "    "
_DEEPEST = 40
# A ``{{ path }}`` counts as one word; possessive, so that no text makes the search slow.
_WORDS = re.compile(r"(?>\{\{[^{}]*\}\}|\S)*+\s*+")


def text(value: str) -> str:
    """Write a string with double quotes where that changes nothing else.

    ``repr`` decides what is escaped: quotes, line ends, and signs that are not seen.
    """
    written = repr(value)
    # Without any double quote inside, repr has escaped none: the outer ones can be exchanged.
    return f'"{written[1:-1]}"' if '"' not in written and "\\'" not in written else written


def literal(value: Json, indent: int = 0, depth: int = 0) -> str:
    """Write a JSON value; ``{"$expr": source}`` becomes ``expr(source)``.

    ``indent`` is how far the line is indented on which it begins.
    """
    if depth > _DEEPEST:
        raise Invalid(f"A value of the graph is nested more than {_DEEPEST} levels deep.")
    if isinstance(value, str):
        return _over_lines(value, indent)
    if is_expression(value):
        return f"expr({text(value['$expr'])})"
    if isinstance(value, Mapping):
        parts = (
            f"{text(str(key))}: {literal(item, indent + 1, depth + 1)}"
            for key, item in value.items()
        )
        return bracketed("{", parts, "}", indent)
    if isinstance(value, list | tuple):
        return bracketed("[", (literal(i, indent + 1, depth + 1) for i in value), "]", indent)
    return repr(value)


def _over_lines(value: str, indent: int) -> str:
    """Write a long string as several that stand below each other, cut between words."""
    room = WIDTH - indent * len(_STEP) - len(_STEP)
    if len(text(value)) <= room:
        return text(value)
    lines = [""]
    for word in _WORDS.findall(value):
        if lines[-1] and len(text(lines[-1] + word)) > room:
            lines.append("")
        lines[-1] += word
    return f"\n{_STEP * indent}".join(text(line) for line in lines)


def is_expression(value: Json) -> bool:
    """Say whether a value is exactly ``{"$expr": source}``."""
    return isinstance(value, Mapping) and list(value) == ["$expr"] and isinstance(value["$expr"], str)  # fmt: skip  # noqa: E501


def bracketed(opening: str, parts: Iterable[str], closing: str, indent: int) -> str:
    """Put parts in one line if they fit, else each in its own."""
    written: Sequence[str] = list(parts)
    line = f"{opening}{', '.join(written)}{closing}"
    if "\n" not in line and len(line) + indent * len(_STEP) <= WIDTH - len(_STEP):
        return line
    inner = "".join(f"{_STEP * (indent + 1)}{part},\n" for part in written)
    return f"{opening}\n{inner}{_STEP * indent}{closing}"
