"""`manage.py run_workflow SLUG`: start a run and watch it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from rich.console import Console

from workflows.management.acting import (
    DONE,
    FAILED,
    SUSPENDED,
    ActingCommand,
    as_seconds,
    read_object,
)
from workflows.management.terminal import console_of
from workflows.management.trace import Patience, follow
from workflows.services.commands import RunRequest, start_run
from workflows.services.queries.operating.outline import Outline
from workflows.services.readiness import readiness

WAIT_SECONDS = 30.0
IDLE_SECONDS = 5.0
BARE = -1.0
"""What ``--wait`` without a number is: a long step of a living worker is then waited for."""


class Command(ActingCommand):
    """Start a run; print its id, then its trace."""

    help = (
        "Start a run of SLUG; print its id, then show it live until it rests. "
        "Exit codes: 0 done, 1 failed or stopped, 2 wrong usage, 3 still suspended (with --wait)."
    )
    examples = (
        "run_workflow expense-approval --inputs '{\"amount\": 120}'",
        "run_workflow expense-approval --inputs @expense.json --wait",
        "run_workflow nightly --wait --timeout 3600 --tag night --idempotency-key 2026-01-31",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to run and how long to stay."""
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("--inputs", metavar="JSON", default="{}", help="an object, or @FILE")
        parser.add_argument("--state", metavar="JSON", help="the state to begin with, or @FILE")
        parser.add_argument("--workflow-version", type=int, metavar="N", help="default: the latest")
        parser.add_argument("--tag", action="append", default=[], metavar="WORD")
        parser.add_argument("--priority", type=int, default=0, help="-100 to 100, larger is sooner")
        parser.add_argument(
            "--idempotency-key", metavar="KEY", help="the same key starts one run, however often"
        )
        parser.add_argument(
            "--wait",
            nargs="?",
            type=as_seconds(),
            const=BARE,
            metavar="SECONDS",
            help="stay until it has ended, or nothing has happened for so long; without a number "
            f"until it has been suspended for {WAIT_SECONDS:.0f} s",
        )
        parser.add_argument(
            "--timeout", type=as_seconds(), metavar="SECONDS", help="stay at most so long in all"
        )

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Start, then follow."""
        request = RunRequest(
            read_object(options["inputs"], "--inputs") or {},
            version=options["workflow_version"],
            state=read_object(options["state"], "--state"),
            priority=options["priority"],
            tags=options["tag"],
            idempotency_key=options["idempotency_key"],
        )
        run_id = start_run(who, options["slug"], request)
        self.stdout.write(run_id)
        self.stdout.flush()
        try:
            found = self._follow(console_of(self.stdout, options), who, run_id, options)
        except KeyboardInterrupt:
            self.stderr.write(f"The run goes on: manage.py inspect_run {run_id} --follow")
            raise
        return self._code(found, waited=options["wait"] is not None)

    def _follow(self, console: Console, who: User, run_id: str, options: dict[str, Any]) -> Outline:
        wait, timeout = options["wait"], options["timeout"]
        worked = readiness()["worker"]
        if wait is None:
            patience = Patience(0, IDLE_SECONDS, timeout)
        elif timeout is not None:
            patience = Patience(timeout, None, timeout)
        elif wait != BARE:
            patience = Patience(wait, wait)
        else:
            patience = Patience(WAIT_SECONDS, None if worked else WAIT_SECONDS)
        found = follow(console, who, run_id, patience)
        if found.status == "queued" and not worked:
            self.stderr.write("No worker is alive to take it up: start `manage.py worker`.")
        return found

    @staticmethod
    def _code(found: Outline, *, waited: bool) -> int:
        if found.status in ("failed", "cancelled"):
            return FAILED
        return SUSPENDED if waited and found.status != "completed" else DONE
