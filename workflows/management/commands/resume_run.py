"""`manage.py resume_run RUN`: end a wait of a run."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, ActingCommand, read_json
from workflows.services.commands import ResumeRequest, resume_run


class Command(ActingCommand):
    """Resume as the API does."""

    help = "End a wait of RUN; without --node or --suspension the only one that is open."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which wait and the answer."""
        super().add_arguments(parser)
        parser.add_argument("run")
        parser.add_argument("--node", metavar="ID")
        parser.add_argument("--suspension", metavar="ID")
        parser.add_argument("--data", metavar="JSON")
        parser.add_argument("--action", metavar="A")
        parser.add_argument("--state", metavar="JSON", help="changes of the run's state")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Resume."""
        request = ResumeRequest(
            suspension=options["suspension"],
            node=options["node"],
            data=read_json(options["data"], "--data"),
            action=options["action"],
            state=read_json(options["state"], "--state"),
        )
        resume_run(who, options["run"], request, via="cli")
        self.stdout.write(f"Resumed {options['run']}.")
        return DONE
