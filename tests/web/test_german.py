"""German has the words of the steps and templates that come with the server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.architecture.sources import text, typescript
from workflows.engine.events import Json
from workflows.services import definitions

KEY = re.compile(r"""^ {2}(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\w+)):""", re.MULTILINE)
# Such are formats and names, the same in every language.
SAME = {"HTTP"}


def translated() -> set[str]:
    files = [path for path in typescript() if path.match("strings/de/more/server*.ts")]
    keys = (key for path in files for key in KEY.findall(text(path)))
    return {"".join(key).replace("\\'", "'") for key in keys}


def said(value: Json) -> Iterator[str]:
    """Yield the titles and descriptions of a schema, at any depth."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in ("title", "description") and isinstance(item, str):
                yield item
            else:
                yield from said(item)
    elif isinstance(value, list):
        for item in value:
            yield from said(item)


def test_german_has_every_word_of_the_steps() -> None:
    wanted = {
        word
        for node in definitions.node_types()
        if "." not in str(node["type"])
        for word in (str(node["category"]), *said(node))
        if word
    }
    assert sorted(wanted - translated()) == []


def test_german_has_every_word_of_the_templates() -> None:
    wanted = {
        str(template[key])
        for template in definitions.templates()
        for key in ("name", "description")
    }
    assert sorted(wanted - translated()) == []


def test_the_reader_of_keys_reads_them() -> None:
    assert {"Input", "Wait for event", "Puts a value under a name into the run's result."} <= (
        translated()
    )
