"""What is held stays, what goes is in the archive first, and the policy works by itself."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from tests.api.conftest import Drain, graph, node
from tests.management.conftest import call
from workflows.adapters.upkeep import pruning as rows
from workflows.engine.errors import Forbidden, Invalid, NotFound, Refused
from workflows.models import Attachment, AuditEntry, Event, LegalHold, RetentionPolicy, Run
from workflows.services.commands import RunRequest, start_run
from workflows.services.inbox.files import hand_in
from workflows.services.pruning import (
    Pruned,
    Retention,
    count_held,
    count_prunable,
    follow_policy,
    prune,
)
from workflows.services.upkeep import archiving
from workflows.services.upkeep.archiving import NotArchived, verify_archive
from workflows.services.upkeep.holds import all_holds, hold_on, lift_hold, set_hold
from workflows.services.upkeep.standing import continue_work, stand_still
from workflows.services.verify import verify_runs

Make = Callable[..., list[str]]
DAYS = timedelta(days=90)


def done(asked: Retention) -> Pruned:
    last = Pruned()
    for step in prune(asked):
        last = step
    return last


def age(*run_ids: str, days: int = 100) -> None:
    Run.objects.filter(uuid__in=run_ids).update(finished_at=timezone.now() - timedelta(days=days))


@pytest.fixture
def make(people: dict[str, User], published: Callable[..., str], drain: Drain) -> Make:
    """Make runs that completed long ago."""
    slug = published(graph([node("a", "constant", value=1)], []), "Quick")

    def runs(count: int, days: int = 100) -> list[str]:
        made = [start_run(people["root"], slug, RunRequest()) for _ in range(count)]
        drain()
        age(*made, days=days)
        return made

    return runs


def test_a_held_run_stays_with_its_family_until_the_hold_is_lifted(
    people: dict[str, User], make: Make
) -> None:
    root = people["root"]
    held, parent, child, free = make(4)
    Run.objects.filter(uuid=child).update(parent=Run.objects.get(uuid=parent))
    set_hold(root, "run", held, "Case 12")
    set_hold(root, "run", child, "Case 13")
    assert (count_prunable(Retention(DAYS)), count_held(Retention(DAYS))) == (2, 1)
    gone = done(Retention(DAYS))
    assert (gone.roots, gone.kept) == (1, 1)
    assert {str(run.uuid) for run in Run.objects.all()} == {held, parent, child}
    assert free not in {held, parent, child}
    lift_hold(root, "run", child, "Closed")
    assert done(Retention(DAYS)).rows["Run"] == 2
    assert [hold.name for hold in all_holds(root)] == [held]
    told = list(AuditEntry.objects.order_by("pk").values_list("verb", "by", "object"))
    assert ("hold.set", "root", f"run {held}") in told
    assert ("hold.lifted", "root", f"run {child}") in told


def test_a_hold_on_a_workflow_keeps_all_its_runs(people: dict[str, User], make: Make) -> None:
    make(2)
    set_hold(people["root"], "workflow", "quick", "Audit of 2026")
    assert done(Retention(DAYS)).rows == {}
    lift_hold(people["root"], "workflow", "quick")
    assert done(Retention(DAYS)).roots == 2


def test_the_database_itself_keeps_a_held_run(people: dict[str, User], make: Make) -> None:
    held = make(1)[0]
    set_hold(people["root"], "run", held, "Case 12")
    with pytest.raises(ProtectedError):
        Run.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.all()._raw_delete(using="default")
        # Else SQLite looks at the end of the transaction.
        connection.check_constraints()
    assert Run.objects.count() == 1


def test_who_may_hold(people: dict[str, User], make: Make) -> None:
    run = make(1)[0]
    with pytest.raises(Forbidden):
        set_hold(people["otto"], "run", run, "Because")
    with pytest.raises(Forbidden):
        all_holds(people["otto"])
    with pytest.raises(NotFound):
        set_hold(people["olga"], "run", run, "Because")
    with pytest.raises(NotFound):
        set_hold(people["root"], "run", "nonsense", "Because")
    with pytest.raises(NotFound):
        lift_hold(people["root"], "run", run)
    with pytest.raises(Invalid, match="reason"):
        set_hold(people["root"], "run", run, " ")
    right = Permission.objects.get(codename="add_legalhold")
    people["otto"].user_permissions.add(right)
    otto = User.objects.get(username="otto")
    assert set_hold(otto, "run", run, "Case 12").by == "otto"
    found = hold_on(people["ada"], "run", run)
    assert found is not None
    assert found.reason == "Case 12"
    set_hold(otto, "run", run, "Case 14")
    assert LegalHold.objects.get().reason == "Case 14"


def test_what_goes_is_in_the_archive_whole(
    people: dict[str, User], make: Make, tmp_path: Path, settings: Any
) -> None:
    place = {**settings.STORAGES["attachments"], "OPTIONS": {"location": tmp_path / "given"}}
    settings.STORAGES = {**settings.STORAGES, "attachments": place}
    parent, child, other = make(3)
    Run.objects.filter(uuid=child).update(parent=Run.objects.get(uuid=parent))
    file = hand_in(people["ada"], "offer.txt", ContentFile(b"12 chairs"))["id"]
    Attachment.objects.update(run=Run.objects.get(uuid=other))
    events = Event.objects.count()
    folder = tmp_path / "archive"
    gone = done(Retention(DAYS, batch=1, archive=folder))
    assert (gone.roots, gone.rows["Run"], gone.changed) == (2, 3, 0)
    entries = list(verify_archive(folder))
    assert [entry.runs for entry in entries] == [[parent, child], [other]]
    assert sum(entry.events for entry in entries) == events
    lines = gzip.decompress(next(folder.glob("runs-*.gz")).read_bytes()).splitlines()
    bundles = [json.loads(line) for line in lines]
    assert [len(bundle["runs"]) for bundle in bundles] == [2, 1]
    assert bundles[1]["files"][0]["name"] == "offer.txt"
    assert (folder / "files" / file).read_bytes() == b"12 chairs"
    noted = AuditEntry.objects.filter(verb="runs.pruned").order_by("pk")
    assert [entry.detail["sha256"] for entry in noted] == [entry.sha256 for entry in entries]
    assert not Run.objects.exists()


def test_nothing_is_deleted_that_cannot_be_read_back(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(2)
    real = archiving.gzip.compress

    def broken(data: bytes, level: int) -> bytes:
        return real(data.replace(b"RunCompleted", b"RunCompletes", 1)[:-2] + b"}}", level)

    monkeypatch.setattr(archiving.gzip, "compress", broken)
    with pytest.raises((NotArchived, ValueError)):
        done(Retention(DAYS, archive=tmp_path))
    assert Run.objects.count() == 2
    assert not list(tmp_path.glob("manifest-*"))


def test_a_changed_archive_is_told(make: Make, tmp_path: Path) -> None:
    make(1)
    assert call("check_archive", str(tmp_path)).code == 1
    done(Retention(DAYS, archive=tmp_path))
    assert call("check_archive", str(tmp_path)).text == (
        "The archive is whole: 1 runs in 1 batches.\n"
    )
    path = next(tmp_path.glob("runs-*"))
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    with pytest.raises(NotArchived):
        list(verify_archive(tmp_path))
    assert call("check_archive", str(tmp_path)).code == 1
    with pytest.raises(Refused, match="archived in"):
        done(Retention(DAYS, archive=path))


def test_what_moves_between_archive_and_deletion_stays(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved, other = make(2)
    real = rows.delete_runs

    def late(*args: Any, **options: Any) -> Any:
        Run.objects.filter(uuid=moved).update(seq=99)
        return real(*args, **options)

    monkeypatch.setattr(rows, "delete_runs", late)
    gone = done(Retention(DAYS, archive=tmp_path))
    assert (gone.roots, gone.changed) == (1, 1)
    assert str(Run.objects.get().uuid) == moved != other


def test_work_goes_on_between_two_batches(
    people: dict[str, User], make: Make, drain: Drain, tmp_path: Path
) -> None:
    make(6)
    fresh = []
    for _ in prune(Retention(DAYS, batch=2, archive=tmp_path)):
        fresh.append(start_run(people["root"], "quick", RunRequest()))
        drain()
    assert len(fresh) == 3
    assert [run.status for run in Run.objects.all()] == ["completed"] * 3
    assert [fault for verdict in verify_runs() for fault in verdict.faults] == []


@pytest.mark.django_db(transaction=True)
def test_runs_end_and_nothing_stalls_while_retention_works(
    transactional_db: None, people: dict[str, User], make: Make, drain: Drain, tmp_path: Path
) -> None:
    old = make(40)
    gone: list[Pruned] = []

    def retain() -> None:
        try:
            gone.append(done(Retention(DAYS, batch=2, archive=tmp_path)))
        finally:
            connection.close()

    thread = threading.Thread(target=retain)
    thread.start()
    fresh = []
    while thread.is_alive() and len(fresh) < 200:
        fresh.append(start_run(people["root"], "quick", RunRequest()))
        drain()
    thread.join(60)
    # Both had their turns: none had to wait for the other's end.
    assert len(fresh) > 3
    assert gone[0].rows["Run"] == len(old)
    assert {(str(run.uuid), run.status) for run in Run.objects.all()} == {
        (run_id, "completed") for run_id in fresh
    }
    assert [fault for verdict in verify_runs() for fault in verdict.faults] == []


def test_the_policy_works_when_it_is_on_and_once_a_day(
    make: Make, tmp_path: Path, settings: Any
) -> None:
    settings.FERMATA = {**settings.FERMATA, "home": tmp_path}
    make(3)
    assert follow_policy(lambda: True) is None
    policy = RetentionPolicy.objects.create(days=90, batch=1)
    assert follow_policy(lambda: True) is None
    RetentionPolicy.objects.update(active=True, failed=False)
    # A process that ends breaks off after a batch; the next one goes on.
    gone = follow_policy(lambda: False)
    assert gone is not None
    assert gone.roots == 1
    gone = follow_policy(lambda: True)
    assert gone is not None
    assert gone.roots == 2
    assert follow_policy(lambda: True) is None
    policy.refresh_from_db()
    assert policy.last_result == "Deleted 2 runs, kept 0 families."
    assert sum(len(entry.runs) for entry in verify_archive(tmp_path / "archive")) == 3


def test_the_policy_rests_while_a_restored_database_stands_still(make: Make) -> None:
    make(1)
    RetentionPolicy.objects.update_or_create(id=1, defaults={"active": True, "days": 90})
    stand_still(timezone.now(), "a test")
    assert follow_policy(lambda: True) is None
    assert Run.objects.count() == 1
    continue_work(None)
    gone = follow_policy(lambda: True)
    assert gone is not None
    assert gone.roots == 1
