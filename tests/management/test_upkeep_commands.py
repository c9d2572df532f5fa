"""verify, doctor and prune_runs: what they print, for people and for programs, and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.utils import timezone

from tests.api.conftest import Drain, approval, graph, node, waiting
from tests.management.conftest import call
from workflows.adapters import queue
from workflows.adapters.leases import Beat, renew
from workflows.models import Event, Run
from workflows.services import doctor
from workflows.services.commands import RunRequest, start_run
from workflows.services.doctor import database, machine, settings, work

Publish = Callable[..., str]


@pytest.fixture
def finished(people: dict[str, User], published: Publish, drain: Drain) -> str:
    """A run that has completed."""
    slug = published(graph([node("a", "constant", value=1)], []), "Quick")
    run_id = start_run(people["root"], slug, RunRequest())
    drain()
    return run_id


def test_verify_says_that_all_is_well(finished: str) -> None:
    text, code = call("verify")
    assert (text, code) == (f"✓ All is well: 1 runs, {Event.objects.count()} events, "
                            "0 checkpoints.\n", 0)  # fmt: skip
    assert call("verify", run=finished).code == 0
    assert call("verify", run="ghost").code == 2


def test_verify_names_run_and_fault_and_fails(finished: str) -> None:
    Run.objects.update(seq=2)
    text, code = call("verify")
    assert code == 1
    assert f"✗ Run {finished}: Its row says seq 2, its log says 5." in text
    assert text.splitlines()[-1].startswith("1 faults in 1 runs")
    told = json.loads(call("verify", json=True).text)
    assert (told["ok"], told["runs"]) == (False, 1)
    assert told["faults"][0] == {
        "run": finished,
        "seq": None,
        "code": "row_seq",
        "message": "Its row says seq 2, its log says 5.",
    }


def test_verify_does_not_print_thousands_of_faults(
    people: dict[str, User], published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = published(waiting("only"))
    for _ in range(3):
        start_run(people["root"], slug, RunRequest())
    Run.objects.update(seq=9)
    from workflows.management.upkeep.management.commands import verify

    monkeypatch.setattr(verify, "MOST_SHOWN", 2)
    text = call("verify").text
    assert text.count("✗") == 2
    assert "… and 1 more; see --json." in text


def test_pruning_prints_what_is_gone(finished: str) -> None:
    assert call("prune_runs", older_than="90d") == ("Nothing is as old as that.\n", 0)
    Run.objects.update(finished_at=timezone.now() - timedelta(days=91))
    text, code = call("prune_runs", older_than="90d", dry_run=True)
    assert (text, code) == ("Would delete 1 run, 5 events.\n", 0)
    told = json.loads(call("prune_runs", older_than="90d", json=True).text)
    assert (told["runs"], told["events"], told["dry_run"]) == (1, 5, False)
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    "options",
    [
        {"older_than": "3x"},
        {"older_than": "90"},
        {"older_than": "1d", "status": "running"},
        {"older_than": "1d", "status": ""},
        {"older_than": "1d", "batch": 0},
    ],
)
def test_pruning_what_makes_no_sense_is_wrong_usage(finished: str, options: Any) -> None:
    text, code = call("prune_runs", **options)
    assert (code, text.count("\n")) == (2, 0)
    assert Run.objects.exists()


def findings() -> dict[str, tuple[str, str]]:
    """List the levels and messages by name, the worst of each."""
    rank = ("ok", "warn", "fail")
    found: dict[str, tuple[str, str]] = {}
    for item in doctor.examine():
        if item.name not in found or rank.index(item.level) > rank.index(found[item.name][0]):
            found[item.name] = (item.level, item.message)
    return found


@pytest.fixture
def healthy(people: dict[str, User]) -> None:
    """An installation with a living worker, and nobody who is named as in the demo."""
    User.objects.filter(username__in=("maria", "ben", "otto")).update(is_active=False)
    renew(Beat("worker-1", "host", 1, timezone.now(), []), 30)


@pytest.mark.usefixtures("healthy")
def test_the_doctor_finds_nothing_wrong(finished: str) -> None:
    text, code = call("doctor")
    assert code == 0, text
    assert "fail" not in text
    told = json.loads(call("doctor", json=True).text)
    assert told["ok"] is True
    names = {finding["name"] for finding in told["findings"]}
    assert {"Database", "Migrations", "Workers", "Clock", "Keys", "Home", "Disk"} <= names


@pytest.mark.usefixtures("healthy")
def test_the_doctor_says_what_to_do_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.schema, "missing_migrations", lambda: ["workflows.0009_more"])
    text, code = call("doctor")
    assert code == 1
    assert "1 migrations are missing, the first is workflows.0009_more." in text
    assert "Run `manage.py migrate`." in text
    assert "checks fail" in text.splitlines()[-1]


def test_nobody_who_works_is_a_warning(db: None) -> None:
    assert findings()["Workers"][0] == "warn"
    renew(Beat("worker-1", "host", 1, timezone.now(), []), 30)
    assert findings()["Workers"] == ("ok", "1 worker alive.")


def test_the_doctor_tells_what_the_dashboard_shows_in_red(
    healthy: None, people: dict[str, User], published: Publish, drain: Drain
) -> None:
    assert findings()["Invariants"][0] == "ok"
    asked = approval(users=["rita"], groups=[])
    start_run(people["root"], published(asked, "Ask"), RunRequest(inputs={"amount": 1}))
    drain()
    people["rita"].is_active = False
    people["rita"].save()
    level, message = findings()["Invariants"]
    assert (level, message) == ("warn", "1 task asks only people who are not there.")


def test_what_nobody_takes_up_is_told(finished: str, healthy: None) -> None:
    row = Run.objects.filter(uuid=finished)
    row.update(status="running", finished_at=None, wake_at=timezone.now() - timedelta(minutes=3))
    assert findings()["Due runs"] == ("warn", "1 run due, the first for 3 min.")
    row.update(wake_at=timezone.now() - timedelta(hours=1))
    assert findings()["Due runs"][0] == "fail"
    row.update(wake_at=None)
    assert findings()["Stranded runs"][0] == "fail"


@pytest.mark.usefixtures("healthy")
def test_a_wrong_clock_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = database.facts
    monkeypatch.setattr(facts, "clock_skew", lambda: 5.0)
    assert findings()["Clock"] == ("warn", "The database's clock is 5.0 s ahead of ours.")
    monkeypatch.setattr(facts, "clock_skew", lambda: -90.0)
    assert findings()["Clock"][0] == "fail"


@pytest.mark.usefixtures("healthy")
def test_settings_that_lose_what_was_acknowledged_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    weak = {"journal_mode": "wal", "synchronous": "1", "foreign_keys": "1", "fsync": "off"}
    known = {"server_version": "15.1", "synchronous_commit": "on", "max_connections": "10"}
    monkeypatch.setattr(database.facts, "database_settings", lambda: {**known, **weak})
    level, message = findings()["Durability"]
    assert (level, "a power cut may lose" in message) == ("fail", True)


@pytest.mark.usefixtures("healthy")
def test_a_database_that_is_away_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> Any:
        raise DatabaseError("connection refused\nIs the server running?")

    for name in ("database_settings", "damage", "clock_skew", "administrators"):
        monkeypatch.setattr(database.facts, name, away)
    found = [item for item in doctor.examine() if item.level == "fail"]
    assert [item.message for item in found] == ["The database cannot be asked: connection refused"]


@pytest.mark.usefixtures("healthy")
def test_passwords_that_anybody_would_try_are_told(people: dict[str, User]) -> None:
    assert findings()["Passwords"][0] == "ok"
    people["root"].set_password("admin")
    people["root"].save()
    level, message = findings()["Passwords"]
    assert (level, message) == ("fail", "The password of root can be guessed.")
    assert "admin" not in call("doctor").text.replace("Administrator", "").replace("the admin", "")


@pytest.mark.usefixtures("healthy")
def test_people_of_the_demo_are_told_on_a_server_for_others(people: dict[str, User]) -> None:
    level, message = findings()["Passwords"]
    assert level == "ok"
    User.objects.create(username="alice", password="!")
    level, message = findings()["Passwords"]
    assert (level, "alice" in message) == ("warn", True)


@pytest.mark.usefixtures("healthy")
def test_a_folder_that_others_may_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Open:
        home = tmp_path
        credential_keys = credential_file_keys = ()

    tmp_path.chmod(0o755)
    monkeypatch.setattr(machine, "load_conf", Open)
    monkeypatch.setattr(settings, "load_conf", Open)
    assert findings()["Home"][0] == "warn"
    tmp_path.chmod(0o700)
    assert findings()["Home"][0] == "ok"
    key = tmp_path / "secret_key"
    key.write_text("k" * 50)
    key.chmod(0o644)
    assert findings()["Keys"][0] == "fail"
    key.chmod(0o600)
    assert findings()["Keys"][0] == "ok"


@pytest.mark.usefixtures("healthy")
def test_a_redis_that_is_away_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        redis_url = "redis://:secret-word@127.0.0.1:1/0"
        lease_seconds = 30.0

    monkeypatch.setattr(work, "load_conf", Away)
    monkeypatch.setattr(queue, "load_conf", Away)
    level, message = findings()["Redis"]
    assert (level, message) == ("fail", "Redis does not answer (ConnectionError).")


@pytest.mark.redis
@pytest.mark.usefixtures("healthy")
def test_a_redis_that_answers_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support.redis import URL

    class There:
        redis_url = URL
        lease_seconds = 30.0

    monkeypatch.setattr(work, "load_conf", There)
    monkeypatch.setattr(queue, "load_conf", There)
    level, message = findings()["Redis"]
    assert (level, message.startswith("Redis ")) == ("ok", True)
