"""Everything at random for as long as `SOAK_MINUTES` says: the oracle must find nothing."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.chaos.harness.breaking import faults_of
from tests.chaos.harness.report import Report
from tests.chaos.harness.site import POSTGRES, REDIS, SQLITE, Site
from tests.support.threads import together
from tests.support.waiting import LONG, until

PLANS = (SQLITE, POSTGRES, REDIS)
MINUTES = float(os.environ.get("SOAK_MINUTES") or 0)


class People(threading.Thread):
    """Starts runs of several kinds, and has two managers decide each task at the same moment."""

    def __init__(self, site: Site) -> None:
        super().__init__(daemon=True)
        self.runs: list[str] = []
        self.error: Exception | None = None
        self.stop = threading.Event()
        self._site = site
        step = ("constant", {"value": 1})
        self._steps = site.publish(
            {"a": site.effect(), "b": step, "c": site.effect(), "z": step}, "a>b", "b>c", "c>z"
        )
        asked = ("approval", {"users": ["maria", "ben"], "groups": []})
        self._asks = site.publish({"ask": asked, "z": site.effect()}, "ask>z:approved")
        self._waits = site.publish({"w": "wait", "z": site.effect()}, "w>z")

    def run(self) -> None:
        """Work until told to stop, or until something is wrong."""
        try:
            self._work()
        except Exception as error:
            self.error = error

    def _work(self) -> None:
        number = 0
        while not self.stop.wait(0.15):
            number += 1
            slug = (self._steps, self._asks, self._waits)[number % 3]
            run = self._site.client().start(slug)
            self.runs.append(run)
            if slug == self._asks:
                self._decide(run)
            elif slug == self._waits:
                self._answer(run)

    def _decide(self, run: str) -> None:
        rows: list[dict[str, str]] = []

        def asked() -> bool:
            found = self._site.client("maria").wait_for("/api/tasks/")["results"]
            rows[:] = [task for task in found if task["run"] == run]
            return bool(rows)

        until(asked, "maria is asked")
        task, client = rows[0]["id"], self._site.client
        sent = together(
            lambda: client("maria").decide(task, "approved").status,
            lambda: client("ben").decide(task, "rejected").status,
        )
        assert sorted(sent) == [200, 409], sent

    def _answer(self, run: str) -> None:
        # Refused for as long as nothing waits.
        until(lambda: self._site.client().resume(run).acknowledged, "the run waits")


@contextmanager
def people_at_work(site: Site) -> Iterator[People]:
    people = People(site)
    people.start()
    try:
        yield people
    finally:
        people.stop.set()
        people.join(3 * LONG)


@pytest.mark.soak
@pytest.mark.timeout(MINUTES * 60 + 600)
@pytest.mark.parametrize("site", PLANS, indirect=True, ids=str)
def test_everything_at_random(site: Site, chance: random.Random, report: Report) -> None:
    deadline = time.monotonic() + MINUTES * 60 / len(PLANS)
    probe = site.publish({"a": site.effect()})
    with people_at_work(site) as people:
        while time.monotonic() < deadline:
            assert people.is_alive(), f"the people at work have met an error: {people.error}"
            name, fault = chance.choice(sorted(faults_of(site).items(), key=lambda item: item[0]))
            fault(site, chance)
            report.faults[name] += 1
            since = time.monotonic()
            site.heal(wait=False)
            run = site.client().start(probe)
            site.until_ended(run)
            report.recovery(name, time.monotonic() - since)
    assert people.runs
    assert any(sent.path.endswith("/decide/") for sent in site.journal), "nobody decided"
