"""lists: how long pages of runs and of the inbox take with very many of them, without a network."""

from __future__ import annotations

import os
import time
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone

from bench.crowd import Crowd, Size
from bench.installation import Workers
from bench.latencies import latency
from bench.limits import limit
from workflows.services.tokens import create_token

Row = dict[str, Any]

RUNS = int(os.environ.get("BENCH_LISTS", "1000000"))
ROUNDS = int(os.environ.get("BENCH_LISTS_ROUNDS", "30"))
PAGES = (
    "/api/runs/",
    "/api/runs/?status=suspended",
    "/api/runs/?status=failed",
    "/api/runs/?workflow=flow-3",
    "/api/tasks/",
    "/api/workflows/",
)


def lists(workers: Workers) -> list[Row]:
    """Fill the tables, then ask for each page as an operator and as somebody in a group."""
    setup_test_environment(debug=False)
    people = _people()
    began = time.perf_counter()
    Crowd(people, list(Group.objects.all()), timezone.now()).fill(
        Size(RUNS, tasks=RUNS // 5, timers=RUNS // 50, going=60)
    )
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    rows: list[Row] = [limit()]
    rows.append({"n": RUNS, "seconds": seconds, "per_second": RUNS / seconds, "notes": "rows made"})
    operator = User.objects.create_superuser("boss")
    for name, user in (("operator", operator), ("member", people[0])):
        rows += [_page(user, path, f"{name} {path}") for path in PAGES]
    return rows


def _people() -> list[User]:
    groups = [Group.objects.create(name=name) for name in ("finance", "people", "sales", "it")]
    people = [User.objects.create_user(f"person-{number}") for number in range(12)]
    for number, person in enumerate(people):
        person.groups.add(groups[number % 4])
    return people


def _page(user: User, path: str, notes: str) -> Row:
    browser = Client(headers={"authorization": f"Bearer {create_token(user, 'bench')}"})
    times: list[float] = []
    began = time.perf_counter()
    for number in range(ROUNDS + 1):
        asked = time.perf_counter()
        answer = browser.get(path, secure=True)
        if answer.status_code != 200:
            raise AssertionError(f"{path}: {answer.status_code} {answer.content[:200]!r}")
        if number:
            times.append((time.perf_counter() - asked) * 1_000)
    row = latency(times, time.perf_counter() - began, f"{notes}; p99 is the 95th percentile")
    row["p99_ms"] = sorted(times)[int(len(times) * 0.95)]
    return row
