"""Texts with ``{{ path }}`` in them: look-ups only, no code is executed; which properties are such
texts, the nodes say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from workflows.engine.errors import Permanent
from workflows.engine.events import Json
from workflows.engine.node import ProcessingContext
from workflows.engine.payload import MAX_BYTES, dumps

_PATH = re.compile(r"\{\{\s*([A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)*)\s*\}\}")

Text = Annotated[str, Field(json_schema_extra={"format": "template"})]
"""A property whose text may hold ``{{ path }}``."""


_NOTHING: Mapping[str, Json] = {}


def render_in(context: ProcessingContext, text: str, own: Mapping[str, Json] = _NOTHING) -> str:
    """Render with the context's ``inputs state nodes run``, with values of one's own, and where
    those do not name it otherwise ``attempt`` and, inside a map, ``item`` and ``index``.

    Only what stands in the graph is a template: text that came with data is left as it is, else
    whoever wrote it could have the run's other data put in.
    """
    known = context.literals
    if "{{" not in text or (known is not None and not any(text in item for item in known)):
        return text
    more = context.expression_names()
    fixed = {key: more.pop(key) for key in ("inputs", "state", "nodes", "run")}
    return render(text, {**more, **own, "values": own, **fixed})


def render(text: str, scope: Mapping[str, Json]) -> str:
    """Replace each ``{{ path }}`` by the value found there; a missing one by nothing.

    A path is dotted: keys of objects, numbers for places in lists. What is put in is not looked
    at again. Raises ``Permanent`` when the text grows beyond 256 KiB.
    """
    parts: list[str] = []
    at = size = 0
    for found in _PATH.finditer(text):
        put_in = as_text(_look_up(scope, found[1]))
        parts += [text[at : found.start()], put_in]
        size += len(put_in)
        at = found.end()
        if size > MAX_BYTES:
            raise Permanent(f"The text is larger than {MAX_BYTES // 1024} KiB.")
    return "".join(parts) + text[at:]


def _look_up(scope: Mapping[str, Json], path: str) -> Json:
    value: Json = scope
    for part in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isascii() and part.isdigit() and len(part) < 7:
            value = value[int(part)] if int(part) < len(value) else None
        else:
            return None
    return value


def as_text(value: Json) -> str:
    """Write a value as people read it: text as it is, nothing for null, JSON for the rest."""
    if value is None:
        return ""
    return value if isinstance(value, str) else dumps(value)


def reads_of(properties: Mapping[str, Json], names: Iterable[str]) -> list[tuple[str, str]]:
    """List what the texts under these names read of other nodes, as CEL: (pointer, source)."""
    found: dict[tuple[str, str], None] = {}
    for name in names:
        text = properties.get(name)
        for path in _PATH.findall(text) if isinstance(text, str) else ():
            root, _, rest = path.partition(".")
            if root == "nodes":
                node_id = rest.partition(".")[0]
                source = f"nodes[{json.dumps(node_id)}]" if node_id else "nodes"
                found[(f"/{name}", source)] = None
    return list(found)
