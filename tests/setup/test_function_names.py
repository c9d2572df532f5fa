"""Workflow functions that cannot be: every command ends with a sentence that names the workflow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.server import Installation

PIPELINE = """
from workflows import WorkflowContext, workflow

@workflow
async def pipeline(ctx: WorkflowContext) -> None:
    {body}
"""
COMMANDS = [("check",), ("migrate",), ("up",), ("worker",), ("run_workflow", "pipeline")]


def installation(folder: Path, **bodies: str) -> Installation:
    """Make an installation with one module for each body of a function ``pipeline``."""
    for name, body in bodies.items():
        (folder / f"{name}.py").write_text(PIPELINE.format(body=body))
    modules = {"FERMATA_MODULES": ",".join(bodies), "PYTHONPATH": str(folder)}
    return Installation(folder, extra=modules)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_clash_of_names_ends_every_command(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = installation(tmp_path, billing="pass", research="pass").manage(*command)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "The workflow 'pipeline' is defined twice" in line
    assert "billing.pipeline" in line
    assert "research.pipeline" in line


@pytest.mark.parametrize("command", COMMANDS[:2])
def test_so_does_a_step_that_calls_what_nobody_registered(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = installation(tmp_path, billing='await ctx.task("charge")').manage(*command)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "The workflow 'pipeline'" in line
    assert "'charge'" in line


def test_a_function_that_is_imported_from_another_package_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "billing.py").write_text(PIPELINE.format(body="pass"))
    (tmp_path / "orders.py").write_text("from billing import pipeline\n")
    modules = {"FERMATA_MODULES": "billing,orders", "PYTHONPATH": str(tmp_path)}
    done = Installation(tmp_path, extra=modules).manage("check")
    assert done.returncode == 0, done.stderr
