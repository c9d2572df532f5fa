"""What the socket takes in, and what it refuses with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workflows.engine.errors import Invalid, TooLarge
from workflows.live.requests import MAX_FRAME_BYTES, Ping, ResumeJob, Subscribe, decode, parse


@pytest.mark.parametrize("text", [None, "", "nope", "[1]", '"a"', '{"a": NaN}', "{", "\ud800"])
def test_what_is_not_a_json_object_is_refused(text: str | None) -> None:
    with pytest.raises(Invalid) as caught:
        decode(text)
    assert caught.value.code == "invalid_json"


@pytest.mark.parametrize("letter", ["a", "é"])
def test_a_frame_over_the_limit_is_refused(letter: str) -> None:
    with pytest.raises(TooLarge):
        decode(json.dumps({"type": "ping", "x": letter * MAX_FRAME_BYTES}, ensure_ascii=False))


def test_a_deep_frame_is_refused_without_deep_recursion() -> None:
    with pytest.raises(Invalid):
        decode('{"a":' * 33 + "1" + "}" * 33)
    with pytest.raises(Invalid):
        decode('{"a":' + "[" * 20_000 + "]" * 20_000 + "}")
    assert decode('{"a":' * 31 + "1" + "}" * 31)


@pytest.mark.parametrize("kind", [None, 7, "delete_job", "nonsense", ["ping"]])
def test_an_unknown_type_is_refused_with_the_known_ones(kind: Any) -> None:
    with pytest.raises(Invalid, match="resume_job") as caught:
        parse({"type": kind})
    assert caught.value.code == "unknown_type"


@pytest.mark.parametrize(
    ("frame", "attr"),
    [
        ({"type": "subscribe", "run_id": 7}, "run_id"),
        ({"type": "subscribe", "run_id": "r", "since": -1}, "since"),
        ({"type": "subscribe", "run_id": "r", "since": "3"}, "since"),
        ({"type": "subscribe", "topic": "everything"}, "topic"),
        ({"type": "subscribe", "topic": "workflow:../x"}, "topic"),
        ({"type": "run_job"}, "workflow"),
        ({"type": "run_job", "workflow": "w", "inputs": []}, "inputs"),
        ({"type": "run_job", "workflow": "w", "surprise": 1}, "surprise"),
        ({"type": "resume_job"}, "run_id"),
        ({"type": "stop_job", "run_id": "r", "reason": 5}, "reason"),
    ],
)
def test_a_wrong_field_is_named(frame: dict[str, Any], attr: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(frame)
    assert attr in [fault.attr for fault in caught.value.errors]


@pytest.mark.parametrize("rest", [{}, {"run_id": "r", "topic": "inbox"}])
def test_a_subscription_names_one_thing(rest: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="either"):
        parse({"type": "subscribe", **rest})


def test_good_requests_are_understood() -> None:
    assert parse({"type": "ping"}) == Ping(type="ping")
    assert parse({"type": "subscribe", "id": 1, "run_id": "r"}) == Subscribe(
        type="subscribe", id=1, run_id="r", since=0
    )
    job = parse({"type": "resume_job", "run_id": "r", "data": {"a": [1]}, "action": "approved"})
    assert isinstance(job, ResumeJob)
    assert job.data == {"a": [1]}
