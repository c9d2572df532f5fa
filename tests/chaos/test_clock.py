"""Row 42: clocks that are an hour wrong, of one process or of the whole machine: nothing happens
twice, and nothing before its time by the database's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.chaos.harness.effects import Effects
from tests.chaos.harness.processes import Process
from tests.chaos.harness.site import POSTGRES, Site
from tests.support.faketime import clock_in, set_clock
from tests.support.waiting import until
from workflows.models import Event, Run

pytestmark = pytest.mark.faketime

HOUR = 3_600
NAP = 1.5
RUNS = 4
LEASE = {"FERMATA_LEASE_SECONDS": "60"}
"""Far from an hour, and longer than a busy machine keeps a worker from renewing."""


@contextmanager
def clocks(site: Site, offsets: dict[str, int]) -> Iterator[Callable[[int], None]]:
    """Start processes anew with clocks of their own; at the end all have that of the machine.

    Gives what sets all of them while they run.
    """
    chosen = [site.processes[name] for name in offsets]
    usual = {process.name: process.environment for process in chosen}
    paths = {name: site.home / f"{name}.clock" for name in offsets}

    def set_all(seconds: int) -> None:
        site.tell(f"all clocks are set to {seconds:+d} s")
        for path in paths.values():
            set_clock(path, seconds)

    try:
        for process in chosen:
            site.tell(f"the clock of {process.name} is {offsets[process.name]:+d} s wrong")
            set_clock(paths[process.name], offsets[process.name])
            process.environment = {
                **usual[process.name], **LEASE, **clock_in(paths[process.name])
            }  # fmt: skip
        _anew(chosen)
        yield set_all
    finally:
        for process in chosen:
            process.environment = usual[process.name]
        _anew(chosen)


def _anew(processes: list[Process]) -> None:
    for process in processes:
        process.kill()
        process.start(wait=False)
    for process in processes:
        process.until_ready()


def naps(site: Site, seconds: float) -> list[str]:
    """Start runs with an effect, a timer, and an effect."""
    nap = ("sleep", {"duration_seconds": seconds})
    slug = site.publish({"a": site.effect(), "nap": nap, "z": site.effect()}, "a>nap", "nap>z")
    return [site.client().start(slug) for _ in range(RUNS)]


def once_each(effects: Effects, runs: list[str]) -> None:
    """See two effects of each run, each once."""
    keys = {key: len(found) for key, found in effects.keys("/effect").items()}
    wanted = {f"{run}/{node}/1" for run in runs for node in "az"}
    assert {key: count for key, count in keys.items() if key in wanted} == dict.fromkeys(wanted, 1)


def slept(run: str) -> timedelta:
    """Tell how long the timer of a run took, by the database's clock."""
    times = dict(Event.objects.filter(run__uuid=run, node_id="nap").values_list("type", "at"))
    return times["NodeResumed"] - times["NodeSuspended"]


@pytest.mark.parametrize("site", [POSTGRES], indirect=True, ids=str)
def test_the_clock_of_one_process_decides_nothing(site: Site, effects: Effects) -> None:
    with clocks(site, {"w1": HOUR, "w2": -HOUR}):
        runs = naps(site, NAP)
        site.until_ended(*runs)
    once_each(effects, runs)
    for run in runs:
        assert timedelta(seconds=NAP) <= slept(run) < timedelta(seconds=HOUR / 2)
        assert Run.objects.get(uuid=run).status == "completed"
    # One worker a run, from beginning to end: no lease seemed to be over.
    epochs = Event.objects.filter(run__uuid__in=runs, type="NodeCompleted", node_id="a")
    assert set(epochs.values_list("epoch", flat=True)) == {1}


def told(site: Site, words: str) -> None:
    """Wait until each worker has told of a jump."""
    until(lambda: all(words in worker.tail() for worker in site.workers), f"all say: {words}")


@pytest.mark.soak
def test_an_hour_that_the_machine_skips_brings_each_timer_once(
    site: Site, effects: Effects
) -> None:
    # The web server keeps its own: nobody asks it anything while the clocks differ.
    with clocks(site, {worker.name: 0 for worker in site.workers}) as set_all:
        early, late = naps(site, HOUR / 2), naps(site, 3 * HOUR)
        site.until_waiting(*early, *late)
        set_all(HOUR)
        site.until_ended(*early)
        assert {site.status(run) for run in late} == {"suspended"}
        told(site, "jumped by +36")
        # And back again: what has happened has happened, and new work goes on at once.
        set_all(0)
        told(site, "jumped by -36")
        fresh = naps(site, 0.5)
        site.until_ended(*fresh)
        once_each(effects, [*early, *fresh])
    for run in late:
        assert site.client().insist("POST", f"/api/runs/{run}/stop/", {}).acknowledged
