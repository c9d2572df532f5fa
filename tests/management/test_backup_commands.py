"""A backup is whole or is not there; a restore brings all of it back, and is refused where it would
do harm."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.api.conftest import Drain, waiting
from tests.management.conftest import call
from tests.management.homes import at_home
from workflows.adapters.hub import open_socket
from workflows.adapters.operating import whole
from workflows.adapters.people import files as store
from workflows.adapters.upkeep import copies
from workflows.conf import RELEASE
from workflows.engine.errors import FermataError, Invalid, Refused
from workflows.models import Attachment, Event, Run, SealedRun, SubjectKey
from workflows.services.commands import RunRequest, start_run
from workflows.services.inbox.files import hand_in
from workflows.services.upkeep.backups import back_up
from workflows.services.upkeep.packing import DATABASE, KEYS, MANIFEST, add_bytes
from workflows.services.upkeep.restoring import restore
from workflows.services.upkeep.standing import continue_work, standstill
from workflows.services.verify import verify_runs

Publish = Callable[..., str]


@pytest.fixture
def installation(
    transactional_db: None,
    people: dict[str, User],
    published: Publish,
    drain: Drain,
    tmp_path: Path,
    settings: Any,
) -> str:
    """A run that waits, and a file that somebody handed in."""
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {
            **settings.STORAGES["attachments"], "OPTIONS": {"location": tmp_path / "given"}
        },
    }  # fmt: skip
    run_id = start_run(people["root"], published(waiting("only")), RunRequest())
    drain()
    hand_in(people["ada"], "offer.txt", ContentFile(b"12 chairs"))
    return run_id


def repacked(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write an archive anew with other content."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            file = old.extractfile(member)
            content = change(member.name, file.read() if file else b"")
            if content is not None:
                add_bytes(new, member.name, content)
    return target


def test_all_of_it_comes_back_and_goes_on(
    installation: str, tmp_path: Path, settings: Any, drain: Drain
) -> None:
    said = call("backup", str(tmp_path), json=True)
    made = json.loads(said.text[said.text.index("{") :])
    assert (said.code, made["counts"]["workflows_run"], made["missing"]) == (0, 1, [])
    events = Event.objects.count()
    with at_home(tmp_path / "second", settings) as database:
        report = tmp_path / "report.json"
        said = call("restore", made["path"], report=report)
        assert (said.code, "Restored. It stands still." in said.text) == (0, True)
        assert json.loads(report.read_text())["unfinished"] == 1
        assert sorted(path.name for path in database.parent.iterdir()) == [
            "fermata.sqlite3", "files",
        ]  # fmt: skip
        assert (str(Run.objects.get().uuid), Event.objects.count()) == (installation, events)
        with store.read(Attachment.objects.get().pk) as file:
            assert file.read() == b"12 chairs"
        assert [fault for verdict in verify_runs() for fault in verdict.faults] == []
        assert "of" in call("continue_after_restore", show=True).text
        assert call("continue_after_restore").code == 0
        assert call("continue_after_restore").code == 1
        assert standstill() is None


def test_writers_go_on_while_a_backup_is_made(
    installation: str, tmp_path: Path, people: dict[str, User]
) -> None:
    begun: list[str] = []

    def step(words: str) -> None:
        begun.append(start_run(people["root"], Run.objects.all()[0].workflow.slug, RunRequest()))

    made = back_up(tmp_path / "b.tar.gz", step=step)
    assert len(begun) == 3
    # Only what was there when the database was copied.
    assert made.manifest["counts"]["workflows_run"] == 2


def test_a_damaged_database_is_not_backed_up(
    installation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.sqlite3"
    with closing(sqlite3.connect(broken)) as database:
        database.execute("CREATE TABLE words (word)")
        rows = [(f"word {number}" * 20,) for number in range(500)]
        database.executemany("INSERT INTO words VALUES (?)", rows)
        database.execute("CREATE INDEX by_word ON words (word)")
        database.commit()
    content = bytearray(broken.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 3000] = b"\x55" * 3000
    broken.write_bytes(content)
    monkeypatch.setattr(copies, "database_path", lambda: broken)
    with pytest.raises(Refused, match="damaged"):
        back_up(tmp_path / "b.tar.gz")
    assert not list(tmp_path.glob("*b.tar.gz*"))


def test_no_half_archive_is_left_and_none_is_overwritten(
    installation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "b.tar.gz"
    with pytest.raises(OSError, match="full"), whole.writing(target) as file:
        file.write(b"half")
        raise OSError("full")
    assert list(tmp_path.glob("*b.tar.gz*")) == []
    back_up(target)
    before = target.read_bytes()
    with pytest.raises(Refused, match="already"):
        back_up(target)
    with pytest.raises(FileExistsError), whole.writing(target) as file:
        file.write(b"other")
    assert target.read_bytes() == before
    with pytest.raises(Refused, match="no folder"):
        back_up(tmp_path / "nowhere" / "b.tar.gz")


def test_a_file_that_is_gone_is_told_and_fails(installation: str, tmp_path: Path) -> None:
    store.remove([Attachment.objects.get().pk])
    said = call("backup", str(tmp_path / "b.tar.gz"))
    assert (said.code, "1 files are gone" in said.text) == (1, True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda name, old: old[:-1] + b"x" if name == DATABASE else old, "not what was packed"),
        (lambda name, old: None if name.startswith("files/") else old, "files are missing"),
        (lambda name, old: old.replace(b'"files/', b'"../es/'), "it names"),
        (lambda name, old: None if name == MANIFEST else old, "does not begin with a manifest"),
        (lambda name, old: old.replace(b'"version": 1', b'"version": 2'), "newer release"),
    ],
)  # fmt: skip
def test_what_is_no_whole_backup_is_refused(
    installation: str, tmp_path: Path, settings: Any, change: Any, told: str
) -> None:
    made = back_up(tmp_path / "b.tar.gz").path
    bad = repacked(made, tmp_path / "bad.tar.gz", change)
    with at_home(tmp_path / "second", settings) as database:
        with pytest.raises(FermataError, match=told):
            restore(bad)
        assert not database.exists()
        assert list(database.parent.iterdir()) == []


def test_a_newer_schema_is_refused(installation: str, tmp_path: Path, settings: Any) -> None:
    def newer(name: str, old: bytes) -> bytes:
        known, unknown = b"workflows.0001_initial", b"workflows.9001_initial"
        return old.replace(known, unknown) if name == MANIFEST else old

    made = repacked(back_up(tmp_path / "b.tar.gz").path, tmp_path / "newer.tar.gz", newer)
    with at_home(tmp_path / "second", settings) as database:
        with pytest.raises(Refused, match="newer release wrote"):
            restore(made)
        assert not database.exists()


def test_what_is_no_archive_is_refused(installation: str, tmp_path: Path, settings: Any) -> None:
    (tmp_path / "b.tar.gz").write_bytes(b"no archive")
    with at_home(tmp_path / "second", settings), pytest.raises(Invalid, match="cannot be read"):
        restore(tmp_path / "b.tar.gz")


def test_an_installation_that_is_there_is_only_put_aside(
    installation: str, tmp_path: Path, settings: Any
) -> None:
    made = back_up(tmp_path / "b.tar.gz").path
    with at_home(tmp_path / "second", settings) as database:
        restore(made)
        continue_work(None)
        with pytest.raises(Refused, match="--move-away"):
            restore(made)
        done = restore(made, move_away=True)
        assert standstill() is not None
        assert done.moved_to is not None
        assert (done.moved_to / "files").is_dir()
        with closing(sqlite3.connect(done.moved_to / database.name)) as old:
            assert old.execute("SELECT count(*) FROM workflows_pause").fetchone() == (0,)


def test_made_keys_go_along_when_asked_for_and_are_put_in_place(
    installation: str, tmp_path: Path, settings: Any
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    settings.FERMATA = {**settings.FERMATA, "home": first}
    for name in KEYS:
        (first / name).write_text(f"the {name}")
    without = back_up(tmp_path / "b.tar.gz").manifest["content"]
    assert set(KEYS) & set(without) == set()
    made = back_up(tmp_path / "keys.tar.gz", with_keys=True).path
    with at_home(tmp_path / "second", settings) as database:
        restore(made)
        assert [(database.parent / name).read_text() for name in KEYS] == [
            "the secret_key", "the audit_key"
        ]  # fmt: skip


def test_files_of_who_was_erased_since_do_not_come_back(
    installation: str, tmp_path: Path, settings: Any, people: dict[str, User]
) -> None:
    row = Attachment.objects.get()
    Attachment.objects.filter(pk=row.pk).update(run=Run.objects.get())
    stays = hand_in(people["ada"], "other.txt", ContentFile(b"stays"))
    key = SubjectKey.objects.create(subject="E-1", key="sealed", created_at=timezone.now())
    SealedRun.objects.create(run=Run.objects.get(), key=key)
    made = back_up(tmp_path / "b.tar.gz").path
    erased = tmp_path / "erased.jsonl"
    told = {"key": key.pk, "made_at": key.created_at.isoformat()}
    erased.write_text(json.dumps(told) + "\n")
    with at_home(tmp_path / "second", settings) as database:
        assert restore(made, erased=erased).report["erased_again"] == 1
        files = [path for path in (database.parent / "files").rglob("*") if path.is_file()]
        assert [path.name for path in files] == [stays["id"].replace("-", "")]


def test_a_running_installation_is_never_replaced(
    installation: str, tmp_path: Path, settings: Any
) -> None:
    made = back_up(tmp_path / "b.tar.gz").path
    with at_home(tmp_path / "second", settings) as database:
        restore(made)
        with (
            open_socket(database.parent / "run", "worker", "one"),
            pytest.raises(Refused, match="worker-one is running"),
        ):
            restore(made, move_away=True)
        with closing(sqlite3.connect(database)) as other:
            other.execute("PRAGMA journal_mode=WAL")
            other.execute("SELECT count(*) FROM workflows_run").fetchone()
            with pytest.raises(Refused, match="has the database open"):
                restore(made, move_away=True)
        assert Run.objects.count() == 1


def test_the_release_is_the_project_s() -> None:
    import tomllib

    root = Path(__file__).resolve().parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert project["version"] == RELEASE
