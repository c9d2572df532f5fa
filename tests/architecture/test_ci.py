"""What CI runs, and that it cannot pass by leaving tests out."""

from __future__ import annotations

import os
import stat

import pytest

from tests.architecture.sources import ROOT

pytest_plugins = ["pytester"]


def test_ci_runs_the_checks_and_every_test() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & stat.S_IXUSR
    commands = script.read_text().splitlines()
    assert {"set -eu", "export CI=true", "make check", "make test"} <= set(commands)


@pytest.fixture
def without_services(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:1/none")
    monkeypatch.setenv("TEST_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("PYTHONPATH", os.fspath(ROOT))
    pytester.makeini("[pytest]\nmarkers =\n  redis: x\n  postgres: x\n  browser: x\n")
    pytester.makeconftest("from tests.conftest import *  # noqa: F403\n")
    pytester.makepyfile(
        "import pytest\n\n@pytest.mark.redis\ndef test_a(): pass\n\n"
        "@pytest.mark.postgres\ndef test_b(): pass\n\ndef test_c(): pass\n"
    )
    return pytester


def run(pytester: pytest.Pytester) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "no:django", "-p", "no:cacheprovider")


def test_in_ci_a_missing_service_is_a_failure(
    without_services: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = run(without_services)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*PostgreSQL does not answer*1 tests need it*"])


def test_elsewhere_a_missing_service_leaves_its_tests_out_and_says_so(
    without_services: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    result = run(without_services)
    result.assert_outcomes(passed=1, deselected=2)
    result.stdout.fnmatch_lines(["Not run: 1 tests. Redis does not answer*"])
