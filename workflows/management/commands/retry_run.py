"""`manage.py retry_run RUN`: let a failed run go on."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.management.acting import DONE, USAGE, ActingCommand, read_json
from workflows.management.recovery import print_preview
from workflows.management.terminal import console_of
from workflows.services.recovering import RetryRequest, retry_preview, retry_run


class Command(ActingCommand):
    """Retry as the API does."""

    help = (
        "Let the failed RUN go on at what failed; what has completed stays completed. "
        "Failed steps may count as done instead: --complete or --skip, with a --reason."
    )
    examples = (
        "retry_run RUN",
        "retry_run RUN --dry-run",
        'retry_run RUN --reason "Paid by hand" --complete pay=\'{"receipt": 41}\' --skip notify',
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run, why, and what was done by hand."""
        super().add_arguments(parser)
        parser.add_argument("run")
        parser.add_argument("--reason", metavar="TEXT")
        parser.add_argument(
            "--complete",
            action="append",
            default=[],
            metavar="NODE[=JSON]",
            help="count a failed step as done, with this output; may be repeated",
        )
        parser.add_argument(
            "--skip",
            action="append",
            default=[],
            metavar="NODE",
            help="count a failed step as skipped; may be repeated",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Say what starts again, then retry."""
        run_id, console = options["run"], console_of(self.stdout, options)
        by_hand = deeds(options["complete"], options["skip"])
        preview = retry_preview(who, run_id)
        for part in ("restarts", "may_repeat"):
            preview[part] = [step for step in preview[part] if step["node_id"] not in by_hand]
        if not options["dry_run"]:
            retry_run(who, run_id, RetryRequest(options["reason"], by_hand))
            self.stdout.write(f"Retried {run_id}.")
            self.stdout.flush()
        print_preview(console, preview)
        return DONE


def deeds(complete: Sequence[str], skip: Sequence[str]) -> dict[str, Any]:
    """Read what was done by hand, in the form of the API."""
    found: dict[str, Any] = {}
    for text in complete:
        node, given, output = text.partition("=")
        value = read_json(output, f"--complete {node}") if given else None
        found[node] = {"do": "complete", "output": value}
    for node in skip:
        if node in found:
            raise CommandError(f"{node} is both completed and skipped.", returncode=USAGE)
        found[node] = {"do": "skip"}
    return found
