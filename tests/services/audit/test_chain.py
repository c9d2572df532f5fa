"""Whatever is done to a log behind the product's back is found, and told by its name and place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from tests.adapters.conftest import Bench
from tests.adapters.test_store import CREATED, STARTED, began, done
from tests.api.conftest import Drain, approval, graph, node, waiting
from tests.services.audit.conftest import Tamper
from tests.support.threads import together
from workflows.engine.errors import Invalid
from workflows.models import Event, Run, Task
from workflows.services.audit.chain import Verdict, verify_chains
from workflows.services.audit.heads import head_line, lost_runs, read_heads
from workflows.services.commands import RunRequest, start_run, stop_run
from workflows.services.definitions import create_workflow, publish
from workflows.services.inbox.deciding import DecideRequest, decide_task
from workflows.services.pruning import Retention, prune
from workflows.services.queries.audit import stored
from workflows.services.recovering import ForkRequest, fork_run
from workflows.services.verify import verify_runs


def verdict(run_id: str, **more: Any) -> Verdict:
    """Give what the check says of one run."""
    return next(verify_chains(run_id, **more))


def found(tamper: Tamper) -> tuple[str, int] | None:
    """Give kind and place of the break; both commands must agree on it."""
    broken = verdict(tamper.run_id).broken
    codes = {fault.code for item in verify_runs(tamper.run_id) for fault in item.faults}
    if broken is None:
        assert not [code for code in codes if code.startswith("chain")]
        return None
    assert codes & {f"chain_{broken.kind}", "gap", "row_seq"}
    return broken.kind, broken.seq


def test_logs_of_every_kind_are_whole(
    people: dict[str, User], published: Callable[..., str], drain: Drain
) -> None:
    root = people["root"]
    start_run(root, published(approval(), "Asked"), RunRequest({"amount": 12}))
    drain()
    decide_task(people["maria"], str(Task.objects.get().pk), DecideRequest("approved"))
    stopped = start_run(root, published(waiting("a", "b"), "Stopped"), RunRequest())
    drain()
    stop_run(root, stopped)
    fork_run(root, stopped, ForkRequest(seq=3))
    start_run(root, published(graph([node("no", "fail")], []), "Bang"), RunRequest())
    drain()
    start_run(root, published(waiting("new"), "New"), RunRequest())
    verdicts = list(verify_chains())
    assert [item.status for item in verdicts] == ["ok"] * 5
    assert sum(item.chained for item in verdicts) == Event.objects.count()
    assert len({item.head for item in verdicts}) == 5


def test_a_changed_byte_of_a_payload_is_found(tamper: Tamper) -> None:
    tamper.text(1, "replace(payload, '12.5', '12.6')")
    assert Event.objects.get(seq=1).payload["inputs"]["amount"] == 12.6
    assert found(tamper) == ("changed", 1)


def test_the_same_json_in_other_letters_is_a_change(tamper: Tamper) -> None:
    before = Event.objects.get(seq=1).payload
    tamper.text(1, "replace(payload, ':', ': ')")
    assert Event.objects.get(seq=1).payload == before
    assert found(tamper) == ("changed", 1)


def test_a_payload_that_is_no_json_any_more_is_found(tamper: Tamper) -> None:
    tamper.text(4, "%s", '{"broken')
    assert found(tamper) == ("changed", 4)
    codes = [fault.code for item in verify_runs(tamper.run_id) for fault in item.faults]
    assert codes == ["unreadable", "chain_changed"]
    if connection.vendor == "sqlite":
        tamper.text(4, "CAST(x'ff' AS TEXT)")
        assert found(tamper) == ("changed", 4)


@pytest.mark.parametrize(
    "column",
    [
        {"at": timezone.now() + timedelta(microseconds=1)},
        {"type": "TaskDecided"},
        {"node_id": "revien"},
        {"node_id": None},
        {"iteration": 2},
        {"iteration": None},
        {"epoch": 7},
        {"hash": b"\0" * 32},
        {"hash": b""},
    ],
    ids=lambda column: str(column)[:24],
)
def test_every_changed_column_is_found(tamper: Tamper, column: dict[str, Any]) -> None:
    tamper.change(5, **column)
    assert found(tamper) == ("changed", 5)


@pytest.mark.parametrize(("one", "other"), [(4, 5), (2, 3), (1, 2), (3, 6), (1, 7)])
def test_two_events_that_changed_places_are_found(tamper: Tamper, one: int, other: int) -> None:
    tamper.swap(one, other)
    assert found(tamper) == ("reordered", one)


def test_an_event_that_was_moved_ahead_is_found(tamper: Tamper) -> None:
    tamper.change(6, seq=10_000)
    tamper.change(5, seq=6)
    tamper.change(4, seq=5)
    tamper.change(10_000, seq=4)
    assert found(tamper) == ("reordered", 4)


@pytest.mark.parametrize("seq", [1, 2, 5])
def test_a_missing_event_is_found(tamper: Tamper, seq: int) -> None:
    tamper.delete(seq)
    assert found(tamper) == ("missing", seq)


@pytest.mark.parametrize("count", [1, 2])
def test_missing_events_are_found_when_the_rest_is_numbered_anew(
    tamper: Tamper, count: int
) -> None:
    for seq in range(4, 4 + count):
        tamper.delete(seq)
    tamper.shift(4 + count, -count)
    tamper.row(seq=7 - count)
    assert found(tamper) == ("missing", 4)


def test_a_missing_end_is_found(tamper: Tamper) -> None:
    tamper.delete(7)
    assert found(tamper) == ("missing", 7)


def test_a_missing_end_is_found_when_the_row_says_nothing_of_it(tamper: Tamper) -> None:
    tamper.delete(7)
    tamper.row(seq=6)
    assert found(tamper) == ("head", 6)
    assert "the log's end is missing" in verdict(tamper.run_id).sentence()


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("seq", [2, 4, 7])
def test_an_event_that_was_put_in_between_is_found(tamper: Tamper, seq: int, right: bool) -> None:
    tamper.shift(seq, 1)
    tamper.insert(seq, b"x" * 32)
    if right:
        tamper.change(seq, hash=tamper.right_hash(seq))
    tamper.row(seq=8)
    assert found(tamper) == ("inserted", seq)


def test_an_event_that_was_put_behind_the_end_is_found(tamper: Tamper) -> None:
    tamper.insert(8, b"x" * 32)
    assert found(tamper) == ("changed", 8)
    tamper.change(8, hash=tamper.right_hash(8))
    assert found(tamper) == ("inserted", 8)
    tamper.row(seq=8)
    assert found(tamper) == ("inserted", 8)


def test_a_changed_head_is_found(tamper: Tamper) -> None:
    kept = Run.objects.get().chain
    tamper.row(chain=b"\1" * 32)
    assert found(tamper) == ("head", 7)
    tamper.row(chain=None)
    assert found(tamper) == ("head", 7)
    tamper.row(chain=kept)
    assert found(tamper) is None


@pytest.mark.parametrize("seqs", [(4,), (4, 5), (7,), (1,), (1, 2, 3, 4, 5, 6, 7)])
def test_a_hash_that_was_taken_away_is_found(tamper: Tamper, seqs: tuple[int, ...]) -> None:
    for seq in seqs:
        tamper.change(seq, hash=None)
    assert found(tamper) == ("changed", seqs[0])
    assert "taken away" in verdict(tamper.run_id).sentence()


def test_only_the_run_that_was_changed_is_broken(tamper: Tamper, django_bench: Bench) -> None:
    others = [django_bench.create(CREATED, STARTED) for _ in range(3)]
    tamper.change(3, at=timezone.now())
    verdicts = {item.run_id: item.status for item in verify_chains()}
    assert verdicts == {tamper.run_id: "broken", **dict.fromkeys(others, "ok")}


def test_events_of_code_from_before_the_chain_are_told_and_are_no_fault(tamper: Tamper) -> None:
    for seq in range(1, 8):
        tamper.change(seq, hash=None)
    tamper.row(chain=None)
    checked = verdict(tamper.run_id)
    assert (checked.status, checked.chained, checked.head) == ("unchained", 0, None)
    assert "events 1 to 7" in checked.sentence()
    tamper.insert(8, None)
    tamper.change(8, hash=tamper.right_hash(8))
    tamper.row(seq=8, chain=tamper.right_hash(8))
    checked = verdict(tamper.run_id)
    assert [(gap.first, gap.last) for gap in checked.gaps] == [(1, 7)]
    assert (checked.status, checked.chained) == ("unchained", 1)
    tamper.change(3, payload={})
    assert found(tamper) is None


def test_a_gap_within_the_chain_is_told_and_what_is_around_it_is_guarded(tamper: Tamper) -> None:
    head = Run.objects.get().chain
    tamper.insert(8, None)
    tamper.insert(9, None)
    tamper.insert(10, None)
    tamper.change(10, hash=tamper.right_hash(10))
    tamper.row(seq=10, chain=tamper.right_hash(10))
    assert tamper.right_hash(10) != head
    checked = verdict(tamper.run_id)
    assert [(gap.first, gap.last) for gap in checked.gaps] == [(8, 9)]
    assert checked.status == "unchained"
    tamper.delete(9)
    assert found(tamper) == ("missing", 9)


def test_a_log_that_was_written_anew_is_found_by_a_head_that_was_kept(
    tamper: Tamper, tmp_path: Path
) -> None:
    file = tmp_path / "heads"
    line = head_line(verdict(tamper.run_id))
    file.write_text(f"{line}\n")
    known = read_heads(file)
    assert verdict(tamper.run_id, known=known).status == "ok"
    tamper.text(1, "replace(payload, '12.5', '12.6')")
    tamper.cover_up()
    assert verdict(tamper.run_id).status == "ok"
    broken = verdict(tamper.run_id, known=known).broken
    assert broken is not None
    assert (broken.kind, broken.seq) == ("changed", 7)
    tamper.delete(7)
    tamper.row(seq=6)
    tamper.cover_up()
    broken = verdict(tamper.run_id, known=known).broken
    assert broken is not None
    assert (broken.kind, broken.seq) == ("missing", 7)


def test_a_log_that_has_grown_since_fits_the_head_that_was_kept(
    django_bench: Bench, seven: str, tmp_path: Path
) -> None:
    file = tmp_path / "heads"
    file.write_text(f"{head_line(verdict(seven))}\n")
    django_bench.append(seven, done("c"))
    checked = verdict(seven, known=read_heads(file))
    assert (checked.status, checked.events) == ("ok", 8)


@pytest.mark.parametrize("text", ["{}\n", "no\n", '{"run": "a", "seq": "x", "head": ""}\n', "3\n"])
def test_a_file_that_holds_no_heads_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "heads").write_text(text)
    with pytest.raises(Invalid, match="Line 1"):
        read_heads(tmp_path / "heads")
    with pytest.raises(Invalid, match="cannot be read"):
        read_heads(tmp_path / "nothing")


def test_a_run_that_is_gone_is_told_from_one_that_retention_took(
    people: dict[str, User], published: Callable[..., str], drain: Drain
) -> None:
    slug = published(graph([node("a", "constant", value=1)], []), "Quick")
    pruned, gone = (start_run(people["root"], slug, RunRequest()) for _ in range(2))
    drain()
    heads = {item.run_id: (item.events, str(item.head)) for item in verify_chains()}
    Run.objects.filter(uuid=pruned).update(finished_at=timezone.now() - timedelta(days=2))
    list(prune(Retention(timedelta(days=1))))
    Run.objects.filter(uuid=gone).delete()
    assert list(lost_runs(heads, {item.run_id for item in verify_chains()})) == [gone]


def test_long_and_short_logs_are_read_in_parts(
    django_bench: Bench, seven: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        django_bench.create(CREATED, STARTED, *(began(f"n{n}") for n in range(number * 5)))
    whole = list(verify_chains())
    for page, batch in ((3, 2), (8, 3), (20, 2), (1000, 1)):
        monkeypatch.setattr(stored, "PAGE", page)
        monkeypatch.setattr(stored, "BATCH", batch)
        assert list(verify_chains()) == whole
    assert [item.events for item in whole] == [7, 2, 7, 12, 17]
    assert {item.status for item in whole} == {"ok"}


@pytest.mark.django_db(transaction=True)
def test_a_log_that_grows_while_it_is_checked_is_whole() -> None:
    root = User.objects.create_superuser("root", password="pw-of-tests")
    slug = create_workflow(root, "Asked", graph=approval())
    publish(root, slug)
    runs = [start_run(root, slug, RunRequest({"amount": 1})) for _ in range(3)]

    def stop_all() -> None:
        for run_id in runs:
            stop_run(root, run_id)

    checking = verify_chains()
    first = next(checking)
    assert together(stop_all) == [None]
    assert [item.status for item in (first, *checking)] == ["ok"] * 3
    assert [item.events for item in verify_chains()] == [Run.objects.get(uuid=r).seq for r in runs]
    assert {item.status for item in verify_chains()} == {"ok"}
