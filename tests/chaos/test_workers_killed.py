"""Rows 4 to 11: workers die at each boundary, at random, or all at once; nothing is lost or
recorded twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.chaos.harness.effects import Effects
from tests.chaos.harness.site import POSTGRES, SWEEP, TTL, Site
from tests.support.outside.postbox import Postbox
from tests.support.waiting import until
from workflows.models import Delivery, Event, Run

LATE = TTL + SWEEP + 15
"""Seconds within which a run goes on: lease, sweep, and what a machine under load needs. It is less
than a lease is where nobody has set it."""

on_postgres = pytest.mark.parametrize("site", [POSTGRES], indirect=True, ids=str)


def chain(site: Site, seconds: float = 0) -> str:
    """Publish three effects one after the other."""
    nodes = {name: site.effect(seconds) for name in ("a", "b", "z")}
    return site.publish(nodes, "a>b", "b>z")


def epochs(run: str, kind: str = "NodeCompleted") -> list[int]:
    rows = Event.objects.filter(run__uuid=run, type=kind).order_by("seq")
    return list(rows.values_list("epoch", flat=True))


def times(effects: Effects, run: str) -> dict[str, int]:
    """Count the effects of each step of a run; its key says which."""
    found = effects.keys("/effect").items()
    return {key.split("/")[1]: len(done) for key, done in found if key.startswith(f"{run}/")}


# A worker on a busy machine may lose its lease as well: then there is one more take-over, and one
# more effect. So these tests say which epoch recorded a step, and that it did so once.


def die(site: Site, point: str) -> str:
    """Have the worker that takes a run die at a point; give the run when another has ended it."""
    slug = chain(site)
    site.workers[0].arm(point)
    run = site.client().start(slug)
    assert site.replace_the_dead().fired(point)
    took = site.until_ended(run)
    assert took < LATE, f"taken over after {took:.1f} s"
    return run


def test_killed_after_the_claim_and_before_anything(site: Site, effects: Effects) -> None:
    run = die(site, "worker.claimed")
    # Whoever claimed it first has done nothing, and nothing was lost.
    assert len(epochs(run)) == 3
    assert min(epochs(run)) >= 2
    assert times(effects, run).keys() == {"a", "b", "z"}
    assert times(effects, run)["a"] < epochs(run)[0]


@pytest.mark.parametrize("point", ["step.performed", "apply.before_commit"])
def test_killed_after_an_effect_and_before_its_record(
    site: Site, effects: Effects, point: str
) -> None:
    run = die(site, point)
    # The effect happened again with its key; nothing of the first time is in the log.
    assert effects.keys("/effect").keys() == {f"{run}/{name}/1" for name in "abz"}
    assert times(effects, run)["a"] >= 2
    assert len(epochs(run)) == 3
    assert min(epochs(run)) >= 2


def test_killed_after_the_commit_before_it_learns_so(site: Site, effects: Effects) -> None:
    run = die(site, "apply.after_commit")
    first, *rest = epochs(run)
    # An epoch has an effect once: there is none of an epoch after the one that recorded it.
    assert times(effects, run)["a"] <= first
    assert len(rest) == 2
    assert min(rest) > first


@on_postgres
def test_the_session_ends_within_the_commit(site: Site, effects: Effects) -> None:
    """The reply to a COMMIT is lost on its way: whether it counted, the log says."""
    slug = chain(site, seconds=0.5)
    run = site.client().start(slug)
    until(lambda: effects.keys("/effect"), "the first effect")
    worker = site.holder(run)
    before = worker.length
    site.proxies[worker.name].drop_replies_to(b"NodeCompleted")
    recorded = Event.objects.filter(run__uuid=run, type="NodeCompleted")
    until(recorded.exists, "the commit has counted")
    site.proxies[worker.name].heal()
    site.cluster.cut_all(site.database)
    site.until_ended(run)
    assert len(epochs(run)) == 3
    assert times(effects, run)["a"] <= epochs(run)[0]
    # A lost connection is a reason to try again, not to give the run up.
    assert "cannot be recorded" not in worker.said(before)


def test_killed_between_two_steps_with_one_run_at_a_time(site: Site, effects: Effects) -> None:
    with one_run_at_a_time(site):
        slug = chain(site, seconds=0.3)
        runs = [site.client().start(slug) for _ in range(4)]
        until(lambda: effects.keys("/effect"), "the first effect")
        site.workers[0].arm("step.before")
        site.replace_the_dead()
        site.until_ended(*runs)
    for run in runs:
        assert times(effects, run).keys() == {"a", "b", "z"}
        assert len(epochs(run)) == 3


@contextmanager
def one_run_at_a_time(site: Site) -> Iterator[None]:
    """Have each worker hold one run while the block lasts."""
    usual = site.workers[0].arguments
    try:
        for worker in site.workers:
            worker.kill()
            worker.arguments = [*usual, "--concurrency", "1"]
            worker.start(wait=False)
        yield
    finally:
        for worker in site.workers:
            worker.kill()
            worker.arguments = usual


def ask(site: Site) -> tuple[str, str]:
    """Start a run that asks maria; give it with its task."""
    users = {"users": ["maria"], "groups": [], "title": "Approve?"}
    slug = site.publish({"ask": ("approval", users), "z": site.effect()}, "ask>z:approved")
    run = site.client().start(slug)
    return run, site.task(run)


def hook(site: Site, *kinds: str) -> str:
    """Have the outside world called for events."""
    body = {"name": f"hook {site.number}", "url": f"{site.world.effects.url}/hook", "kinds": kinds}
    sent = site.client().send("POST", "/api/webhooks/", {**body, "kinds": list(kinds)})
    assert sent.acknowledged, sent
    return str(sent.answer["id"])


def test_killed_between_deciding_and_telling(site: Site, effects: Effects) -> None:
    made = hook(site, "task.decided")
    run, task = ask(site)
    maria, body = site.client("maria"), {"decision": "approved"}
    site.web.arm("apply.after_commit")
    lost = maria.send("POST", f"/api/tasks/{task}/decide/", body, "click")
    assert lost.unknown
    site.replace_the_dead().until_ready()
    assert maria.insist("POST", f"/api/tasks/{task}/decide/", body, "click").acknowledged
    site.until_ended(run)
    assert Event.objects.filter(run__uuid=run, type="TaskDecided").count() == 1
    until(lambda: effects.keys("/hook"), "the webhook is called")
    assert len(effects.keys("/hook")) == 1
    site.client().send("DELETE", f"/api/webhooks/{made}/")


@pytest.mark.parametrize("channel", ["mail", "webhook"])
def test_killed_after_sending_and_before_marking(
    site: Site, effects: Effects, mails: Postbox, channel: str
) -> None:
    before = len(mails.mails)
    made = hook(site, "task.created") if channel == "webhook" else None
    site.workers[0].arm("delivery.after_send")
    run, task = ask(site)
    site.replace_the_dead()
    # Whoever sends holds a delivery for three minutes, which are made to pass.
    until(lambda: _let_go(run), "nobody holds a delivery")
    until(lambda: not Delivery.objects.filter(run__uuid=run, state="waiting").exists(), "all sent")
    told = Counter(str(mail["Message-ID"]) for mail in mails.mails[before:])
    called = {key: len(done) for key, done in effects.keys("/hook").items()}
    assert (len(told), len(called)) == (1, 1 if made else 0)
    assert max([*told.values(), *called.values()]) == 2
    if made:
        site.client().send("DELETE", f"/api/webhooks/{made}/")
    assert site.client("maria").decide(task, "approved").acknowledged
    site.until_ended(run)


def _let_go(run: str) -> bool:
    rows = Delivery.objects.filter(run__uuid=run, state="waiting")
    return bool(rows.exclude(held_until=None).update(held_until=None, due_at=_now(run)))


def _now(run: str) -> object:
    return Run.objects.values_list("created_at", flat=True).get(uuid=run)
