"""Health: life needs nothing, readiness needs database, migrations and a worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from workflows.adapters.upkeep import schema
from workflows.adapters.workspaces import walls
from workflows.models import WorkerBeat
from workflows.services import readiness
from workflows.services.dashboard.invariants import Broken


@pytest.fixture(autouse=True)
def _look_again() -> Iterator[None]:
    readiness.look_again()
    yield
    readiness.look_again()


def beat(seconds_ago: float) -> None:
    at = timezone.now() - timedelta(seconds=seconds_ago)
    WorkerBeat.objects.create(owner="w1-test", host="here", pid=1, started_at=at, seen_at=at)


def test_life_is_told_without_a_database(client: Client) -> None:
    # Without the database mark any query would fail the test.
    assert client.get("/healthz").content == b"ok\n"
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_with_a_living_worker_it_is_ready(client: Client) -> None:
    beat(1)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True, "broken": [], "late_seconds": 0.0,
        "checks": {"database": True, "migrations": True, "worker": True, "queue": True},
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_broken_is_named_without_details_and_takes_no_server_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat(1)
    looks = []

    def found() -> list[Broken]:
        looks.append(1)
        return [Broken("nobody_tasks", 3, "3 tasks ask Ann.", "/inbox?nobody=true")]

    monkeypatch.setattr(readiness, "broken", found)
    for _ in range(3):
        response = client.get("/readyz")
        assert (response.status_code, response.json()["broken"]) == (200, ["nobody_tasks"])
        assert "Ann" not in response.content.decode()
    # Strangers may ask as often as they like: it is looked at only now and then.
    assert looks == [1]


@pytest.mark.django_db
def test_where_rows_are_hidden_a_database_that_is_away_ends_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> bool:
        raise DatabaseError

    beat(1)
    monkeypatch.setattr(walls, "_is_walled", away)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_strangers_are_not_told_how_late_it_is(client: Client) -> None:
    beat(1)
    answer = client.get("/readyz", REMOTE_ADDR="203.0.113.9").json()
    assert set(answer) == {"ready", "checks", "broken"}


@pytest.mark.django_db
def test_a_redis_that_is_away_is_told_and_takes_no_server_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat(1)
    monkeypatch.setattr(readiness, "_queue_answers", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["queue"]) == (200, False)


@pytest.mark.django_db
def test_a_worker_that_fell_silent_does_not_count(client: Client) -> None:
    beat(3600)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {
        "database": True, "migrations": True, "worker": False, "queue": True,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_database_that_fails_is_told_without_its_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> object:
        raise DatabaseError("password of the database")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "password" not in response.content.decode()


@pytest.mark.django_db
def test_missing_migrations_are_found() -> None:
    assert schema.missing_migrations() == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert schema.missing_migrations() == ["sessions.0001_initial"]
