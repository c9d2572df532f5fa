"""Deploys: workers that end in order, workers of an older release beside newer tables."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.apps import apps
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from rq import Worker

from tests.worker.conftest import MODULES, House
from workflows.adapters.ports import forget_ports
from workflows.adapters.upkeep import schema
from workflows.models import Run
from workflows.nodes import discovery
from workflows.services.dashboard.invariants import broken
from workflows.services.doctor import database, work
from workflows.worker.drain import drain
from workflows.worker.queue_worker import QueueWorker
from workflows.worker.schema_watch import SchemaWatch

STEP = {"id": "a", "type": "bench.add_one"}
NEWER = "9999_of_next_year"


@contextmanager
def deployed() -> Iterator[None]:
    """Apply a migration that this code does not know; nothing else empties that table."""
    row = MigrationRecorder.Migration.objects.create(app="workflows", name=NEWER)
    try:
        yield
    finally:
        row.delete()


def test_a_worker_of_an_older_release_claims_nothing_of_newer_tables(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.publish("flow", [STEP])
    run_id = house.start("flow")
    with deployed():
        with caplog.at_level(logging.ERROR, "workflows"):
            drain()
        assert house.status(run_id) == "queued"
        assert NEWER in caplog.text
        (found,) = database.migrated()
        assert (found.level, NEWER in found.message) == ("fail", True)
    drain()
    assert house.finished(run_id)


def test_a_run_whose_node_type_a_worker_lacks_is_left_to_one_that_has_it(house: House) -> None:
    house.publish("flow", [STEP])
    run_id = house.start("flow")
    names = [config.name for config in apps.get_app_configs()]
    discovery.configure(names, ())
    forget_ports()
    drain()
    run = Run.objects.get()
    assert (run.status, run.lease_owner, run.seq) == ("queued", None, 1)
    told = {item.name: item.message for item in broken()}
    assert "bench.add_one" in told["passed_over"]
    assert any("bench.add_one" in finding.message for finding in work.invariants())
    discovery.configure(names, MODULES)
    forget_ports()
    Run.objects.update(wake_at=timezone.now())
    drain()
    assert house.finished(run_id)


@pytest.mark.django_db
def test_it_goes_on_when_the_tables_fit_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.worker.schema_watch.LOOK_SECONDS", 0)
    watch = SchemaWatch()
    assert not watch.outdated()
    with deployed():
        assert watch.outdated()
    assert not watch.outdated()


@pytest.mark.django_db
def test_what_this_code_brings_is_not_newer() -> None:
    assert schema.newer() == []
    assert "0001_initial" in schema.known(schema.APP)


def test_what_a_squashed_migration_stands_for_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    squashed = import_module("workflows.migrations.0017_closer_walls").Migration
    monkeypatch.setattr(squashed, "replaces", [("workflows", "0009_as_it_was")])
    schema._replaced.cache_clear()
    names = ["workflows.0009_as_it_was", "workflows.0001_initial", "auth.0001_initial"]
    assert schema.unknown_migrations([*names, "workflows.9999_later", "gone.0001_initial"]) == [
        "workflows.9999_later", "gone.0001_initial",
    ]  # fmt: skip
    schema._replaced.cache_clear()


def test_a_job_that_is_asked_to_end_lets_the_step_end_and_gives_the_run_back(house: House) -> None:
    last = {"id": "a", "type": "test.ends_the_process"}
    house.publish("flow", [last, {"id": "b", "type": "bench.add_one"}], "a b")
    run_id = house.start("flow")
    drain()
    run = Run.objects.get()
    assert (run.status, run.lease_owner, run.claims) == ("running", None, 0)
    assert house.epochs(run_id, "NodeCompleted") == [1]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    drain()
    assert house.finished(run_id)
    assert house.epochs(run_id, "NodeCompleted") == [1, 2]


def test_a_queue_worker_hands_on_that_it_is_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
    monkeypatch.setattr(Worker, "handle_warm_shutdown_request", lambda self: None)
    worker = object.__new__(QueueWorker)
    worker._horse_pid = 0
    worker.handle_warm_shutdown_request()
    worker._horse_pid = 4711
    worker.handle_warm_shutdown_request()
    assert sent == [(4711, signal.SIGTERM)]
