"""`manage.py stop_run RUN`: end a run at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, ActingCommand
from workflows.services.commands import stop_run


class Command(ActingCommand):
    """Stop as the API does."""

    help = "Stop RUN, whatever it does; what it has recorded stays."
    examples = ("stop_run RUN", 'stop_run RUN --reason "The order was withdrawn"')

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run and why."""
        super().add_arguments(parser)
        parser.add_argument("run")
        parser.add_argument("--reason", metavar="TEXT")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Stop."""
        stop_run(who, options["run"], options["reason"])
        self.stdout.write(f"Stopped {options['run']}.")
        return DONE
