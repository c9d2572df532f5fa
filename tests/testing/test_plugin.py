"""The pytest plugin as authors use it: what passes, and what a failure tells them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

pytest_plugins = ("pytester",)

ROOT = Path(__file__).resolve().parents[2]
FLOW = """
import pytest
from workflows import Flow, TryAgain

def submit(context):
    return {"amount": context.inputs["amount"]}

def pay(context):
    raise RuntimeError("No test pays real money.")

flow = (
    Flow("expense")
    .node("submit", submit)
    .approval("review", label="Manager", title="Pay?", groups=["managers"], timeout="2d")
    .node("pay", pay, on="approved", retry=3)
    .constant("refuse", "no", after="review", on="rejected")
    .constant("late", "late", after="review", on="timeout")
)
"""


def run(pytester: pytest.Pytester, body: str) -> pytest.RunResult:
    pytester.makepyfile(FLOW + body)
    plugins = ("-p", "workflows.testing.plugin", "-p", "no:django", "-p", "no:asyncio")
    return pytester.runpytest_inprocess(*plugins, "-q")


def test_a_workflow_is_tested_without_time_people_or_money(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_paid(fermata_runtime):
    fermata_runtime.mock("pay", {"paid": 120})
    fermata_runtime.run(flow, {"amount": 120})
    fermata_runtime.assert_waiting("review")
    fermata_runtime.assert_path("submit", "review")
    fermata_runtime.answer("Manager", "approved", by="anna")
    fermata_runtime.assert_path("submit", "review", "pay")
    fermata_runtime.assert_completed(result={"pay": {"paid": 120}})

def test_refused(fermata_runtime):
    done = fermata_runtime.run(flow, {"amount": 1})
    assert fermata_runtime.answer("Pay?", False, by="ben", comment="No.").completed
    fermata_runtime.assert_completed(done, result={"refuse": "no"})

def test_nobody_answers(fermata_runtime):
    fermata_runtime.run(flow, {"amount": 1})
    fermata_runtime.skip("47h")
    fermata_runtime.assert_waiting("review")
    fermata_runtime.skip("1h")
    fermata_runtime.assert_completed(result={"late": "late"})

def test_the_bank_is_down(fermata_runtime):
    fermata_runtime.fail_next("pay", TryAgain("The bank is down."), times=2)
    fermata_runtime.stub("pay", lambda context: context.attempt)
    fermata_runtime.run(flow, {"amount": 1})
    fermata_runtime.answer("review", True)
    fermata_runtime.skip(60)
    fermata_runtime.assert_completed(result={"pay": 3})

def test_it_cannot_be_paid(fermata_runtime):
    fermata_runtime.fail_next("pay", "No such account")
    fermata_runtime.run(flow, {"amount": 1})
    fermata_runtime.answer("review", {"approved": True})
    fermata_runtime.assert_failed(message="account")
""",
    )
    result.assert_outcomes(passed=5)


FAILING = """
def test_path(fermata_runtime):
    fermata_runtime.run(flow, {"amount": 1})
    fermata_runtime.assert_path("submit", "pay")

def test_completed(fermata_runtime):
    fermata_runtime.run(flow, {"amount": 1})
    fermata_runtime.assert_completed()

def test_result(fermata_runtime):
    fermata_runtime.run(Flow("x").constant("c", 1))
    fermata_runtime.assert_completed(result={"c": 2})

def test_waiting(fermata_runtime):
    fermata_runtime.run(flow, {"amount": 1})
    fermata_runtime.assert_waiting("pay")

def test_waits_no_more(fermata_runtime):
    fermata_runtime.run(Flow("x").constant("c", 1))
    fermata_runtime.assert_waiting()

def test_failed(fermata_runtime):
    fermata_runtime.run(Flow("x").fail("f", "No money"))
    fermata_runtime.assert_failed(message="No time")

def test_answer(fermata_runtime):
    fermata_runtime.run(flow, {"amount": 1})
    fermata_runtime.answer("Boss", True)

def test_none(fermata_runtime):
    fermata_runtime.path()
"""


def test_a_failing_assertion_shows_what_happened(pytester: pytest.Pytester) -> None:
    result = run(pytester, FAILING)
    result.assert_outcomes(failed=8)
    result.stdout.fnmatch_lines(
        [
            "*AssertionError: The path is submit, review, not submit, pay.",
            "*⏸ expense v1*Waiting: Pay?*",
            "*✓ submit  completed*",
            "*AssertionError: The run is suspended, not completed.",
            "*AssertionError: The result is {'c': 1}, not {'c': 2}.",
            "*AssertionError: The run does not wait at pay, but review.",
            "*AssertionError: The run waits no more: it is completed.",
            "*AssertionError: The run failed with No money, not with 'No time'.",
            "*AssertionError: Nothing waits at 'Boss'; open: review.",
            "*AssertionError: No run was started yet.",
        ]
    )


def test_a_slip_in_the_name_of_an_injection_is_told(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_it(fermata_runtime):
    fermata_runtime.mock("pai", 1)
    fermata_runtime.run(flow, {"amount": 1})
""",
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*Injected into pai, but no workflow has such nodes.*"])


def test_tests_of_workflows_need_no_django(tmp_path: Path) -> None:
    path = tmp_path / "test_flow.py"
    path.write_text(
        FLOW
        + """
def test_it(fermata_runtime):
    import sys
    assert fermata_runtime.run(flow, {"amount": 1}).suspended
    assert not [name for name in sys.modules if name.split(".")[0] == "django"]
"""
    )
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import pytest; sys.exit(pytest.main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "-p", "workflows.testing.plugin", "-p", "no:django"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_whoever_installs_the_package_gets_the_fixture() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    name = project["entry-points"]["pytest11"]["fermata"]
    assert hasattr(import_module(name), "fermata_runtime")
