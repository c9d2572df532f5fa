"""verify_log: what it prints for people and programs, its exit codes, heads kept elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.adapters.conftest import Bench, django_bench
from tests.adapters.test_store import CREATED, STARTED
from tests.management.conftest import call
from tests.services.audit.conftest import Tamper, unguarded
from workflows.management.upkeep.management.commands import verify_log
from workflows.models import Run

__all__ = ["django_bench", "unguarded"]


@pytest.fixture
def runs(django_bench: Bench) -> list[str]:
    return [django_bench.create(CREATED, STARTED) for _ in range(3)]


def test_it_says_that_all_is_well(runs: list[str]) -> None:
    assert call("verify_log") == ("✓ All is well: 3 runs, 6 of 6 events chained.\n", 0)
    text, code = call("verify_log", runs[1])
    assert code == 0
    assert text.splitlines()[0] == f"✓ Run {runs[1]} is ok."
    every = json.loads(call("verify_log", json=True, all=True).text)["results"]
    assert [(item["run"], item["status"]) for item in every] == [(run, "ok") for run in runs]
    told = json.loads(call("verify_log", json=True).text)
    assert told == {
        "ok": True, "runs": 3, "events": 6, "chained": 6, "broken": 0, "unchained": 0, "lost": [],
        "signed_heads": 0, "faults": [], "results": [],
    }  # fmt: skip


@pytest.mark.usefixtures("db")
def test_a_run_that_is_not_there_is_wrong_usage() -> None:
    assert call("verify_log", "ghost").code == 2
    assert call("verify_log", "0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49").code == 2
    assert call("verify_log", against=Path("/nowhere/heads")).code == 2
    assert call("verify_log", heads=Path("/nowhere/heads")).code == 2


@pytest.mark.usefixtures("unguarded")
def test_it_names_run_place_and_kind_and_fails(runs: list[str]) -> None:
    Tamper(runs[1]).change(2, epoch=9)
    text, code = call("verify_log")
    assert code == 1
    assert text.splitlines() == [
        f"✗ Run {runs[1]} is broken at event 2 (changed). "
        "It is not what was written, or what was before it.",
        "1 are not what was written: 3 runs, 5 of 6 events chained.",
    ]
    told = json.loads(call("verify_log", json=True).text)
    (result,) = told["results"]
    assert (told["ok"], told["broken"]) == (False, 1)
    assert (result["run"], result["status"], result["kind"], result["seq"]) == (
        runs[1], "broken", "changed", 2,
    )  # fmt: skip
    assert call("verify_log", runs[0]).code == 0
    assert call("verify_log", runs[1]).code == 1


@pytest.mark.usefixtures("unguarded")
def test_events_from_before_the_chain_are_a_warning(
    runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for run_id in runs:
        tamper = Tamper(run_id)
        tamper.change(1, hash=None)
        tamper.change(2, hash=None)
        tamper.row(chain=None)
    text, code = call("verify_log")
    assert code == 0
    assert text.count("! Run") == 3
    assert "is not chained in events 1 to 2 of 20" in text
    assert text.splitlines()[-1] == "✓ All is well: 3 runs, 0 of 6 events chained."
    (result,) = json.loads(call("verify_log", runs[0], json=True).text)["results"]
    assert (result["status"], result["head"]) == ("unchained", None)
    assert [(gap["first"], gap["last"]) for gap in result["unchained"]] == [(1, 2)]
    monkeypatch.setattr(verify_log, "MOST_UNCHAINED", 2)
    told = json.loads(call("verify_log", json=True).text)
    assert (told["unchained"], len(told["results"])) == (3, 2)
    monkeypatch.setattr(verify_log, "MOST_SHOWN", 1)
    assert "… and 1 more; see --all." in call("verify_log").text
    text = call("verify_log", all=True).text
    assert text.count("! Run") == 3
    assert "more" not in text


@pytest.mark.usefixtures("unguarded")
def test_heads_that_were_kept_show_a_log_that_was_written_anew(
    runs: list[str], django_bench: Bench, tmp_path: Path
) -> None:
    heads = tmp_path / "heads.jsonl"
    assert call("verify_log", heads=heads).code == 0
    lines = [json.loads(line) for line in heads.read_text().splitlines()]
    assert [line["run"] for line in lines] == runs
    assert [line["head"] for line in lines] == [
        bytes(chain).hex() for chain in Run.objects.order_by("pk").values_list("chain", flat=True)
    ]
    assert call("verify_log", against=heads).code == 0
    django_bench.create(CREATED)
    tamper = Tamper(runs[0])
    tamper.change(2, epoch=9)
    tamper.cover_up()
    Run.objects.filter(uuid=runs[2]).delete()
    assert call("verify_log").code == 0
    text, code = call("verify_log", against=heads)
    assert code == 1
    assert f"✗ Run {runs[0]} is broken at event 2 (changed)." in text
    assert f"✗ Run {runs[2]} is gone, and not by retention." in text
    told = json.loads(call("verify_log", against=heads, json=True).text)
    assert (told["ok"], told["lost"], told["broken"]) == (False, [runs[2]], 1)
    assert call("verify_log", runs[1], against=heads).code == 0
