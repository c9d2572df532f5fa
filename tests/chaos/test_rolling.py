"""Rows 10, 11 and 46: workers die at random, everything dies at once, a release is rolled out."""

from __future__ import annotations

import random
import threading

import pytest
from django.db import connection

from tests.chaos.harness.site import POSTGRES, SQLITE, Site
from tests.chaos.test_postgres import load
from tests.support.waiting import until

both = pytest.mark.parametrize("site", [SQLITE, POSTGRES], indirect=True, ids=str)


def five(site: Site) -> str:
    names = ("a", "b", "c", "d", "e")
    nodes = {name: site.effect() if name in "ac" else ("constant", {"value": 1}) for name in names}
    return site.publish(nodes, "a>b", "b>c", "c>d", "d>e")


def kill_at_random(site: Site, chance: random.Random, deaths: int, pause: float) -> None:
    """Kill a worker that works, start it again, and so on."""
    rest = threading.Event()
    for _ in range(deaths):
        victim = chance.choice(site.workers)
        victim.kill()
        rest.wait(chance.random() * pause)
        victim.start()


def test_workers_are_killed_at_random(site: Site, chance: random.Random) -> None:
    slug = five(site)
    with load(site, slug, 60) as runs:
        until(lambda: len(runs) > 5, "runs are started")
        kill_at_random(site, chance, 3, 0.2)
        until(lambda: len(runs) >= 60, "all runs are started")
    site.until_ended(*runs)


@pytest.mark.soak
@both
def test_workers_are_killed_at_random_under_many_runs(site: Site, chance: random.Random) -> None:
    slug = five(site)
    with load(site, slug, 300) as runs:
        until(lambda: len(runs) > 5, "runs are started")
        kill_at_random(site, chance, 15, 0.3)
        until(lambda: len(runs) >= 300, "all runs are started")
    site.until_ended(*runs)


@pytest.mark.soak
@both
def test_everything_is_killed_at_once(site: Site) -> None:
    slug = five(site)
    with load(site, slug, 100) as runs:
        until(lambda: len(runs) > 20, "runs are started")
        acknowledged = list(runs)
        site.tell("power loss of the application")
        for process in site.processes.values():
            process.kill()
        site.heal()
    site.until_ended(*acknowledged, *runs)


@pytest.mark.soak
@both
def test_a_release_is_rolled_out_over_running_work(site: Site) -> None:
    slug = five(site)
    with load(site, slug, 200) as runs:
        until(lambda: len(runs) > 10, "runs are started")
        for process in [site.web, *site.workers]:
            process.kill()
            process.start()
        site.tell("the database is migrated by newer code")
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) "
                "VALUES ('workflows', '9999_of_the_next_release', CURRENT_TIMESTAMP)"
            )
        for worker in site.workers:
            until(
                lambda worker=worker: "9999_of_the_next_release" in worker.tail(),
                "the older worker rests",
            )
        # The newer code knows the migration: here, there is none any more.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name LIKE '9999%'")
        site.heal()
        until(lambda: len(runs) >= 200, "all runs are started")
    site.until_ended(*runs)
