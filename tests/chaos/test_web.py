"""Rows 1 to 3: the web server dies around the commit of a start; nothing acknowledged is lost."""

from __future__ import annotations

import uuid

import pytest

from tests.chaos.harness.site import POSTGRES, SQLITE, Site
from tests.support.waiting import until
from workflows.models import RequestKey, Run

on_both = pytest.mark.parametrize("site", [SQLITE, POSTGRES], indirect=True, ids=str)


def start_and_die(site: Site, point: str) -> tuple[str, int, int]:
    """Start a run while the web server is told to die; start it again with the same key.

    Gives the run's id, the status of the second answer, and how many runs the death has left.
    """
    slug, key = site.publish({"a": site.effect()}), uuid.uuid4().hex
    path, root = f"/api/workflows/{slug}/runs/", site.client()
    site.web.arm(point)
    lost = root.send("POST", path, {"inputs": {"n": 1}}, key)
    assert lost.status is None
    site.web.until_dead()
    left = Run.objects.filter(workflow__slug=slug)
    kept = left.count()
    site.web.start()
    again = root.insist("POST", path, {"inputs": {"n": 1}}, key)
    assert again.acknowledged
    assert left.count() == 1
    return again.answer["id"], again.status or 0, kept


@on_both
def test_a_web_server_killed_before_the_commit_leaves_no_run(site: Site) -> None:
    run, status, kept = start_and_die(site, "apply.before_commit")
    assert (status, kept) == (201, 0)
    site.until_ended(run)


@on_both
def test_a_web_server_killed_before_it_answers_has_started_one_run(site: Site) -> None:
    run, status, kept = start_and_die(site, "apply.told")
    assert (status, kept) == (200, 1)
    assert RequestKey.objects.filter(run_uuid=run).count() == 1
    site.until_ended(run)


@on_both
def test_a_run_whose_bell_never_rang_is_found_by_the_sweep(site: Site) -> None:
    slug = site.publish({"a": site.effect()})
    site.web.arm("apply.after_commit")
    assert site.client().send("POST", f"/api/workflows/{slug}/runs/", {"inputs": {}}).unknown
    site.web.until_dead()
    found = Run.objects.filter(workflow__slug=slug)
    until(lambda: found.filter(status="completed").exists(), "the sweep has found it")
