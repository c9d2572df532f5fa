"""Jobs beside runs: each in its own thread, faults end none of them, the end of the block all."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError

from workflows.engine.errors import Invalid
from workflows.worker import timekeeper
from workflows.worker.maintenance import beside as module
from workflows.worker.maintenance.beside import Job, beside, look
from workflows.worker.maintenance.jobs import all_jobs

FAULTS = (OperationalError("away"), Invalid("a key is damaged"), RuntimeError("odd"))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_logged_once_and_the_next_look_is_not_too_soon(
    caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    def fail(stop: threading.Event) -> None:
        raise fault

    assert look(Job("a job", fail, 0.1), threading.Event()) == module.TROUBLE_SECONDS
    assert look(Job("a job", fail, 60.0), threading.Event()) == 60.0
    assert len(caplog.records) == 2
    assert str(fault) in caplog.text


def test_a_job_may_say_when_it_is_to_be_done_again() -> None:
    assert look(Job("a job", lambda stop: 0.25, 60.0), threading.Event()) == 0.25
    assert look(Job("a job", lambda stop: None, 60.0), threading.Event()) == 60.0


def test_jobs_are_done_again_and_again_beside_each_other_until_the_block_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "TROUBLE_SECONDS", 0.01)
    done: list[str] = []
    enough, ended = threading.Event(), threading.Event()

    def fails(stop: threading.Event) -> None:
        done.append("fails")
        if done.count("fails") >= 3:
            enough.set()
        raise OperationalError("away")

    def hangs(stop: threading.Event) -> None:
        done.append("hangs")
        stop.wait(30)

    jobs = [Job("hangs", hangs, 60.0), Job("fails", fails, 0.01, 0.01, ended.set)]
    with beside(jobs):
        assert enough.wait(10)
    assert ended.is_set()
    assert done.count("hangs") == 1
    assert not {thread.name for thread in threading.enumerate()} & {"hangs", "fails"}


def test_a_timekeeper_rings_on_while_a_job_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, stop, rung = (threading.Event() for _ in range(3))

    def work(end: threading.Event) -> None:
        begun.set()
        end.wait(10)

    def ring() -> float:
        if begun.is_set():
            rung.set()
            stop.set()
        return 0.01

    monkeypatch.setattr(timekeeper, "all_jobs", lambda: [Job("long", work, 60.0)])
    monkeypatch.setattr(timekeeper, "run_once", ring)
    breaker = threading.Timer(5, stop.set)
    breaker.start()
    timekeeper.keep_time(stop)
    breaker.cancel()
    assert rung.is_set()


def test_every_job_has_a_name_of_its_own_and_a_rest() -> None:
    jobs = all_jobs()
    assert len({job.name for job in jobs}) == len(jobs)
    assert all(job.every > 0 for job in jobs)
