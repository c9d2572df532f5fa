"""The threads that ask the database for the sockets."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, connections

from workflows.live import database
from workflows.live.database import in_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> Any:
    with database.ThreadPoolExecutor(1) as threads:
        monkeypatch.setattr(database, "THREADS", threads)
        yield
        threads.submit(database.connections.close_all).result()


def ask() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.connection


async def test_a_connection_is_kept_for_a_while() -> None:
    assert await in_database(ask) is await in_database(ask)


async def test_an_old_connection_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "KEEP_SECONDS", 0.0)
    assert await in_database(ask) is not await in_database(ask)


async def test_after_a_failure_a_new_one_is_opened() -> None:
    def fail() -> None:
        ask()
        raise ConnectionResetError

    before = await in_database(ask)
    with pytest.raises(ConnectionResetError):
        await in_database(fail)
    assert await in_database(ask) is not before


async def test_one_that_died_while_it_rested_is_noticed_before_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die() -> Any:
        # Of this thread, which ends with the test.
        mine = connections["default"]
        mine.health_check_enabled = True
        mine.is_usable = lambda: False
        return mine.connection

    before = await in_database(ask)
    assert await in_database(die) is before
    assert await in_database(ask) is before  # it has just been used
    monkeypatch.setattr(database, "RESTED_SECONDS", 0.0)
    assert await in_database(ask) is not before
