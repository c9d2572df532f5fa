"""The threads that ask the database for the sockets."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from workflows.live import database
from workflows.live.database import in_database, once_in_database

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


class Cut:
    """A question that finds its connection closed by the server the first time."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def __call__(self) -> Any:
        self.asked.append(ask())
        if len(self.asked) == 1:
            # Of this thread, which ends with the test.
            connections["default"].is_usable = lambda: False
            raise OperationalError("terminating connection due to administrator command")
        return self.asked[-1]


async def test_nobody_is_refused_for_a_connection_that_the_server_has_closed() -> None:
    cut = Cut()
    assert await in_database(cut) is not cut.asked[0]
    assert len(cut.asked) == 2


async def test_what_changes_something_is_called_no_second_time() -> None:
    cut = Cut()
    with pytest.raises(OperationalError):
        await once_in_database(cut)
    assert len(cut.asked) == 1


async def test_what_fails_over_a_living_connection_fails_at_once() -> None:
    asked = []

    def fail() -> None:
        asked.append(ask())
        raise LookupError

    with pytest.raises(LookupError):
        await in_database(fail)
    assert len(asked) == 1
