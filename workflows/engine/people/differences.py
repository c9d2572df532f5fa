"""What somebody changed in a proposal: the fields that differ, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST = 200
"""Longer lists of changes are cut: the whole answer is kept anyway."""


def changes(before: Any, after: Any) -> list[dict[str, Any]]:
    """List ``{path, before, after}`` of the fields that differ; a path is dotted.

    Objects are compared field by field, everything else as a whole; what is missing on one side is
    missing in its entry.
    """
    found: list[dict[str, Any]] = []
    _compare("", before, after, found)
    return found[:MOST]


def _compare(path: str, before: Any, after: Any, found: list[dict[str, Any]]) -> None:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            inner = f"{path}.{key}" if path else str(key)
            if key not in after:
                found.append({"path": inner, "before": before[key]})
            elif key not in before:
                found.append({"path": inner, "after": after[key]})
            else:
                _compare(inner, before[key], after[key], found)
    elif before != after or isinstance(before, bool) is not isinstance(after, bool):
        found.append({"path": path, "before": before, "after": after})
