"""A log from which everything personal is gone still adds up to the same course of its run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workflows.engine.events import Record, complete_payload, from_record
from workflows.engine.events.personal import skeleton
from workflows.engine.state import RunState, dump, fold

from .stage import read
from .test_histories import HISTORIES, load, name_of


def course(state: RunState) -> dict[str, Any]:
    """Give what a state says about the steps, without what they were about."""
    activations = {
        key: (item.status, item.iteration, item.attempt, item.action, item.started_at)
        for key, item in state.activations.items()
    }
    waits = {
        key: (item.kind, item.task, item.users, item.groups, item.wake_at, item.claimed_by)
        for key, item in state.suspensions.items()
    }
    where = (state.status, state.seq, state.workflow, state.version, state.parent)
    return {"where": where, "edges": state.edges, "nodes": activations, "waits": waits}


@pytest.mark.parametrize("path", HISTORIES, ids=name_of)
def test_the_course_of_a_run_is_the_same_without_what_is_personal(path: Path) -> None:
    for run in load(path)["runs"]:
        bare = []
        for record in read(run):
            item = next(row for row in run["records"] if row["seq"] == record.seq)
            event = from_record(
                item["type"], item["node_id"], item["iteration"], skeleton(item["payload"])
            )
            assert complete_payload(event).keys() == complete_payload(record.event).keys()
            bare.append(Record(record.seq, event, record.at, record.epoch))
        state = fold(run["run"], bare)
        assert course(state) == course(fold(run["run"], read(run)))
        assert dump(state).keys() == dump(fold(run["run"], read(run))).keys()


def test_texts_and_numbers_go_and_who_acted_stays() -> None:
    told = {
        "task": "t1", "by": "ada",
        "detail": {
            "decision": "approved", "via": "ui", "comment": "Ann is ill", "title": "Leave of Ann",
            "data": {"days": 12, "why": ["flu"], "sure": True}, "users": ["ada"],
        },
    }  # fmt: skip
    assert skeleton(told) == {
        "task": "t1", "by": "ada",
        "detail": {
            "decision": "approved", "via": "ui", "comment": "erased", "title": "erased",
            "data": {"days": 0, "why": ["erased"], "sure": True}, "users": ["ada"],
        },
    }  # fmt: skip


def test_what_nobody_has_thought_of_is_taken_for_personal() -> None:
    assert skeleton({"something_new": {"name": "Ann"}}) == {"something_new": {"name": "erased"}}
