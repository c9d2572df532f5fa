"""Several machines as processes on loopback: each has a home of its own, so that they share nothing
but PostgreSQL and Redis; the web and the workers have the database's roles that are meant for them.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
from redis import Redis

from tests.support import postgres, redis
from tests.support.server import ROOT, free_port
from tests.support.waiting import LONG, until

BIGGEST_OUTPUT = 4_000
WEB, WORKER = "fermata_machines_web", "fermata_machines_worker"
PASSWORD = "of-the-tests"
PREPARE = """
import json, sys, django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from workflows.services.definitions import create_workflow, publish
from workflows.services.tokens import create_token
call_command("migrate", verbosity=0)
call_command("database_roles", "--apply", "--web", sys.argv[2], "--worker", sys.argv[3])
chief = User.objects.create_superuser("chief")
graph = json.loads(sys.argv[1])
publish(chief, create_workflow(chief, name="Trip", slug="trip", graph=graph))
otto = User.objects.create_user("otto", is_staff=True)
for who in (chief, otto):
    browser = Client()
    browser.force_login(who)
    print(browser.cookies["sessionid"].value)
print(create_token(chief))
"""


def members(session: int) -> list[int]:
    """List the processes of a session: RQ's jobs are in it, though in groups of their own."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # After the name, which may hold anything: state, parent, group, session.
            if int(path.read_text().rpartition(")")[2].split()[3]) == session:
                found.append(int(path.parent.name))
    return found


@dataclass
class Machines:
    """Processes by name, all on one database and one Redis of the tests."""

    folder: Path
    graph: Mapping[str, Any]
    database: str = field(default_factory=lambda: f"fermata_machines_{uuid4().hex[:8]}")
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    token: str = ""
    sessions: dict[str, str] = field(default_factory=dict)

    def open(self) -> Machines:
        """Make the database, empty Redis, publish the workflow `trip`, make a token."""
        self._at_database(f'CREATE DATABASE "{self.database}"')
        with Redis.from_url(redis.URL) as client:
            client.flushdb()
        done = subprocess.run(
            [sys.executable, "-c", PREPARE, json.dumps(self.graph), WEB, WORKER],
            cwd=ROOT, env=self.environment("prepare"), capture_output=True, text=True,
            timeout=2 * LONG,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        for role in (WEB, WORKER):
            self._at_database(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'")
        self.sessions["chief"], self.sessions["otto"], self.token = done.stdout.split()[-3:]
        return self

    def close(self) -> None:
        """End all processes and drop the database."""
        for name in list(self.processes):
            self.kill(name)
        self._at_database(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def environment(self, name: str, role: str = "", **more: str) -> dict[str, str]:
        """Give the environment of a machine; without a role the database's owner is its user."""
        inherited = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("FERMATA_", "DJANGO_", "OTEL_"))
        }
        owner = urlsplit(postgres.URL)
        place = owner.netloc.rpartition("@")[2]
        user = f"{role}:{PASSWORD}@{place}" if role else owner.netloc
        ours = {
            "DJANGO_SETTINGS_MODULE": "core.settings", "DEBUG": "0",
            "DATABASE_URL": f"postgres://{user}/{self.database}", "REDIS_URL": redis.URL,
            "FERMATA_HOME": str(self.folder / name), "FERMATA_SECRET_KEY": "m" * 50,
            "FERMATA_LEASE_SECONDS": "10", "FERMATA_SWEEP_SECONDS": "1",
        }  # fmt: skip
        return {**inherited, **ours, **more}

    def web(self, name: str, **more: str) -> None:
        """Start a web process."""
        port = self.ports[name] = free_port()
        arguments = ["-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "-v", "0"]
        arguments += ["--proxy-headers"] if "FERMATA_TRUST_PROXY" in more else []
        self._start(name, [*arguments, "core.asgi:application"], WEB, more)

    def manage(self, name: str, *arguments: str) -> None:
        """Start a management command that goes on."""
        self._start(name, ["manage.py", *arguments], WORKER, {})

    def kill(self, name: str) -> None:
        """End a process and what it started, as `kill -9` does."""
        process = self.processes.pop(name)
        for pid in members(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(LONG)

    def end(self, name: str) -> int:
        """Ask a process to end and give its exit code."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(LONG)

    def url(self, name: str) -> str:
        """Give the address of a web process."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def ask(self, name: str, path: str, body: Any = None) -> Any:
        """Ask a web process's API; a body makes it a POST."""
        headers = {"Authorization": f"Bearer {self.token}"}
        method = "GET" if body is None else "POST"
        answer = httpx.request(
            method, f"{self.url(name)}{path}", json=body, headers=headers, timeout=LONG
        )
        assert answer.is_success, answer.text
        return answer.json()

    def page(self, name: str, path: str, who: str) -> httpx.Response:
        """Open a page as somebody who has signed in: `chief`, or `otto`, who is staff."""
        cookies = {"sessionid": self.sessions[who]}
        return httpx.get(self.url(name) + path, cookies=cookies, timeout=LONG)

    def answers(self, name: str, path: str = "/healthz") -> bool:
        """Say whether a web process answers 200 there."""
        try:
            return httpx.get(f"{self.url(name)}{path}", timeout=20).status_code == 200
        except httpx.HTTPError:
            return False

    def until(self, holds: Callable[[], Any]) -> None:
        """Wait for a condition; tell what the processes wrote when it does not come."""
        until(holds, self.told)

    def told(self) -> str:
        """Give the end of what each process wrote."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"== {p.stem}\n{p.read_text()[-BIGGEST_OUTPUT:]}" for p in logs)

    def _start(self, name: str, arguments: list[str], role: str, more: Mapping[str, str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.environment(name, role, **more),
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def roles(self) -> set[str]:
        """Name the roles of the database that have connections to it."""
        sql = f"SELECT usename FROM pg_stat_activity WHERE datname = '{self.database}'"
        with psycopg.connect(postgres.URL, dbname="postgres") as session:
            return {name for (name,) in session.execute(sql)}  # type: ignore[call-overload]

    def _at_database(self, sql: str) -> None:
        with psycopg.connect(postgres.URL, dbname="postgres", autocommit=True) as session:
            session.execute(sql)  # type: ignore[arg-type]
