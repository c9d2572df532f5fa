"""`manage.py run_workflow SLUG`: start a run and watch it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.management.acting import DONE, FAILED, SUSPENDED, USAGE, ActingCommand, read_json
from workflows.management.trace import IDLE_SECONDS, console_of, follow, print_standing
from workflows.services.commands import RunRequest, start_run

WAIT_SECONDS = 30.0


class Command(ActingCommand):
    """Start a run; print its id, then its trace."""

    help = (
        "Start a run of SLUG; print its id, then its trace live until it rests. "
        "Exit codes: 0 done, 1 failed or stopped, 2 wrong usage, 3 still suspended (with --wait)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to run and how long to stay."""
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("--inputs", metavar="JSON", default="{}", help="a JSON object")
        parser.add_argument("--workflow-version", type=int, metavar="N", help="default: the latest")
        parser.add_argument(
            "--wait",
            nargs="?",
            type=float,
            const=WAIT_SECONDS,
            metavar="SECONDS",
            help=f"stay with a suspended run so long (default {WAIT_SECONDS:.0f})",
        )

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Start, then follow."""
        inputs = read_json(options["inputs"], "--inputs")
        if not isinstance(inputs, dict):
            raise CommandError("--inputs must be a JSON object.", returncode=USAGE)
        version = options["workflow_version"]
        run_id = start_run(who, options["slug"], RunRequest(inputs, version=version))
        self.stdout.write(run_id)
        self.stdout.flush()
        console = console_of(self.stdout)
        wait = options["wait"]
        status = follow(console, who, run_id, patience=wait or 0, idle=wait or IDLE_SECONDS)
        print_standing(console, who, run_id)
        if status in ("failed", "cancelled"):
            return FAILED
        return SUSPENDED if wait is not None and status != "completed" else DONE
