"""Rows 12 to 18: workers that freeze, hang, starve or lose their heartbeat write nothing they may
not, and leave their runs to others."""

from __future__ import annotations

import signal
import time

import pytest

from tests.chaos.harness.effects import Effects
from tests.chaos.harness.site import POSTGRES, TTL, Site
from tests.chaos.test_workers_killed import epochs
from tests.support.waiting import until
from workflows.engine.decide.advancing import MAX_CLAIMS
from workflows.models import Event, Run
from workflows.worker.loop import new_owner

on_postgres = pytest.mark.parametrize("site", [POSTGRES], indirect=True, ids=str)


def begun(site: Site, effects: Effects, slug: str, inputs: dict[str, object] | None = None) -> str:
    """Start a run and wait until its first effect has happened."""
    run = site.client().start(slug, inputs)
    until(lambda: any(run in key for key in effects.keys("/effect")), "the effect")
    return run


@pytest.mark.parametrize("site", [POSTGRES], indirect=True, ids=str)
def test_a_worker_frozen_for_three_leases_records_nothing_and_goes_on(
    site: Site, effects: Effects
) -> None:
    """It freezes with the outcome in its hands, and hands it in when it wakes."""
    site.workers[0].arm("step.performed", "stop")
    slug = site.publish({"a": site.effect(), "z": site.effect()}, "a>z")
    run = begun(site, effects, slug)
    frozen, since = site.holder(run), time.monotonic()
    site.until_ended(run)
    until(lambda: time.monotonic() - since > 3 * TTL, "three leases have passed")
    next(worker for worker in site.workers if worker is not frozen).kill()
    frozen.signal(signal.SIGCONT)
    until(lambda: "LeaseLost" in frozen.tail(), "it is told that it lost its lease")
    site.until_ended(site.client().start(slug))
    assert epochs(run) == [2, 2]


@on_postgres
def test_a_heartbeat_that_does_not_reach_the_database_stops_the_step(
    site: Site, effects: Effects
) -> None:
    slug = site.publish({"a": site.effect(), "p": ("chaos.pause", {"seconds": TTL * 2.5})}, "a>p")
    run = begun(site, effects, slug)
    worker = site.holder(run)
    site.proxies[worker.name].hold(b"workflows_worker_beat")
    site.tell(f"the heartbeat of {worker.name} hangs")
    until(lambda: "all runs are let go" in worker.tail(), "it stops by its own clock", TTL + 1)
    site.until_ended(run)
    assert epochs(run) == [1, 2]
    started = Event.objects.filter(run__uuid=run, type="NodeStarted", node_id="p")
    assert started.count() == 1, "it is the same attempt, taken up by another"


def test_a_heartbeat_that_ends_takes_its_worker_along(site: Site, effects: Effects) -> None:
    slug = site.publish({"a": site.effect(), "p": ("chaos.pause", {"seconds": TTL * 2})}, "a>p")
    run = begun(site, effects, slug)
    site.workers[0].arm("heartbeat.beat", "raise")
    worker = site.replace_the_dead()
    site.until_ended(run)
    assert "The heartbeat is gone" in worker.tail()


@pytest.mark.parametrize("where", ["loop", "thread"])
def test_a_step_that_never_ends_does_not_keep_its_worker(
    site: Site, effects: Effects, where: str
) -> None:
    node = ("chaos.spin", {"where": where, "url": effects.url}, {"timeout_seconds": 1})
    run = begun(site, effects, site.publish({"a": node, "z": site.effect()}, "a>z"))
    other = site.client().start(site.publish({"a": site.effect()}))
    if where == "loop":
        # As if it were the last of its deaths.
        Run.objects.filter(uuid=run).update(claims=MAX_CLAIMS)
        worker = site.replace_the_dead(6 * TTL)
        assert "holds up this worker" in worker.tail()
    site.until_ended(run, other)
    assert (site.status(run), site.status(other)) == ("failed", "completed")


def test_a_step_that_takes_its_worker_down_each_time_is_parked_after_five(
    site: Site, effects: Effects
) -> None:
    run = begun(site, effects, site.publish({"a": ("chaos.die", {"url": effects.url})}))
    others = [site.client().start(site.publish({"a": site.effect()})) for _ in range(2)]
    site.replace_the_dead()
    # Three of its deaths are left out: they are alike.
    Run.objects.filter(uuid=run).update(claims=MAX_CLAIMS - 1)
    site.replace_the_dead()
    site.until_ended(run, *others)
    assert {site.status(other) for other in others} == {"completed"}
    assert len(effects.keys()[f"{run}/a/1"]) == 2
    error = Run.objects.values_list("error", flat=True).get(uuid=run)
    assert error is not None
    assert error.startswith("Needs attention: the worker ended 5 times")


def test_a_worker_with_the_same_host_and_process_id_is_another_one() -> None:
    assert new_owner() != new_owner()
