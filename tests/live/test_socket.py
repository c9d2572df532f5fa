"""The door of the socket, its requests, and how it ends."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.live.conftest import HOST, Socket, Stage
from workflows.adapters.callbacks import make_address
from workflows.adapters.ports import current_ports
from workflows.engine.execution import InlineWorker, Tools
from workflows.live import consumers
from workflows.live.database import in_database
from workflows.live.requests import MAX_FRAME_BYTES
from workflows.services import commands
from workflows.services.commands import RunRequest
from workflows.services.definitions import create_workflow, publish
from workflows.services.queries.events import events_after
from workflows.services.tokens import create_token

OURS = {b"origin": b"http://" + HOST, b"host": HOST}


async def waiting_for_a_callback(stage: Stage) -> str:
    """Bring a run to where it waits for a program outside."""
    graph = {"schema": 1, "nodes": [{"id": "lab", "type": "callback"}], "edges": []}
    await in_database(partial(create_workflow, stage.people["ada"], "Lab", "lab", graph=graph))
    await in_database(publish, stage.people["ada"], "lab")
    run_id = await in_database(commands.start_run, stage.people["otto"], "lab", RunRequest())
    tools = Tools(callbacks=partial(in_database, make_address))
    await InlineWorker(current_ports(), tools=tools, call=in_database).drain()
    return str(run_id)


async def refused(headers: dict[bytes, bytes], path: str = "/ws/") -> bool:
    socket = Socket(headers, path)
    accepted, _ = await socket.wire.connect(timeout=5)
    return not accepted


async def test_a_foreign_page_is_refused_although_it_has_the_cookie(stage: Stage) -> None:
    _, cookie = await in_database(stage.cookie, "otto")
    assert await refused({b"origin": b"https://evil.example", b"host": HOST, b"cookie": cookie})
    assert await refused({b"host": HOST, b"cookie": cookie})
    evil = {b"origin": b"http://evil.example", b"host": b"evil.example", b"cookie": cookie}
    assert await refused(evil)


async def test_another_address_is_refused(stage: Stage) -> None:
    _, cookie = await in_database(stage.cookie, "otto")
    assert await refused({**OURS, b"cookie": cookie}, "/ws/elsewhere/")


@pytest.mark.parametrize("cookie", [b"", b"sessionid=nonsense", b"sessionid=", b'"\x01;=;'])
async def test_a_stranger_is_told_to_sign_in(stage: Stage, cookie: bytes) -> None:
    socket = await stage.dial({**OURS, b"cookie": cookie})
    assert await socket.closed_with() == 4401


async def test_a_token_opens_the_socket_only_in_the_header(stage: Stage) -> None:
    token = await in_database(create_token, stage.people["otto"], "script")
    bearer = f"Bearer {token}".encode()
    socket = await stage.dial({b"host": HOST, b"authorization": bearer})
    assert (await socket.ask("run_job", workflow="trip"))["ok"] is True
    wrong = Socket({b"host": HOST, b"authorization": b"Bearer wf_pat_nonsense"})
    stage.sockets.append(wrong)
    await wrong.open()
    assert await wrong.closed_with() == 4401
    assert await refused({b"host": HOST}, f"/ws/?token={token}")


async def test_a_token_does_what_its_scopes_name(stage: Stage) -> None:
    token = await in_database(create_token, stage.people["otto"], "reader", ("read",))
    socket = await stage.dial({b"host": HOST, b"authorization": f"Bearer {token}".encode()})
    run_id = await stage.waiting()
    assert (await socket.ask("subscribe", run_id=run_id))["ok"] is True
    answer = await socket.ask("stop_job", run_id=run_id)
    assert answer["code"] == "insufficient_scope"


async def test_a_token_that_only_reads_is_not_told_a_callbacks_address(stage: Stage) -> None:
    run_id = await waiting_for_a_callback(stage)
    for scopes, may in ((("read",), False), (("read", "run"), True)):
        token = await in_database(create_token, stage.people["otto"], "reader", scopes)
        socket = await stage.dial({b"host": HOST, b"authorization": f"Bearer {token}".encode()})
        await socket.ask("subscribe", run_id=run_id)
        frame = (await socket.until_status("suspended"))[-1]
        assert ("callback_url" in frame["suspensions"][0]["metadata"]) is may, scopes


async def test_a_wrong_token_does_not_fall_back_to_the_session(stage: Stage) -> None:
    _, cookie = await in_database(stage.cookie, "otto")
    socket = await stage.dial({**OURS, b"cookie": cookie, b"authorization": b"Bearer nonsense"})
    assert await socket.closed_with() == 4401


async def test_a_run_that_has_not_failed_is_not_retried_over_the_socket(stage: Stage) -> None:
    run_id = await stage.waiting()
    otto = await stage.socket("otto")
    answer = await otto.ask("retry_job", run_id=run_id)
    assert (answer["type"], answer["code"]) == ("error", "not_failed")
    assert (await (await stage.socket("rita")).ask("retry_job", run_id=run_id))["type"] == "error"


async def test_signing_out_closes_that_browsers_sockets_at_once(stage: Stage) -> None:
    browser, cookie = await in_database(stage.cookie, "otto")
    mine = await stage.dial({**OURS, b"cookie": cookie})
    elsewhere = await stage.socket("otto")
    await in_database(browser.post, "/sign-out/")
    assert await mine.closed_with() == 4401
    assert await elsewhere.quiet()


async def test_locking_somebody_out_closes_his_sockets_at_once(stage: Stage) -> None:
    socket = await stage.socket("otto")
    otto = stage.people["otto"]
    otto.is_active = False
    await in_database(otto.save)
    assert await socket.closed_with() == 4401


async def test_a_session_that_ended_elsewhere_is_noticed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "CHECK_SECONDS", 0.05)
    browser, cookie = await in_database(stage.cookie, "otto")
    socket = await stage.dial({**OURS, b"cookie": cookie})
    await in_database(browser.session.flush)
    assert await socket.closed_with() == 4401


async def test_ping_is_answered(stage: Stage) -> None:
    socket = await stage.socket("rita")
    await socket.wire.send_json_to({"type": "ping"})
    assert await socket.wire.receive_json_from() == {"type": "pong"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nope", "invalid_json"),
        ("[]", "invalid_json"),
        ('{"type": "dance", "id": 7}', "unknown_type"),
        ('{"type": "delete_job", "id": 7, "run_id": "x"}', "unknown_type"),
        ('{"type": "subscribe", "id": 7}', "invalid"),
        ('{"x": "' + "y" * MAX_FRAME_BYTES + '"}', "too_large"),
        ('{"x":' * 40 + "1" + "}" * 40, "too_large"),
    ],
)
async def test_a_bad_frame_is_answered_and_the_socket_lives_on(
    stage: Stage, text: str, code: str
) -> None:
    socket = await stage.socket("otto")
    await socket.wire.send_to(text_data=text)
    answer = await socket.wire.receive_json_from(timeout=5)
    assert (answer["type"], answer["code"]) == ("error", code)
    assert answer["id"] == (7 if '"id": 7' in text else None)
    assert await socket.quiet()


async def test_bytes_are_answered_too(stage: Stage) -> None:
    socket = await stage.socket("otto")
    await socket.wire.send_to(bytes_data=b"\x00\x01")
    assert (await socket.wire.receive_json_from(timeout=5))["code"] == "invalid_json"


async def test_a_flood_of_requests_is_refused(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "REQUESTS_AT_ONCE", 3.0)
    monkeypatch.setattr(consumers, "REQUESTS_PER_SECOND", 0.0)
    socket = await stage.socket("otto")
    answers = []
    for _ in range(4):
        await socket.wire.send_json_to({"type": "ping"})
        answers.append(await socket.wire.receive_json_from(timeout=5))
    assert [a["type"] for a in answers] == ["pong", "pong", "pong", "error"]
    assert answers[-1]["code"] == "too_many"


async def test_what_breaks_inside_is_answered_without_its_secret(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*args: Any) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(consumers.jobs, "do", explode)
    socket = await stage.socket("otto")
    answer = await socket.ask("run_job", workflow="trip")
    assert answer["code"] == "error"
    assert "secret" not in answer["detail"]
    assert await socket.quiet()


@pytest.mark.parametrize("about", [{"run_id": "x"}, {"topic": "workflow:trip"}])
async def test_where_a_subscription_fails_by_our_fault_the_page_is_sent_to_come_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, about: dict[str, str]
) -> None:
    def explode(*args: Any) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(consumers.reading, "find_seq", explode)
    monkeypatch.setattr(consumers.reading, "check_workflow", explode)
    socket = await stage.socket("otto")
    assert (await socket.ask("subscribe", **about))["code"] == "error"
    assert await socket.closed_with() == 1011


async def test_a_run_is_started_resumed_and_finished(stage: Stage) -> None:
    otto, maria = await stage.socket("otto"), await stage.socket("maria")
    run = (await otto.ask("run_job", workflow="trip", inputs={"x": 1}))["result"]
    assert (run["status"], run["workflow"], run["inputs"]) == ("queued", "trip", {"x": 1})
    await stage.work()
    answer = await maria.ask("resume_job", run_id=run["id"], data={"amount": 7}, action="approved")
    assert answer["result"]["id"] == run["id"]
    await stage.work()
    again = await maria.ask(
        "resume_job", run_id=run["id"], node="ask", data={"amount": 7}, action="approved"
    )
    assert again["type"] == "error"
    assert again["facts"]["by"] == "maria"


async def test_a_program_with_a_token_is_recorded_as_one(stage: Stage) -> None:
    run_id = await stage.waiting()
    token = await in_database(create_token, stage.people["maria"], "robot")
    robot = await stage.dial({b"host": HOST, b"authorization": f"Bearer {token}".encode()})
    answer = await robot.ask("resume_job", run_id=run_id, data={"amount": 7}, action="approved")
    assert answer["type"] == "reply"
    records = await in_database(events_after, stage.people["otto"], run_id, 0, 100)
    resumed = [record for record in records if record["type"] == "NodeResumed"]
    assert [record["payload"]["via"] for record in resumed] == ["api"]


async def test_a_wrong_form_is_refused_by_field_and_changes_nothing(stage: Stage) -> None:
    run_id = await stage.waiting()
    socket = await stage.socket("maria")
    before = await stage.log(run_id)
    answer = await socket.ask(
        "resume_job", run_id=run_id, data={"amount": "much"}, action="approved"
    )
    assert (answer["type"], answer["code"]) == ("error", "invalid")
    assert any("amount" in (fault["attr"] or "") for fault in answer["errors"])
    assert await stage.log(run_id) == before


async def test_the_rules_of_the_api_hold(stage: Stage) -> None:
    run_id = await stage.waiting()
    rita, maria, otto = [await stage.socket(name) for name in ("rita", "maria", "otto")]
    assert (await rita.ask("run_job", workflow="trip"))["code"] == "forbidden"
    assert (await rita.ask("stop_job", run_id=run_id))["code"] == "not_found"
    assert (await maria.ask("stop_job", run_id=run_id))["code"] == "forbidden"
    assert (await otto.ask("run_job", workflow="nothing"))["code"] == "not_found"
    stopped = await otto.ask("stop_job", run_id=run_id, reason="enough")
    assert stopped["result"]["status"] == "cancelled"
    again = await otto.ask("stop_job", run_id=run_id)
    assert again["type"] == "error"


async def test_a_right_that_was_taken_away_is_gone_for_open_sockets(stage: Stage) -> None:
    socket = await stage.socket("otto")
    assert (await socket.ask("run_job", workflow="trip"))["ok"] is True
    await in_database(stage.people["otto"].groups.clear)
    assert (await socket.ask("run_job", workflow="trip"))["code"] == "forbidden"


async def test_a_repeated_request_gets_the_first_answer(stage: Stage) -> None:
    socket = await stage.socket("otto")
    first = await socket.ask("run_job", workflow="trip", idempotency_key="k")
    again = await socket.ask("run_job", workflow="trip", idempotency_key="k")
    assert first["result"]["id"] == again["result"]["id"]
    other = await socket.ask("run_job", workflow="trip", inputs={"a": 1}, idempotency_key="k")
    assert other["type"] == "error"
