"""The figures cost a fixed number of queries, and none of them goes through a whole large table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.crowd import Size
from tests.services.dashboard.conftest import Fill
from workflows.services.dashboard.figures import dashboard
from workflows.services.dashboard.invariants import broken

LARGE = r"workflows_(run|task|event|suspension)\b"
# What these hold is what is going on now, however long the tables are.
LIVE = ("task_open", "task_due", "suspension_open", "run_wake")
FEWEST, MOST = 20, 45
"""Fewer statements than this would mean that they were not seen; more are not needed."""


def statements(act: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Give what an act asks the database, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    act()  # programs are read once and then kept
    with connection.execute_wrapper(note):
        act()
    return [(sql, params) for sql, params in seen if sql.lstrip("(").startswith("SELECT")]


def plan(sql: str, params: Any) -> Iterator[str]:
    """Give the lines of a statement's plan."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            yield from (str(row[3]) for row in cursor.fetchall())
            return
        # Small tables are always read whole: what is asked is whether there is another way.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        yield from (str(row[0]) for row in cursor.fetchall())


def whole_tables(sql: str, params: Any) -> list[str]:
    """Give the lines of a plan that go through a large table, or a whole index of one."""
    if connection.vendor == "sqlite":
        tables = dict(re.findall(r'"(workflows_\w+)" (\w\d)', sql))
        names = {alias: table for table, alias in tables.items()}
        found = []
        for line in plan(sql, params):
            scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
            if scan is None or scan[2] in LIVE:
                continue
            if re.match(LARGE, names.get(scan[1], scan[1])):
                found.append(line)
        return found
    return [line for line in plan(sql, params) if re.search(f"Seq Scan on {LARGE}", line)]


@pytest.mark.parametrize("name", ["otto", "maria", "rita"])
@pytest.mark.parametrize("window", ["24h", "30d"])
def test_no_figure_reads_a_whole_table(
    fill: Fill, people: dict[str, User], name: str, window: str
) -> None:
    fill()
    asked = statements(lambda: dashboard(User.objects.get(username=name), window))
    assert len(asked) >= FEWEST
    found = {sql[:300]: lines for sql, params in asked if (lines := whole_tables(sql, params))}
    assert found == {}


def test_no_invariant_reads_a_whole_table(fill: Fill) -> None:
    fill()
    asked = statements(broken)
    assert len(asked) >= 8
    assert [sql for sql, params in asked if whole_tables(sql, params)] == []


def test_the_test_sees_a_whole_table(fill: Fill) -> None:
    fill()
    sql = "SELECT COUNT(*) FROM workflows_run WHERE error = %s"
    assert whole_tables(sql, ["x"]) != []


@pytest.mark.parametrize("name", ["otto", "maria"])
def test_more_rows_take_no_more_queries(
    fill: Fill, people: dict[str, User], now: datetime, name: str
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            dashboard(User.objects.get(username=name), "7d")
        return len(seen)

    fill(1, Size(60, tasks=16, timers=5, going=6, days=9, workflows=2, failing=0.3))
    count()
    few = count()
    fill(2, Size(400, tasks=90, timers=30, going=40, days=9, workflows=5, failing=0.3))
    count()
    assert count() == few
    assert few <= MOST
