"""Services that some tests need: a must in CI; elsewhere those tests are left out and named."""

import os
import sys
from collections.abc import Callable

import pytest

from core import loading
from tests.support import chromium, faketime, flush, nginx, postgres, redis

NEEDS: dict[str, Callable[[], str | None]] = {
    "postgres": postgres.missing,
    "redis": redis.missing,
    "browser": chromium.missing,
    "nginx": nginx.missing,
    "faketime": faketime.missing,
}
UNDER_TEST = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
LEFT_OUT = pytest.StashKey[list[str]]()

flush.empty_past_the_guards()
loading.begin()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out the tests whose service is missing; with CI set that is an error instead. Take out
    those of another database than the one under test."""
    notes = []

    def take_out(needing: list[pytest.Item], why: str) -> None:
        items[:] = [item for item in items if item not in needing]
        config.hook.pytest_deselected(items=needing)
        notes.append(f"Not run: {len(needing)} tests. {why}.")

    for database in {"postgres", "sqlite"} - {UNDER_TEST}:
        if others := [item for item in items if item.get_closest_marker(f"of_{database}")]:
            take_out(others, f"They are about {database}, under test is {UNDER_TEST}")
    for marker, find_problem in NEEDS.items():
        needing = [item for item in items if item.get_closest_marker(marker)]
        problem = find_problem() if needing else None
        if problem is None:
            continue
        if os.environ.get("CI"):
            raise pytest.UsageError(f"{problem}; {len(needing)} tests need it.")
        take_out(needing, problem)
    config.stash[LEFT_OUT] = notes


def pytest_collection_finish() -> None:
    """Let the collector begin once all tests are loaded: they stay to the end."""
    loading.end()


@pytest.fixture(autouse=True)
def fresh_ports() -> None:
    """Begin without programs kept from another database: the ids of versions come again."""
    ports = sys.modules.get("workflows.adapters.ports")
    if ports is not None:
        ports.forget_ports()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, where nobody overlooks it."""
    for note in terminalreporter.config.stash.get(LEFT_OUT, []):
        terminalreporter.write_line(note, yellow=True)
