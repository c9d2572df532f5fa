"""`manage.py up`: the web server, the workers and the supervisor that keeps them alive."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections

from workflows.adapters.upkeep.schema import missing_migrations
from workflows.conf import load_conf
from workflows.engine.errors import FermataError
from workflows.management.acting import USAGE, OurCommand, sentence
from workflows.management.banner import banner
from workflows.management.demo import load_with_bar
from workflows.management.terminal import console_of
from workflows.services.publishing import publish_code
from workflows.worker import processes
from workflows.worker.supervisor import Supervisor

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Command(OurCommand):
    """Serve until Ctrl-C or SIGTERM."""

    help = "Start the web server and workers, and keep them alive until Ctrl-C or SIGTERM."
    examples = ("up", "up --workers 4 --port 8080")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to listen and how many workers to keep."""
        conf = load_conf()
        parser.add_argument("--host", default=conf.host)
        parser.add_argument("--port", type=int, default=conf.port)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--reload", action="store_true", help="restart when code changes")
        parser.add_argument("--vite-port", type=int, help="serve the page from Vite on this port")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check that serving can work, make the accounts, serve."""
        host, port = options["host"], options["port"]
        problem = find_problem(host, port, options["workers"])
        if problem:
            self.stderr.write(problem)
            sys.exit(2)
        try:
            if load_conf().demo:
                load_with_bar(console_of(self.stdout, options))
            publish_code()
        except FermataError as error:
            # A module that cannot be imported, two workflows of one name: the set-up is wrong.
            raise CommandError(sentence(error), returncode=USAGE) from error
        lines = banner(address(host, port))
        connections.close_all()  # the supervisor sleeps; it must not hold a connection meanwhile
        asyncio.run(self._serve(options, lines))

    async def _serve(self, options: dict[str, Any], lines: list[str]) -> None:
        folder = Path(sys.argv[0]).resolve().parent
        host, port = options["host"], options["port"]
        os.environ.update(HOST=host, PORT=str(port))
        plans = [processes.web_plan(folder, host, port, load_conf().trust_proxy)]
        plans += [
            processes.worker_plan(folder, number, processes.mourn)
            for number in range(1, options["workers"] + 1)
        ]
        if options["vite_port"]:
            plans.append(processes.page_plan(folder, options["vite_port"]))
        supervisor = Supervisor(plans, self._say)
        helpers = [asyncio.create_task(self._greet(address(host, port), lines))]
        if options["reload"]:
            helpers.append(asyncio.create_task(reload_on_change(folder, supervisor)))
        await supervisor.run()
        for helper in helpers:
            helper.cancel()

    async def _greet(self, url: str, lines: list[str]) -> None:
        while not await asyncio.to_thread(answers, url):
            await asyncio.sleep(0.1)
        for line in lines:
            self._say(line)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def find_problem(host: str, port: int, workers: int) -> str | None:
    """Return one sentence that says why serving cannot start, or None."""
    if settings.DEBUG and host not in LOOPBACK:
        return f"DEBUG is on and --host is {host}: set DEBUG=0 or bind to 127.0.0.1."
    if workers < 0:
        return "--workers must be 0 or more."
    missing = missing_migrations()
    if missing:
        return (
            f"The database lacks {len(missing)} migrations: run `manage.py migrate` first "
            f"(the next one is {missing[0]})."
        )
    return port_problem(host, port)


def port_problem(host: str, port: int) -> str | None:
    """Return why nobody can listen there, or None; the port is free again afterwards."""
    if not 1 <= port <= 65535:
        return f"--port is {port}: it must be a number from 1 to 65535."
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} on {host} is taken: choose another one with PORT={port + 1}."
            return f"Nobody can listen on {host}, port {port}: {error.strerror}."
    return None


def address(host: str, port: int) -> str:
    """Return where a browser on this machine reaches the server."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def answers(url: str) -> bool:
    """Tell whether the web server is up."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as response:  # noqa: S310
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


async def reload_on_change(folder: Path, supervisor: Supervisor) -> None:
    """Start the children anew whenever a Python file or a template changes."""
    from watchfiles import PythonFilter, awatch

    watched = [folder / name for name in ("core", "workflows", "templates")]
    code = PythonFilter(extra_extensions=(".html",))
    async for _ in awatch(*(path for path in watched if path.exists()), watch_filter=code):
        supervisor.reload()
