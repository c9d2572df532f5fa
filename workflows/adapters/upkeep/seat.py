"""A seat that one process of an installation has at a time; who dies leaves it free."""

from __future__ import annotations

import contextlib
import fcntl
from io import FileIO
from typing import Any

from django.db import connection

from workflows.conf import load_conf


class Seat:
    """A named seat: a lock of PostgreSQL, which ends with its connection; on SQLite, which is for
    one machine, a lock on a file, which ends with its process."""

    def __init__(self, name: str, number: int) -> None:
        """``number`` is the name for PostgreSQL, the same in every process."""
        self._path = load_conf().run_dir / f"{name}.lock"
        self._number = number
        self._file: FileIO | None = None
        self._session: Any = None

    def take(self) -> bool:
        """Take the seat, or keep it; say whether it is ours. Raises `OSError` and the driver's
        errors."""
        if connection.vendor == "postgresql":
            return self._take_lock()
        return self._take_file()

    def leave(self) -> None:
        """Give it up."""
        for held in (self._file, self._session):
            if held is not None:
                held.close()
        self._file = self._session = None

    def _take_lock(self) -> bool:
        if self._session is not None:
            # Whoever cut the connection has taken the seat away as well.
            self._session.execute("SELECT 1")
            return True
        session = _connect()
        try:
            taken = session.execute("SELECT pg_try_advisory_lock(%s)", [self._number])
            if taken.fetchone()[0]:
                self._session, session = session, None
        finally:
            if session is not None:
                session.close()
        return self._session is not None

    def _take_file(self) -> bool:
        if self._file is not None:
            return True
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = FileIO(self._path, "a")
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._file = file
            return True
        file.close()
        return False


def _connect() -> Any:
    """Open a connection outside of Django's pool, in which locks would go from hand to hand."""
    import psycopg

    told: dict[str, Any] = {"connect_timeout": 5, **connection.get_connection_params()}
    return psycopg.connect(**told, autocommit=True)
