"""Claims about the worker of Redis mode: what its forks find."""

from __future__ import annotations

import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer, PickleSerializer

from tests.support.redis import URL
from workflows.engine.payload import dumps
from workflows.worker import queue_worker
from workflows.worker.queue_worker import QueueWorker, is_ours


class Pooled:
    """A connection with a pool, as PostgreSQL's."""

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def close(self) -> None:
        self.seen.append("closed")

    def close_pool(self) -> None:
        self.seen.append("pool closed")


def test_forks_inherit_no_connection_and_no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Connections:
        def all(self, **how: Any) -> list[Pooled]:
            return [Pooled(seen)]

    def work(self: Worker, *given: Any, **more: Any) -> bool:
        seen.append("forks")
        return True

    monkeypatch.setattr(queue_worker, "connections", Connections())
    monkeypatch.setattr(queue_worker, "publish_code", lambda: seen.append("published"))
    monkeypatch.setattr(queue_worker, "limit_memory", lambda mebibytes: False)
    monkeypatch.setattr(queue_worker.schema, "known", lambda app: seen.append("schema read"))
    monkeypatch.setattr(Worker, "work", work)
    assert QueueWorker.work(object.__new__(QueueWorker))
    assert seen == ["published", "schema read", "closed", "pool closed", "forks"]


class Evil:
    """What somebody who can write to Redis would like to be unpickled."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.place,)


@pytest.mark.redis
def test_a_pickled_job_is_refused_and_nothing_of_it_runs(tmp_path: Path) -> None:
    client, place = redis.Redis.from_url(URL), tmp_path / "touched"
    evil = Queue("evil", connection=client, serializer=PickleSerializer)
    job = evil.enqueue_call("workflows.worker.drain.drain", args=(Evil(place),))
    worker = QueueWorker([evil], connection=client, serializer=PickleSerializer)
    assert worker.serializer is JSONSerializer
    fetched = Job.fetch(job.id, connection=client, serializer=worker.serializer)
    assert worker.perform_job(fetched, evil) is False
    assert not place.exists()
    evil.delete(delete_jobs=True)
    # The same job does harm where it is unpickled, so the test would show it.
    assert PickleSerializer.loads(PickleSerializer.dumps(Evil(place))) is None
    assert place.exists()


def job(data: Any, **more: Any) -> Job:
    made = Job("j", connection=redis.Redis(port=1), serializer=JSONSerializer)
    made._data = data if isinstance(data, bytes) else dumps(data).encode()
    for name, value in more.items():
        setattr(made, name, value)
    return made


OURS = [queue_worker.DRAIN, None, [], {}]


def test_only_our_own_job_is_executed() -> None:
    assert is_ours(job(OURS))


@pytest.mark.parametrize(
    "foreign",
    [
        job(["os.system", None, ["true"], {}]),
        job([queue_worker.DRAIN, None, ["x"], {}]),
        job(pickle.dumps(("os.system", None, ("true",), {}))),
        job(b"\xff\xfe"),
        job(OURS, _success_callback_name="os.abort"),
        job(OURS, _failure_callback_name="os.abort"),
    ],
)
def test_a_job_that_names_something_else_is_refused(
    foreign: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Worker, "execute_job", lambda *given: pytest.fail("It was executed."))
    worker: Any = object.__new__(QueueWorker)
    gone: list[bytes] = []
    worker.connection = SimpleNamespace(delete=gone.append)
    worker.execute_job(foreign, None)
    assert (worker.refused, gone) == (1, [foreign.key])


def test_what_cannot_be_read_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Any] = [ValueError("never"), UnicodeDecodeError("utf-8", b"", 0, 1, "x"), "job"]

    def dequeue(self: Worker, *given: Any) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(Worker, "dequeue_job_and_maintain_ttl", dequeue)
    worker = object.__new__(QueueWorker)
    assert worker.dequeue_job_and_maintain_ttl(1) == "job"
    assert worker.refused == 2
