"""What earlier code wrote is read, adds up to what it did, and goes on to its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from workflows.engine.payload import dumps, loads
from workflows.engine.state import dump, fold, restore

from .plays import PLAYS
from .record import LOGS, record
from .stage import Stage, read

HISTORIES = sorted(LOGS.glob("*/*.json"))


def load(path: Path) -> dict[str, Any]:
    history: dict[str, Any] = orjson.loads(path.read_bytes())
    return history


def holds(known: Any, found: Any, place: str = "state") -> None:
    """Everything that was known is still so; later code may know more."""
    if isinstance(known, dict) and isinstance(found, dict):
        for key, value in known.items():
            assert key in found, f"{place}.{key} is gone"
            holds(value, found[key], f"{place}.{key}")
    elif isinstance(known, list) and isinstance(found, list):
        assert len(known) == len(found), place
        for number, pair in enumerate(zip(known, found, strict=True)):
            holds(*pair, f"{place}[{number}]")
    else:
        assert known == found, place


def name_of(path: Path) -> str:
    return str(path.relative_to(LOGS).with_suffix(""))


@pytest.mark.parametrize("path", HISTORIES, ids=name_of)
def test_a_recorded_log_adds_up_to_what_it_did(path: Path) -> None:
    for run in load(path)["runs"]:
        holds(run["state"], loads(dumps(dump(fold(run["run"], read(run))))))


@pytest.mark.parametrize("path", HISTORIES, ids=name_of)
def test_a_recorded_checkpoint_and_the_rest_of_the_log_add_up_to_the_same(path: Path) -> None:
    for run in load(path)["runs"]:
        if run["checkpoint"] is None:
            continue
        seq, body = run["checkpoint"]
        start = restore(run["run"], body)
        holds(run["state"], loads(dumps(dump(fold(run["run"], read(run)[seq:], start)))))


@pytest.mark.parametrize("path", HISTORIES, ids=name_of)
def test_a_recorded_run_goes_on_to_its_end(path: Path) -> None:
    history = load(path)
    stage = Stage()
    stage.take_up(history)
    *steps, (word, ends) = history["then"]
    for step, told in steps:
        getattr(stage, step)(**told)
    assert word == "ends"
    assert {number: stage.status(int(number)) for number in ends} == ends
    for run in history["runs"]:
        kept = [item.event for item in read(run)]
        now = [item.event for item in stage.store.runs[run["run"]].records]
        assert now[: len(kept)] == kept, "what was recorded is never changed"


@pytest.mark.parametrize("name", PLAYS)
def test_every_play_was_recorded(name: str) -> None:
    assert any(path.stem == name for path in HISTORIES), f"python -m tests.histories.record {name}"


def test_a_history_is_never_written_again(tmp_path: Path) -> None:
    path = record("timer", tmp_path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        record("timer", tmp_path)
    assert path.read_bytes() == before
