"""`manage.py resume_run RUN`: end a wait of a run."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, ActingCommand, read_json, read_object
from workflows.services.inbox.deciding import ResumeRequest, resume_run


class Command(ActingCommand):
    """Resume as the API does."""

    help = "End a wait of RUN; without --node or --suspension the only one that is open."
    examples = (
        "resume_run RUN --data '{\"parcel\": 3}'",
        "resume_run RUN --node review --action approved --as maria",
        "resume_run RUN --suspension RUN.7 --data @answer.json --idempotency-key mail-41",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which wait and the answer."""
        super().add_arguments(parser)
        parser.add_argument("run")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--node", metavar="ID")
        which.add_argument("--suspension", metavar="ID")
        parser.add_argument("--data", metavar="JSON", help="the answer, or @FILE")
        parser.add_argument("--action", metavar="A", help="the way out of the node")
        parser.add_argument("--state", metavar="JSON", help="changes of the run's state, or @FILE")
        parser.add_argument("--idempotency-key", metavar="KEY", help="the same key counts once")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Resume."""
        request = ResumeRequest(
            suspension=options["suspension"],
            node=options["node"],
            data=read_json(options["data"], "--data"),
            action=options["action"],
            state=read_object(options["state"], "--state"),
            idempotency_key=options["idempotency_key"],
        )
        resume_run(who, options["run"], request, via="cli")
        self.stdout.write(f"Resumed {options['run']}.")
        return DONE
