"""A whole site under faults: web, workers, timekeeper on a chosen store, with Redis or without."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.contrib.auth.models import Group, User

from tests.chaos.harness.client import Client, Sent
from tests.chaos.harness.effects import Effects
from tests.chaos.harness.looking import holds
from tests.chaos.harness.processes import Process
from tests.chaos.harness.proxy import Proxy, Switchboard
from tests.chaos.harness.stores import Cluster, RedisServer
from tests.support.outside.postbox import Postbox
from tests.support.server import Installation, free_port
from tests.support.waiting import LONG, until
from tests.support.world import graph
from workflows.adapters.workspaces import places
from workflows.models import Run, Task, Workspace
from workflows.services.tokens import create_token

TTL, SWEEP = 2.0, 1.0
"""Seconds of a lease and between two looks of a worker."""

PEOPLE = {"root": (), "maria": ("managers",), "ben": ("managers",), "otto": ("operators",)}
STRANGER = "eve"
"""Somebody of another workspace, with every group: here they count for nothing."""

WORKERS = "workers"
ENDED = ("completed", "failed", "cancelled")


@dataclass(frozen=True)
class Plan:
    """What a site consists of; ``queue``: with RQ workers beside those that sweep the database."""

    store: str = "sqlite"
    redis: bool = False
    workers: int = 2

    def __str__(self) -> str:
        return f"{self.store}+redis" if self.redis else self.store


SQLITE, POSTGRES = Plan(), Plan("postgres")
REDIS = Plan("postgres", redis=True)


@dataclass
class World:
    """What all sites of a session share; parts that nobody needs are never started."""

    effects: Effects
    mails: Postbox
    switchboard: Switchboard
    cluster: Callable[[], Cluster]


@dataclass
class Site:
    """One installation. ``story`` is what was done to it, ``journal`` what it was asked."""

    plan: Plan
    world: World
    home: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="fermata-site-")))
    journal: list[Sent] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    processes: dict[str, Process] = field(default_factory=dict)
    proxies: dict[str, Proxy] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    redis: RedisServer | None = None

    def __post_init__(self) -> None:
        self.port = free_port()
        self.number = 0
        self.database = f"chaos_{os.getpid()}_{secrets.token_hex(3)}"
        self._make_database()
        if self.plan.redis:
            self.redis = RedisServer()
            self.redis.start()
            self.proxies["redis"] = self.world.switchboard.proxy(self.redis.port)

    # --- Making it -------------------------------------------------------------------------------

    def _make_database(self) -> None:
        if self.plan.store == "sqlite":
            Installation(self.home).migrate()
            return
        cluster = self.cluster
        made = cluster.sql("SELECT 1 FROM pg_database WHERE datname = 'fermata_template'")
        if not made:
            cluster.sql("CREATE DATABASE fermata_template")
            url = self._postgres(cluster.port, "fermata_template")
            Installation(self.home, extra={"DATABASE_URL": url}).migrate()
        cluster.sql(f"CREATE DATABASE {self.database} TEMPLATE fermata_template")

    @property
    def cluster(self) -> Cluster:
        """Give the PostgreSQL server that sites share."""
        return self.world.cluster()

    def _postgres(self, port: int, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{port}/{name}"

    @property
    def database_url(self) -> str:
        """Give the way to the database past every proxy."""
        if self.plan.store == "sqlite":
            return f"sqlite:///{self.home / 'fermata.sqlite3'}"
        return self._postgres(self.cluster.port, self.database)

    def people(self) -> None:
        """Make the accounts and their tokens; this process looks at the database already."""
        for name, groups in PEOPLE.items():
            user = User.objects.create_user(
                name, f"{name}@example.org", is_superuser=name == "root"
            )
            for group in groups:
                user.groups.add(Group.objects.get_or_create(name=group)[0])
            self.tokens[name] = create_token(user, "chaos", ("all",))
        elsewhere = Workspace.objects.create(slug="elsewhere", name="Elsewhere")
        stranger = User.objects.create_user(STRANGER)
        stranger.groups.set(Group.objects.all())
        places.add(elsewhere, [stranger])
        self.tokens[STRANGER] = create_token(stranger, "chaos", ("all",))

    @cached_property
    def environment(self) -> dict[str, str]:
        """Give what all processes are told; nothing of the tests' own settings leaks in."""
        taken = ("FERMATA_", "DJANGO_", "DATABASE_", "REDIS_")
        inherited = {n: v for n, v in os.environ.items() if not n.startswith(taken)}
        ours = {
            "FERMATA_HOME": str(self.home),
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "core.settings",
            "FERMATA_SECRET_KEY": settings.SECRET_KEY,
            "FERMATA_MODULES": "tests.chaos.harness.nodes",
            "FERMATA_LEASE_SECONDS": str(TTL),
            "FERMATA_SWEEP_SECONDS": str(SWEEP),
            "FERMATA_HTTP_ALLOW": "127.0.0.0/8",
            "FERMATA_DEMO": "0",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.world.mails.port}?tls=0&from=us@example.org",
            "DATABASE_URL": self.database_url,
        }
        if self.redis is not None:
            ours["REDIS_URL"] = f"redis://127.0.0.1:{self.proxies['redis'].port}/0"
        return {**inherited, **ours}

    # --- Its processes ---------------------------------------------------------------------------

    @property
    def web(self) -> Process:
        """Give the web server."""
        return self.processes["web"]

    @property
    def workers(self) -> list[Process]:
        """Give the workers that sweep the database, in the order in which they were made."""
        return [item for item in self.processes.values() if item.group == WORKERS]

    def start(self) -> None:
        """Start everything that the plan names, at the same time; see it ready."""
        self._add_web().start(wait=False)
        for number in range(1, self.plan.workers + 1):
            self.add_worker(f"w{number}").start(wait=False)
        if self.plan.redis:
            self._add("time", ["manage.py", "timekeeper"], lambda: True).start(wait=False)
            self._add("queue", ["manage.py", "rqworker"], lambda: True).start(wait=False)
        for process in self.processes.values():
            process.until_ready()

    def _add_web(self) -> Process:
        arguments = ["-m", "daphne", "-b", "127.0.0.1", "-p", str(self.port), "-v", "0"]
        return self._add("web", [*arguments, "core.asgi:application"], self.answers)

    def add_worker(self, name: str) -> Process:
        """Plan one more worker; it is not started."""
        made = self._add(name, ["manage.py", "worker"], lambda: self._hears(name))
        made.group = WORKERS
        made.faults.mkdir(exist_ok=True)
        return made

    def dead(self) -> list[Process]:
        """Give the processes that have ended."""
        return [item for item in self.processes.values() if not item.alive]

    def replace_the_dead(self) -> Process:
        """Wait until a process is dead and start it again, without waiting for it; give it."""
        until(self.dead, "a process has died")
        process = self.dead()[0]
        return process.start(wait=False)

    def holder(self, run: str) -> Process:
        """Give the worker that holds a run."""
        found = Run.objects.filter(uuid=run).exclude(lease_owner=None)
        owners: list[str | None] = []
        until(
            lambda: owners.extend(found.values_list("lease_owner", flat=True)) or owners,
            "somebody holds the run",
        )
        return next(item for item in self.workers if item.identity == owners[0])

    def _add(self, name: str, arguments: list[str], ready: Callable[[], bool]) -> Process:
        environment = dict(self.environment)
        if self.plan.store == "postgres":
            # A way to the database of its own: it can be cut for this process alone.
            proxy = self.proxies[name] = self.world.switchboard.proxy(self.cluster.port)
            environment["DATABASE_URL"] = self._postgres(proxy.port, self.database)
        made = Process(name, arguments, environment, self.home, ready, self.tell)
        self.processes[name] = made
        return made

    def _hears(self, name: str) -> bool:
        return (self.home / "run" / f"worker-{self.processes[name].identity}.sock").exists()

    def answers(self, path: str = "/healthz") -> bool:
        """Say whether the web server answers 200."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=20).status_code == 200
        except httpx.HTTPError:
            return False

    def tell(self, what: str) -> None:
        """Note what is done to the site."""
        self.story.append(what)

    def heal(self, wait: bool = True) -> None:
        """Undo every fault and, with ``wait``, see everything ready."""
        self.world.effects.go_on()
        self.world.mails.hangs = False
        for proxy in self.proxies.values():
            proxy.heal()
        if self.redis is not None:
            self.redis.heal()
        for process in self.processes.values():
            process.heal()
        for process in self.processes.values() if wait else ():
            if not process.comes_up():
                # It was ending when it was looked at.
                process.start()

    def kill_all(self) -> None:
        """End all processes by `kill -9`; `start` or `heal` brings them back."""
        for process in self.processes.values():
            process.kill()

    def close(self) -> None:
        """End everything and remove it."""
        self.kill_all()
        if self.redis is not None:
            self.redis.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    # --- What people do --------------------------------------------------------------------------

    def client(self, name: str = "root") -> Client:
        """Give somebody's client."""
        if name not in self.clients:
            url = f"http://127.0.0.1:{self.port}"
            self.clients[name] = Client(url, name, self.tokens[name], self.journal)
        return self.clients[name]

    def publish(self, nodes: Mapping[str, Any], *edges: str) -> str:
        """Publish a workflow (see ``tests.support.world.graph``); give its slug."""
        self.number += 1
        slug = f"flow-{self.number}"
        root = self.client()
        body = {"name": slug, "slug": slug, "graph": graph(nodes, edges)}
        for path, content in (("", body), (f"{slug}/versions/", {})):
            sent = root.send("POST", f"/api/workflows/{path}", content)
            assert sent.acknowledged, sent
        return slug

    def effect(self, seconds: float = 0) -> tuple[str, dict[str, Any]]:
        """Make a node that has an effect outside, then goes on for some seconds."""
        return "chaos.effect", {"url": self.world.effects.url, "seconds": seconds}

    # --- What is to be seen ----------------------------------------------------------------------

    def status(self, run: str) -> str:
        """Read the status of a run."""
        found: str = Run.objects.values_list("status", flat=True).get(uuid=run)
        return found

    def until_ended(self, *runs: str, seconds: float = LONG) -> float:
        """Wait until runs have ended; give the seconds that took."""
        ids = set(runs)

        def ended() -> bool:
            going = Run.objects.filter(uuid__in=ids).exclude(status__in=ENDED)
            return not going.exists()

        return until(lambda: holds(ended), f"{len(ids)} runs have ended", seconds)

    def until_waiting(self, *runs: str, seconds: float = LONG) -> float:
        """Wait until runs are suspended."""
        wanted = Run.objects.filter(uuid__in=runs, status="suspended")
        return until(lambda: holds(lambda: wanted.count() == len(runs)), "the runs wait", seconds)

    def task(self, run: str) -> str:
        """Give the open task of a run."""
        found = Task.objects.filter(run__uuid=run, state__in=("open", "claimed"))
        until(lambda: holds(found.exists), "there is a task")
        return str(found.get().pk)
