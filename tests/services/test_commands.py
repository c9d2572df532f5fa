"""Commands of people, called as the socket and scripts do: ids in, engine errors out."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from tests.api.conftest import Drain, approval, waiting
from workflows.engine.errors import AlreadyClosed, Forbidden, Invalid, NotFound, Refused
from workflows.services import applying, commands
from workflows.services.commands import RunRequest
from workflows.services.inbox import deciding
from workflows.services.inbox.deciding import DecideRequest, ResumeRequest
from workflows.services.queries.runs import run_detail
from workflows.services.recovery import WorkflowRecoveryService

People = dict[str, User]
Publish = Callable[..., str]


def test_a_run_goes_all_the_way_by_services_alone(
    people: People, published: Publish, drain: Drain
) -> None:
    slug, otto, maria = published(approval()), people["otto"], people["maria"]
    run = commands.start_run(otto, slug, RunRequest({"amount": 3}, tags=("a", "b", "a")))
    drain()
    found = run_detail(otto, run)
    assert (found["status"], found["tags"]) == ("suspended", ["a", "b"])
    task = found["suspensions"][0]["task"]
    deciding.decide_task(maria, task, DecideRequest("approved", comment="ok"), "ui")
    drain()
    assert run_detail(maria, run)["nodes"]["review"]["output"]["comment"] == "ok"
    with pytest.raises(AlreadyClosed) as caught:
        deciding.decide_task(maria, task, DecideRequest("approved"))
    assert caught.value.detail["via"] == "ui"


def test_errors_are_those_of_the_engine(people: People, published: Publish, drain: Drain) -> None:
    slug, otto = published(waiting("a", "b")), people["otto"]
    run = commands.start_run(otto, slug, RunRequest())
    drain()
    with pytest.raises(Invalid) as caught:
        deciding.resume_run(otto, run, ResumeRequest())
    assert caught.value.code == "ambiguous"
    with pytest.raises(NotFound):
        deciding.resume_run(people["olga"], run, ResumeRequest(node="a"))
    with pytest.raises(Forbidden):
        commands.start_run(people["olga"], slug, RunRequest())
    with pytest.raises(NotFound):
        commands.start_run(otto, "ghost", RunRequest())


def test_the_recovery_service_resumes_and_stops(
    people: People, published: Publish, drain: Drain
) -> None:
    slug, otto = published(waiting("a", "b")), people["otto"]
    service = WorkflowRecoveryService(otto)
    run = commands.start_run(otto, slug, RunRequest())
    drain()
    after = service.resume_workflow(run, {"note": 1}, node="a", state={"seen": True})
    assert after["state"] == {"seen": True}
    drain()
    assert service.stop(run, "Enough")["status"] == "cancelled"
    with pytest.raises(Refused):
        service.stop(run)


def test_of_two_starts_with_one_key_at_one_moment_the_second_gets_the_firsts_answer(
    people: People, published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug, otto = published(waiting("a")), people["otto"]
    request = RunRequest(idempotency_key="k")
    first = commands.start(otto, slug, request)
    real, calls = applying.apply, []

    def collide(*args: object) -> object:
        calls.append(args)
        if len(calls) == 1:
            raise IntegrityError("UNIQUE constraint failed")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(applying, "apply", collide)
    second = commands.start(otto, slug, request)
    assert (second.run_id, second.replayed) == (first.run_id, True)
    calls.clear()
    with pytest.raises(IntegrityError):
        commands.start(otto, slug, RunRequest())
