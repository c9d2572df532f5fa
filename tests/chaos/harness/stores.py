"""Databases and a Redis of our own, on random ports, that may be stopped, broken and healed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis, RedisError

from tests.chaos.harness.looking import OURS
from tests.support.server import free_port
from tests.support.waiting import LONG, until


def binary(name: str) -> str | None:
    """Find a program of PostgreSQL or Redis."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(newest[0]) if newest else shutil.which(name)


def lacking() -> str | None:
    """Say in a sentence what a machine lacks for these tests, or None."""
    for name, package in (("initdb", "postgresql"), ("redis-server", "redis-server")):
        if binary(name) is None:
            return f"{name} is not here: install the package {package}"
    return None


def _owner() -> dict[str, Any]:
    """Run PostgreSQL as its user where we are root: it refuses root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if not os.getuid() else {}


class Cluster:
    """A PostgreSQL server with its own data folder and ``fsync=on``."""

    def __init__(self, folder: Path, size: Sequence[str] = ()) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self._options = size
        self._server: subprocess.Popen[bytes] | None = None
        if not os.getuid():
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        subprocess.run(
            [str(binary("initdb")), "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale", "C.UTF-8"],
            cwd=folder, check=True, capture_output=True, **_owner(),
        )  # fmt: skip

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = {"fsync": "on", "max_connections": "150", "log_min_messages": "fatal"}
        options = [word for item in settings.items() for word in ("-c", "=".join(item))]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._server = subprocess.Popen(
                [str(binary("postgres")), "-D", self.data, "-p", str(self.port),
                 "-k", self.folder, "-c", "listen_addresses=127.0.0.1", *options, *self._options],
                cwd=self.folder, stdout=log, stderr=log, start_new_session=True, **_owner(),
            )  # fmt: skip
        until(self._answers, "PostgreSQL answers")

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End it: SIGQUIT is `pg_ctl stop -m immediate`, SIGINT is fast and in order."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(LONG)
            self._server = None

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            self.sql("SELECT 1")
            return True
        return False

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """Connect as its owner, past every proxy."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname=database, autocommit=True
        )

    def sql(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Execute; give the rows of the last one."""
        with self.connect(database) as connection:
            rows: list[tuple[Any, ...]] = []
            for statement in statements:
                cursor = connection.execute(statement)  # type: ignore[call-overload]
                rows = cursor.fetchall() if cursor.description else []
            return rows

    def cut_all(self, database: str) -> int:
        """End all sessions of a database, as a failover does; give how many."""
        return len(
            self.sql(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{database}' AND application_name <> '{OURS}' "
                f"AND pid <> pg_backend_pid()"
            )
        )


class RedisServer:
    """A Redis that keeps nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Start it empty, and wait until it answers."""
        self._server = subprocess.Popen(
            [str(binary("redis-server")), "--save", "", "--port", str(self.port),
             "--bind", "127.0.0.1", "--daemonize", "no", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        until(self._answers, "Redis answers")

    @property
    def client(self) -> Any:
        """Give a client, past every proxy."""
        return Redis(port=self.port, socket_timeout=30)

    def _answers(self) -> bool:
        with suppress(RedisError):
            return bool(self.client.ping())
        return False

    def signal(self, number: signal.Signals) -> None:
        """Freeze it or let it go on."""
        assert self._server is not None
        self._server.send_signal(number)

    def stop(self) -> None:
        """End it at once; all that it held is gone."""
        if self._server is not None:
            self._server.kill()
            self._server.wait(LONG)
            self._server = None

    def heal(self) -> None:
        """Make it work again: alive, not frozen, with all memory."""
        if not self.alive:
            self.start()
        self.signal(signal.SIGCONT)
        self.client.config_set("maxmemory", "0")

    @property
    def alive(self) -> bool:
        """Say whether it runs."""
        return self._server is not None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make a PostgreSQL server for as long as the block lasts."""
    parent = Path(tempfile.mkdtemp(prefix="fermata-pg-"))
    parent.chmod(0o755)
    folder = parent / "pg"
    folder.mkdir()
    made = Cluster(folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(parent, ignore_errors=True)


def taken(port: int) -> bool:
    """Say whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
