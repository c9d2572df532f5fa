"""Claims about where node classes are found, and how faults are told."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from workflows.engine.registry import NodeClash
from workflows.nodes import BUILT_IN, discovery
from workflows.nodes.discovery import DiscoveryError, discover

NODES = """
from workflows import nodes
from workflows.engine.node import BaseNode
from workflows.nodes import WaitNode

class Greet(BaseNode):
    name: str = "you"
    async def process(self, context):
        return f"Hello {self.name}"

class LongWait(WaitNode):
    pass

class Base(BaseNode):
    pass

class _Hidden(Greet):
    pass
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    known = set(sys.modules)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in set(sys.modules) - known:
        del sys.modules[name]


def write(folder: Path, name: str, text: str = NODES) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for parent in path.parents:
        if parent != folder and folder in parent.parents and not (parent / "__init__.py").exists():
            (parent / "__init__.py").write_text("")
    path.write_text(text)


def added(apps: tuple[str, ...] = (), modules: tuple[str, ...] = ()) -> set[str]:
    known = {cls.__name__ for cls in BUILT_IN} | {"DocumentApprovalNode", "WebhookWaitNode"}
    registry = discover(apps, modules)
    return {registry.describe(c)["type"] for c in registry.types() if c.__name__ not in known}


def test_built_in_nodes_and_the_demo_node_are_always_there() -> None:
    registry = discover()
    for name in (
        "input",
        "output",
        "approval",
        "wait",
        "sleep",
        "merge",
        "document_approval",
        "webhook_wait",
    ):
        assert registry.get(name) is not None


def test_a_module_gives_its_own_classes_only(folder: Path) -> None:
    write(folder, "acme_nodes.py")
    assert added(modules=("acme_nodes",)) == {"acme_nodes.Greet", "acme_nodes.LongWait"}


def test_a_package_stands_for_its_nodes(folder: Path) -> None:
    write(folder, "acme/nodes.py")
    assert added(modules=("acme",)) == {"acme.Greet", "acme.LongWait"}


def test_a_nodes_package_shows_what_is_below_it(folder: Path) -> None:
    write(folder, "acme/nodes/greet.py")
    (folder / "acme/nodes/__init__.py").write_text("from .greet import Greet\n")
    assert added(modules=("acme",)) == {"acme.Greet"}


def test_an_installed_app_gives_its_nodes(folder: Path) -> None:
    write(folder, "shop/nodes.py")
    write(folder, "plain/models.py", "")
    assert added(apps=("shop", "plain", "workflows")) == {"shop.Greet", "shop.LongWait"}
    assert added(("shop",), ("shop", "shop.nodes")) == {"shop.Greet", "shop.LongWait"}


def test_a_module_that_is_missing_or_broken_is_named(folder: Path) -> None:
    write(folder, "broken.py", "raise RuntimeError('no licence')")
    write(folder, "shop/nodes.py", "import nowhere_at_all")
    with pytest.raises(DiscoveryError, match="FERMATA_MODULES: nowhere_to_be_found cannot"):
        discover(modules=["nowhere_to_be_found"])
    with pytest.raises(
        DiscoveryError, match=r"broken cannot be imported .RuntimeError: no licence"
    ):
        discover(modules=["broken"])
    with pytest.raises(DiscoveryError, match=r"shop\.nodes cannot be imported .*nowhere_at_all"):
        discover(apps=["shop"])


def test_a_clash_of_types_names_both_classes(folder: Path) -> None:
    write(folder, "one.py", NODES + "\nGreet.node_type = 'greet'\n")
    write(folder, "two.py", NODES + "\nGreet.node_type = 'greet'\n")
    with pytest.raises(NodeClash, match=r"'greet' is claimed by one\.Greet and by two\.Greet"):
        discover(modules=["one", "two"])


def test_entry_points_are_modules_classes_or_lists(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "pack/things.py", NODES + "\nALL = [Greet]\nWRONG = 5\n")

    def points(*values: str) -> Any:
        made = [EntryPoint(f"p{n}", value, "fermata.nodes") for n, value in enumerate(values)]
        monkeypatch.setattr(discovery, "entry_points", lambda group: made)
        return added()

    assert points("pack.things") == {"pack.Greet", "pack.LongWait"}
    assert points("pack.things:Greet", "pack.things:ALL") == {"pack.Greet"}
    with pytest.raises(DiscoveryError, match="5 is not a node class"):
        points("pack.things:WRONG")
    with pytest.raises(DiscoveryError, match=r"'p0': pack\.gone cannot be imported"):
        points("pack.gone")


def test_the_default_registry_is_found_out_once_and_again_after_new_settings(folder: Path) -> None:
    write(folder, "acme_nodes.py")
    before = dict(discovery._sources)
    try:
        first = discovery.default_registry()
        assert discovery.default_registry() is first
        discovery.configure(modules=["acme_nodes"])
        assert discovery.default_registry().get("acme_nodes.Greet") is not None
    finally:
        discovery.configure(**before)
