"""`manage.py fork_run RUN`: make a run of another one's past."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, ActingCommand, read_object
from workflows.management.recovery import print_preview
from workflows.management.terminal import console_of
from workflows.services.recovering import ForkRequest, fork_preview, fork_run


class Command(ActingCommand):
    """Fork as the API does."""

    help = (
        "Make a new run of RUN's past, from an event or a checkpoint, with changes; print its id, "
        "and which side effects may fire again."
    )
    examples = (
        "fork_run RUN --seq 12",
        "fork_run RUN --checkpoint before-payment --state '{\"limit\": 500}'",
        'fork_run RUN --seq 12 --outputs \'{"review": {"approved": true}}\' --dry-run',
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to fork and what to change."""
        super().add_arguments(parser)
        parser.add_argument("run")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--seq", type=int, metavar="N", help="an event's number; default: last")
        place.add_argument("--checkpoint", metavar="C", help="a checkpoint's id or name")
        parser.add_argument("--state", metavar="JSON", help="merged into the state, or @FILE")
        parser.add_argument("--inputs", metavar="JSON", help="merged into the inputs, or @FILE")
        parser.add_argument("--outputs", metavar="JSON", help="outputs by node, or @FILE")
        parser.add_argument("--idempotency-key", metavar="KEY", help="the same key forks once")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Fork, then say what starts again."""
        run_id, console = options["run"], console_of(self.stdout, options)
        changes = {
            name: read_object(options[name], f"--{name}") for name in ("state", "inputs", "outputs")
        }
        preview = fork_preview(who, run_id, options["seq"], options["checkpoint"])
        if not options["dry_run"]:
            request = ForkRequest(
                seq=options["seq"],
                checkpoint=options["checkpoint"],
                idempotency_key=options["idempotency_key"],
                **changes,
            )
            self.stdout.write(fork_run(who, run_id, request).run_id)
            self.stdout.flush()
        print_preview(console, preview)
        return DONE
