"""Rows 12 to 17: workers that freeze, hang, starve or lose their heartbeat write nothing they may
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
    until(lambda: any(worker.frozen for worker in site.workers), "a worker is frozen")
    frozen, other = sorted(site.workers, key=lambda worker: not worker.frozen)
    since = time.monotonic()
    site.until_ended(run)
    until(lambda: time.monotonic() - since > 3 * TTL, "three leases have passed")
    log = epochs(run)
    other.kill()
    before = frozen.length
    frozen.signal(signal.SIGCONT)
    until(lambda: "LeaseLost" in frozen.said(before), "it is told that it lost its lease")
    site.until_ended(site.client().start(slug))
    assert epochs(run) == log
    assert len(log) == 2
    assert min(log) >= 2


@on_postgres
def test_a_heartbeat_that_does_not_reach_the_database_stops_the_step(
    site: Site, effects: Effects
) -> None:
    slug = site.publish({"a": site.effect(), "p": ("chaos.pause", {"seconds": TTL * 2.5})}, "a>p")
    run = begun(site, effects, slug)
    worker = site.holder(run)
    before = worker.length
    site.proxies[worker.name].hold(b"workflows_worker_beat")
    site.tell(f"the heartbeat of {worker.name} hangs")
    until(lambda: "all runs are let go" in worker.said(before), "it stops by its own clock")
    site.until_ended(run)
    first, last = epochs(run)
    assert first < last
    started = Event.objects.filter(run__uuid=run, type="NodeStarted", node_id="p")
    assert started.count() == 1, "it is the same attempt, taken up by another"


def test_a_heartbeat_that_ends_takes_its_worker_along(site: Site, effects: Effects) -> None:
    slug = site.publish({"a": site.effect(), "p": ("chaos.pause", {"seconds": TTL * 2})}, "a>p")
    run = begun(site, effects, slug)
    worker = site.holder(run)
    for other in site.workers:
        if other is not worker:
            # Else it could be the one that has the fault.
            other.kill()
    before = worker.length
    worker.arm("heartbeat.beat", "raise")
    assert worker.until_dead() == 1
    assert "The heartbeat is gone" in worker.said(before)
    site.heal()
    site.until_ended(run)
    first, last = epochs(run)
    assert first < last, "the step was stopped with its worker, and another has done it"
    assert Event.objects.filter(run__uuid=run, type="NodeStarted", node_id="p").count() == 1


def test_a_step_that_holds_up_its_worker_ends_it_and_is_parked_in_the_end(
    site: Site, effects: Effects
) -> None:
    node = ("chaos.spin", {"where": "loop", "url": effects.url}, {"timeout_seconds": 1})
    run = begun(site, effects, site.publish({"a": node, "z": site.effect()}, "a>z"))
    other = site.client().start(site.publish({"a": site.effect()}))
    # As if it were the last of its deaths.
    Run.objects.filter(uuid=run).update(claims=MAX_CLAIMS)
    before = {worker.name: worker.length for worker in site.workers}
    dead = site.replace_the_dead()
    assert "holds up this worker" in dead.said(before[dead.name])
    site.until_ended(run, other)
    assert (site.status(run), site.status(other)) == ("failed", "completed")
    assert error_of(run).startswith(f"Needs attention: the worker ended {MAX_CLAIMS} times")


def test_a_step_in_a_thread_that_never_ends_is_given_up_after_its_attempts(
    site: Site, effects: Effects
) -> None:
    options = {"timeout_seconds": 1, "retry": {"max_attempts": 2, "backoff_seconds": 0.1}}
    node = ("chaos.spin", {"where": "thread", "url": effects.url}, options)
    run = begun(site, effects, site.publish({"a": node, "z": site.effect()}, "a>z"))
    other = site.client().start(site.publish({"a": site.effect()}))
    site.until_ended(run, other)
    assert (site.status(run), site.status(other)) == ("failed", "completed")
    assert Event.objects.filter(run__uuid=run, type="NodeFailed", node_id="a").count() == 2
    assert error_of(run) == "The attempt took longer than 1 s."
    for worker in site.workers:
        # Its threads spin for as long as it lives.
        worker.kill()


def error_of(run: str) -> str:
    """Read why a run has failed."""
    return str(Run.objects.values_list("error", flat=True).get(uuid=run))


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
    assert len(effects.keys()[f"{run}/a/1"]) >= 2
    assert error_of(run).startswith(f"Needs attention: the worker ended {MAX_CLAIMS} times")
