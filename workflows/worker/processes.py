"""What the supervisor keeps alive: the web server, the workers and, while developing, Vite."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections

from workflows.adapters import leases
from workflows.worker.supervisor import ChildPlan, Start


def web_plan(folder: Path, host: str, port: int, trust_proxy: bool) -> ChildPlan:
    """Plan the web server: HTTP and the socket on one port."""
    module, _, name = settings.ASGI_APPLICATION.rpartition(".")
    arguments = ["-m", "daphne", "-b", host, "-p", str(port), "-v", "0", "--no-server-name"]
    # Without an access log: tokens stand in addresses.
    if trust_proxy:
        arguments.append("--proxy-headers")
    arguments.append(f"{module}:{name}")
    return ChildPlan("web", lambda: Start("web", arguments, folder=str(folder)))


def worker_plan(folder: Path, number: int, died: Callable[[str], None]) -> ChildPlan:
    """Plan one worker; each of its processes has an identity of its own, never used before."""

    def start() -> Start:
        identity = f"w{number}-{secrets.token_hex(4)}"
        return Start(
            identity,
            [str(folder / "manage.py"), "worker"],
            # Debug mode would keep every query in memory, and a worker shows no pages.
            environment={"FERMATA_WORKER_ID": identity, "DEBUG": "0"},
            folder=str(folder),
        )

    return ChildPlan(f"worker {number}", start, died)


def page_plan(folder: Path, port: int) -> ChildPlan:
    """Plan the Vite server, which hands changed modules to the open page."""
    # Not through npm, which would stand between Vite and the signal that ends it.
    page = folder / "frontend"
    listen = ["--host", "127.0.0.1", "--port", str(port), "--strictPort", "--clearScreen", "false"]
    command = ["node", str(page / "node_modules/vite/bin/vite.js"), str(page), *listen]
    start = Start("page", command, kind="other", folder=str(folder))
    return ChildPlan("page", lambda: start, reloads=False)


def mourn(identity: str) -> None:
    """Free what a dead worker held, so that another one goes on at once, and forget the worker."""
    try:
        leases.expire_owner(identity)
        leases.sign_off(identity)
    finally:
        # Called from short-lived threads: each would leave a connection behind.
        connections.close_all()
