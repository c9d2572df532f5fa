"""`manage.py inspect_run RUN`: a run in the terminal, as it stands or live."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, INTERRUPTED, ActingCommand, json_text
from workflows.management.terminal import console_of
from workflows.management.trace import Patience, follow, print_log, show
from workflows.services.queries.runs import run_detail


class Command(ActingCommand):
    """Draw a run, and its log when asked."""

    help = (
        "Show RUN as a tree: its steps with times, attempts and waits, its child runs below them. "
        "With --follow until it has ended or Ctrl-C."
    )
    examples = (
        "inspect_run 0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49",
        "inspect_run 0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49 --follow",
        "inspect_run 0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49 --log | grep Failed",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run, whether to stay, and in which form."""
        super().add_arguments(parser)
        parser.add_argument("run")
        parser.add_argument("--follow", action="store_true", help="stay until the run has ended")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--log", action="store_true", help="print every event, a line each")
        form.add_argument("--json", action="store_true", help="as the API answers")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Show."""
        run_id, console = options["run"], console_of(self.stdout, options)
        if options["follow"]:
            try:
                follow(console, who, run_id, Patience())
            except KeyboardInterrupt:
                return INTERRUPTED
        if options["json"]:
            self.stdout.write(json_text(run_detail(who, run_id)))
        elif options["log"]:
            print_log(console, who, run_id)
        elif not options["follow"]:
            show(console, who, run_id)
        return DONE
