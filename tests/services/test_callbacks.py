"""Claims about callbacks: which answer counts, when, and what is kept of an address."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from tests.api.conftest import Api, Drain, edge, graph, node
from workflows.adapters.callbacks import address_of, make_address, token_of
from workflows.adapters.ports import current_ports
from workflows.engine.callbacks import CallbackRequest
from workflows.engine.commands import Fail, Outcome, Suspend
from workflows.engine.errors import Invalid, NotFound, Refused, TooLarge
from workflows.engine.node import SignalRequest, SuspensionRequest
from workflows.engine.ports import Work
from workflows.engine.transition import apply, claim
from workflows.models import Callback, Event, Run, Signal
from workflows.services import commands, recovering
from workflows.services.callbacks import Gone, receive
from workflows.services.inbox import deciding
from workflows.services.queries import runs, suspensions
from workflows.services.tokens import create_token

Publish = Callable[..., str]
FORM = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}


def callback(**properties: Any) -> dict[str, Any]:
    """Write a graph with a callback behind its start."""
    return graph(
        [node("start", "input"), node("lab", "callback", **properties), node("end", "constant")],
        [edge("start", "lab"), edge("lab", "end", "received")],
    )


@pytest.fixture
def begin(people: dict[str, User], published: Publish, drain: Drain) -> Callable[..., str]:
    """Start a run that waits for its callback; give its id."""

    def start(**properties: Any) -> str:
        slug = published(callback(**properties))
        run_id = commands.start_run(people["otto"], slug, commands.RunRequest())
        drain()
        return run_id

    return start


def token(run_id: str, iteration: int = 1) -> str:
    return token_of(CallbackRequest(run_id, "lab", iteration))


def status(run_id: str) -> str:
    return Run.objects.values_list("status", flat=True).get(uuid=run_id)


def output(run_id: str) -> Any:
    event = Event.objects.get(run__uuid=run_id, type="NodeCompleted", node_id="lab")
    return event.payload["output"]


def test_an_answer_ends_the_wait_and_is_the_output(begin: Callable[..., str], drain: Drain) -> None:
    run = begin(schema=FORM)
    assert receive(token(run), {"ok": True}) == "accepted"
    drain()
    assert status(run) == "completed"
    assert output(run)["callback_data"] == {"ok": True}
    resumed = Event.objects.get(run__uuid=run, type="NodeResumed").payload
    assert (resumed["via"], resumed.get("by")) == ("callback", None)


def test_the_same_answer_again_is_the_first_one_and_another_is_refused(
    begin: Callable[..., str], drain: Drain
) -> None:
    run = begin()
    assert receive(token(run), {"a": 1, "b": 2}) == "accepted"
    for _ in range(2):
        assert receive(token(run), {"b": 2, "a": 1}) == "repeated"
        with pytest.raises(Refused) as refused:
            receive(token(run), {"a": 2})
        assert refused.value.code == "other_body"
        drain()
    assert status(run) == "completed"


def test_an_unknown_token_is_not_found(begin: Callable[..., str]) -> None:
    run = begin()
    for wrong in ("", "x", token(run)[:-1], token(run).swapcase(), "é\x00", "0" * 5_000):
        with pytest.raises(NotFound):
            receive(wrong, {})


def test_an_answer_that_does_not_fit_changes_nothing(begin: Callable[..., str]) -> None:
    run = begin(schema=FORM)
    for wrong in ({}, {"ok": "yes"}, None, [], "text"):
        with pytest.raises(Invalid) as refused:
            receive(token(run), wrong)
        assert refused.value.errors
    assert status(run) == "suspended"
    assert Callback.objects.get().body_digest is None
    assert receive(token(run), {"ok": False}) == "accepted"


def test_an_answer_beyond_the_limit_is_too_large(begin: Callable[..., str]) -> None:
    run = begin()
    with pytest.raises(TooLarge):
        receive(token(run), {"text": "x" * 300_000})
    assert status(run) == "suspended"


@pytest.mark.parametrize("how", ["stop", "resume"])
def test_who_was_first_has_ended_the_wait(
    how: str, begin: Callable[..., str], people: dict[str, User], drain: Drain
) -> None:
    run = begin()
    if how == "stop":
        commands.stop_run(people["otto"], run)
    else:
        request = deciding.ResumeRequest(data={"by": "hand"}, action="received")
        deciding.resume_run(people["otto"], run, request)
    with pytest.raises(Gone):
        receive(token(run), {})
    drain()
    with pytest.raises(Gone):
        receive(token(run), {})
    assert Callback.objects.get().body_digest is None
    assert status(run) == ("cancelled" if how == "stop" else "completed")


def test_an_answer_by_hand_is_the_callback_data(
    begin: Callable[..., str], people: dict[str, User], drain: Drain
) -> None:
    run = begin(schema=FORM)
    request = deciding.ResumeRequest(data={"ok": True}, action="received")
    deciding.resume_run(people["otto"], run, request)
    drain()
    assert output(run)["callback_data"] == {"ok": True}


OWNER = "test"
ALONE = graph([node("lab", "callback", schema=FORM)], [])


@pytest.fixture
def started(people: dict[str, User], published: Publish) -> str:
    """Give a run whose node is being executed: it has told its address and does not wait yet."""
    run = commands.start_run(people["otto"], published(ALONE), commands.RunRequest())
    claim(current_ports(), OWNER, 1, 0.0)
    make_address(CallbackRequest(run, "lab", 1, FORM))
    return run


def suspend(run_id: str, **more: Any) -> None:
    """Let the node that is being executed wait."""
    name = CallbackRequest(run_id, "lab").name
    request = SuspensionRequest(
        "Lab", kind="callback", schema=FORM, signal=SignalRequest(name), **more
    )
    report(run_id, Suspend("lab", 1, 1, request=request))


def report(run_id: str, outcome: Outcome) -> None:
    work = Work(run_id, outcome, owner=OWNER, epoch=1)
    assert apply(current_ports(), [work])[0].error is None


def test_an_answer_before_the_wait_is_kept_for_it(started: str, drain: Drain) -> None:
    assert receive(token(started), {"ok": True}) == "accepted"
    assert receive(token(started), {"ok": True}) == "repeated"
    with pytest.raises(Refused):
        receive(token(started), {"ok": False})
    assert Signal.objects.count() == 1
    drain()
    assert status(started) == "completed"
    assert output(started)["callback_data"] == {"ok": True}
    assert Signal.objects.count() == 0


def test_an_answer_before_the_wait_must_fit_too(started: str, drain: Drain) -> None:
    with pytest.raises(Invalid):
        receive(token(started), {"ok": 5})
    assert (Signal.objects.count(), Callback.objects.get().body_digest) == (0, None)
    drain()
    assert status(started) == "suspended"
    assert receive(token(started), {"ok": True}) == "accepted"


def test_an_answer_counts_also_while_the_node_is_tried_again(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    lab = node("lab", "callback") | {"options": {"retry": {"max_attempts": 2}}}
    run = commands.start_run(people["otto"], published(graph([lab], [])), commands.RunRequest())
    claim(current_ports(), OWNER, 1, 0.0)
    make_address(CallbackRequest(run, "lab"))
    report(run, Fail("lab", 1, 1, error={"type": "X", "message": "The lab was told badly."}))
    assert receive(token(run), 1) == "accepted"
    make_address(CallbackRequest(run, "lab", schema=FORM))
    assert receive(token(run), 1) == "repeated"


def test_an_address_of_a_node_that_failed_is_gone(started: str) -> None:
    report(started, Fail("lab", 1, 1, error={"type": "X", "message": "No."}, permanent=True))
    with pytest.raises(Gone):
        receive(token(started), {"ok": True})


def test_an_address_that_was_never_told_is_unknown(
    people: dict[str, User], published: Publish
) -> None:
    run = commands.start_run(people["otto"], published(ALONE), commands.RunRequest())
    with pytest.raises(NotFound):
        receive(token(run), {"ok": True})


def test_after_the_deadline_no_answer_counts_though_nobody_has_seen_it_pass(
    started: str, drain: Drain
) -> None:
    suspend(started, until=datetime(2020, 1, 1, tzinfo=UTC), on_timeout="resume")
    with pytest.raises(Gone):
        receive(token(started), {"ok": True})
    drain()
    assert status(started) == "completed"
    assert output(started)["callback_data"] is None


def test_a_wait_that_never_opens_takes_answers_only_until_its_limit(started: str) -> None:
    Callback.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(Gone):
        receive(token(started), {"ok": True})
    suspend(started)
    assert receive(token(started), {"ok": True}) == "accepted"


def test_a_wait_that_is_opened_again_by_a_retry_takes_its_answer(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    flow = graph(
        [node("lab", "callback"), node("hold", "wait"), node("stop", "fail", message="No.")],
        [edge("hold", "stop")],
    )
    run = commands.start_run(people["otto"], published(flow), commands.RunRequest())
    drain()
    deciding.resume_run(people["otto"], run, deciding.ResumeRequest(node="hold"))
    drain()
    assert status(run) == "failed"
    with pytest.raises(Gone):
        receive(token(run), {"ok": True})
    by_hand = {"stop": {"do": "complete"}}
    recovering.retry_run(people["otto"], run, recovering.RetryRequest("Paid.", by_hand))
    assert receive(token(run), {"ok": True}) == "accepted"
    drain()
    assert (status(run), output(run)["callback_data"]) == ("completed", {"ok": True})


def test_the_database_keeps_a_hash_and_never_the_token(begin: Callable[..., str]) -> None:
    run = begin()
    row = Callback.objects.get()
    assert row.token_hash != token(run)
    assert len(token(run)) == 43
    with pytest.raises(IntegrityError), transaction.atomic():
        Callback.objects.filter(pk=row.pk).update(token_hash="")


def test_an_address_is_derived_of_run_node_and_round() -> None:
    places = [("r1", "a", 1), ("r1", "a", 2), ("r1", "b", 1), ("r2", "a", 1)]
    assert len({token_of(CallbackRequest(*place)) for place in places}) == 4


def test_another_secret_key_gives_other_addresses_and_keeps_those_that_were_told(
    begin: Callable[..., str], settings: Any
) -> None:
    run = begin()
    told = token(run)
    settings.SECRET_KEY = "another-key-" + "k" * 40
    assert token(run) != told
    assert receive(told, {}) == "accepted"


def test_who_may_operate_the_run_is_shown_the_address_and_nobody_else(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    run = commands.start_run(people["ada"], published(callback()), commands.RunRequest())
    drain()
    address = address_of(CallbackRequest(run, "lab"))
    for name, may in (("ada", True), ("otto", True), ("root", True)):
        shown = runs.run_detail(people[name], run)["suspensions"][0]["metadata"]
        assert (shown.get("callback_url") == address) is may, name
    Run.objects.filter(uuid=run).update(started_by=people["rita"])
    found = runs.run_detail(people["rita"], run)["suspensions"][0]["metadata"]
    assert found == {"webhook_id": CallbackRequest(run, "lab").webhook_id}
    assert suspensions.present(people["rita"], list(suspensions.actionable(people["rita"]))) == []


def test_a_token_that_only_reads_is_not_shown_the_address(
    people: dict[str, User], published: Publish, drain: Drain
) -> None:
    run = commands.start_run(people["ada"], published(callback()), commands.RunRequest())
    drain()
    for scopes, may in ((("read",), False), (("read", "run"), True), (("all",), True)):
        header = f"Bearer {create_token(people['otto'], scopes=scopes)}"
        found = Api(None, Authorization=header).get(f"runs/{run}/").json()
        assert ("callback_url" in found["suspensions"][0]["metadata"]) is may, scopes


def test_a_used_address_is_completed_in_the_output_for_those_who_may_operate(
    begin: Callable[..., str], people: dict[str, User], drain: Drain
) -> None:
    run = begin()
    receive(token(run), {"ok": True})
    drain()
    assert output(run)["callback_url"].endswith("/hooks/callback/…/")
    shown = runs.run_detail(people["otto"], run)["nodes"]["lab"]["output"]
    assert shown["callback_url"] == address_of(CallbackRequest(run, "lab"))
    Run.objects.filter(uuid=run).update(started_by=people["rita"])
    hidden = runs.run_detail(people["rita"], run)["nodes"]["lab"]["output"]
    assert hidden == output(run)


def test_no_token_is_in_a_table_a_log_or_an_error(
    begin: Callable[..., str], drain: Drain, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    run = begin(schema=FORM)
    secret = token(run)
    errors = []
    for body in ({"ok": 1}, {"ok": True}, {"ok": False}):
        try:
            receive(secret, body)
        except (Invalid, Refused) as error:
            errors.append(str(error))
    drain()
    assert len(errors) == 2
    assert secret not in "".join(errors)
    assert secret not in everything()
    assert secret not in caplog.text


def everything() -> str:
    """Read all that the app keeps, as text."""
    tables = apps.get_app_config("workflows").get_models()
    return repr([list(table._default_manager.values_list()) for table in tables])
