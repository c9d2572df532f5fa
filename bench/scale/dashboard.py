"""Dashboard: how long its figures take over 100,000 runs and 20,000 open tasks, by who looks."""

from __future__ import annotations

import os
import time
from statistics import quantiles
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from bench.crowd import Crowd, Size
from bench.installation import Workers
from workflows.models import Task
from workflows.services.dashboard.figures import dashboard
from workflows.services.dashboard.invariants import broken

ROUNDS = int(os.environ.get("BENCH_DASHBOARD_ROUNDS", "15"))
RUNS = int(os.environ.get("BENCH_DASHBOARD", "100000"))
WINDOWS = ("1h", "24h", "7d", "30d")

Row = dict[str, Any]


def figures(workers: Workers) -> list[Row]:
    """Fill the tables, then ask for the dashboard of each person and window."""
    people = _people()
    began = time.perf_counter()
    now = timezone.now()
    crowd = Crowd(list(User.objects.exclude(is_superuser=True)), list(Group.objects.all()), now)
    crowd.fill(Size(RUNS, tasks=RUNS // 5, timers=RUNS // 50, going=60))
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        # PostgreSQL does it by itself after a while; SQLite keeps no statistics.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "SELECT 1")
    made = {"n": RUNS, "seconds": seconds, "per_second": RUNS / seconds, "notes": "rows made"}
    rows = [made, _row(_times(_floor), "limit: the open tasks with their runs, read once")]
    for name, user in people.items():
        rows += [_measure(user, window, f"{name}, {window}") for window in WINDOWS]
    return [*rows, _row(_times(broken), "invariants alone")]


def _floor() -> None:
    """Read what no dashboard can do without."""
    tasks = Task.objects.filter(state__in=["open", "claimed"]).order_by()
    list(tasks.values_list("run__workflow").annotate(n=Count("pk"), first=Min("created_at")))


def _measure(user: User, window: str, notes: str) -> Row:
    # As a request does: rights are read anew.
    return _row(_times(lambda: dashboard(User.objects.get(pk=user.pk), window)), notes)


def _times(act: Any) -> tuple[list[float], float]:
    """Give the milliseconds of each round, and the seconds of CPU of this process for all."""
    act()
    times, used = [], time.process_time()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1_000)
    return times, time.process_time() - used


def _row(measured: tuple[list[float], float], notes: str) -> Row:
    times, used = measured
    cuts = quantiles(times, n=100, method="inclusive")
    return {
        "n": len(times),
        "concurrency": 1,
        "seconds": sum(times) / 1_000,
        "per_second": 1_000 * len(times) / sum(times),
        "p50_ms": cuts[49],
        "p99_ms": cuts[98],
        "cpu_s": round(used, 2),
        "notes": f"{notes}: {1_000 * used / len(times):.0f} ms of CPU here",
    }


def _people() -> dict[str, User]:
    """Make 12 people in 4 groups, an operator, and somebody whom nobody asks."""
    groups = [Group.objects.create(name=name) for name in ("finance", "people", "sales", "it")]
    for number in range(12):
        User.objects.create_user(f"person-{number}").groups.add(groups[number % 4])
    team = Permission.objects.get(codename="see_team_tasks")
    operate = Permission.objects.get(codename="operate_run")
    manager, operator = User.objects.get(username="person-0"), User.objects.create_user("operator")
    manager.user_permissions.add(team)
    operator.user_permissions.add(operate)
    return {
        "operator": operator,
        "manager": manager,
        "member": User.objects.get(username="person-1"),
        "outsider": User.objects.create_user("outsider"),
    }
