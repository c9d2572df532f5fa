"""`manage.py migrate_run RUN --version N`: move a run to another version of its workflow."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandParser

from workflows.management.acting import DONE, FAILED, ActingCommand
from workflows.management.recovery import print_findings
from workflows.management.terminal import console_of
from workflows.services.recovering import migrate_run, migration_preview


class Command(ActingCommand):
    """Migrate as the API does."""

    help = (
        "Move RUN, which waits or has failed, to version N of its workflow, and record why. "
        "With --dry-run only say whether it fits: exit code 0 if it does, 1 if not."
    )
    examples = (
        "migrate_run RUN --version 4 --dry-run",
        'migrate_run RUN --version 4 --reason "The limit was too low"',
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let our --version take the place of Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run, where to, and why."""
        super().add_arguments(parser)
        parser.add_argument("run")
        parser.add_argument("--version", dest="to", type=int, required=True, metavar="N")
        parser.add_argument("--reason", default="", metavar="TEXT", help="required to move")
        parser.add_argument("--dry-run", action="store_true", help="only say whether it fits")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Look whether it fits, then move."""
        run_id, version = options["run"], options["to"]
        preview = migration_preview(who, run_id, version)
        if not options["dry_run"] and preview["fits"]:
            migrate_run(who, run_id, version, options["reason"])
        print_findings(console_of(self.stdout, options), preview)
        if preview["fits"] and not options["dry_run"]:
            self.stdout.write(f"Moved {run_id} to version {version}.")
        return DONE if preview["fits"] else FAILED
