"""`manage.py explain_run RUN`: a structured summary of a run."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, ActingCommand
from workflows.management.trace import console_of, print_standing
from workflows.services.queries.explain import explain_run


class Command(ActingCommand):
    """Say what happened, what the run waits for, who can act."""

    help = "Explain RUN: what happened, what it waits for, who can act."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run and the form of the answer."""
        super().add_arguments(parser)
        parser.add_argument("run")
        parser.add_argument("--json", action="store_true", help="as the API answers")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Explain."""
        if options["json"]:
            self.stdout.write(json.dumps(explain_run(who, options["run"]), indent=2))
        else:
            console = console_of(self.stdout)
            print_standing(console, who, options["run"])
        return DONE
