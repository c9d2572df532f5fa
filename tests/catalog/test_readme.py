"""What the README shows works: its node runs, and every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.world import World, graph
from workflows.engine.node import BaseNode
from workflows.engine.registry import type_name

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def shown_node() -> type[BaseNode]:
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0]
    names: dict[str, type[BaseNode]] = {"__name__": "readme"}  # type: ignore[dict-item]
    exec(compile(code, "README.md", "exec"), names)
    return names["SignContract"]


def test_the_node_of_the_readme_waits_for_both_signatures() -> None:
    cls = shown_node()
    nodes = {"sign": (type_name(cls), {"contract": "Lease"}), "done": "step", "off": "step"}
    world = World(graph(nodes, ["sign>done:signed", "sign>off:refused"]), cls)
    run = world.run()
    for name in ("Ann", "Ben"):
        assert world.state(run).status == "suspended"
        world.resume(run, {"name": name}, "signed")
        world.drain()
    assert world.statuses(run) == {"sign": "completed", "done": "completed", "off": "skipped"}


def test_every_test_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", README))
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text())
    }
    assert len(named) > 10
    assert named <= written, named - written
