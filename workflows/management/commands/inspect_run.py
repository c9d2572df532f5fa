"""`manage.py inspect_run RUN`: the trace in the terminal."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, ActingCommand
from workflows.management.trace import console_of, follow, print_standing, print_trace


class Command(ActingCommand):
    """Print the log of a run and how it stands."""

    help = "Print the trace of RUN; with --follow until it has ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run and whether to stay."""
        super().add_arguments(parser)
        parser.add_argument("run")
        parser.add_argument("--follow", action="store_true", help="stay until the run has ended")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Print."""
        console = console_of(self.stdout)
        if options["follow"]:
            follow(console, who, options["run"], patience=None)
        else:
            print_trace(console, who, options["run"])
        print_standing(console, who, options["run"])
        return DONE
