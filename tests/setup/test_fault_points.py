"""Fault points do nothing unless a test asks: refused without DEBUG, once for each file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.env import ConfigurationError, load_env
from workflows.adapters.upkeep.faultpoints import FIRED, Injected, arm
from workflows.conf import load_conf
from workflows.engine.transition import faultpoints

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def armed(tmp_path: Path) -> Iterator[Path]:
    hook = arm(tmp_path)
    yield tmp_path
    faultpoints.remove(hook)


def test_faults_are_refused_where_debug_is_off(tmp_path: Path) -> None:
    told = {"FERMATA_HOME": str(tmp_path), "FERMATA_FAULTS": str(tmp_path)}
    with pytest.raises(ConfigurationError, match="DEBUG=1"):
        load_env({**told, "FERMATA_SECRET_KEY": "k" * 40})
    assert load_env({**told, "DEBUG": "1"}).faults == tmp_path


def test_nothing_is_installed_by_default() -> None:
    assert load_conf().faults is None
    faultpoints.reach("step.before")


def test_a_fault_counts_once_and_only_at_its_place(armed: Path) -> None:
    (armed / "step.before").write_text("raise")
    faultpoints.reach("step.performed")
    with pytest.raises(Injected):
        faultpoints.reach("step.before")
    faultpoints.reach("step.before")
    assert [path.name for path in armed.iterdir()] == [f"step.before{FIRED}"]


def test_every_named_place_is_reached_by_the_code() -> None:
    reached = {
        node.args[0].value
        for path in (ROOT / "workflows").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "reach"
        and isinstance(node.args[0], ast.Constant)
    }
    assert reached == set(faultpoints.NAMES)
