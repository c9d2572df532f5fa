"""`manage.py erase_person USER|SUBJECT`: delete the key of all that is personal about somebody."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.management.acting import DONE, USAGE, ActingCommand, json_text
from workflows.services.upkeep.erasing import erase_person


class Command(ActingCommand):
    """Erase, for good."""

    help = (
        "Erase what personal runs hold about a person: a username, or what the input marked "
        "`x-subject` says (user:NAME or input:TEXT where both are there). The key of their data is "
        "deleted; logs and chains stay valid and say `erased`. "
        "This cannot be undone: --yes is a must. Copies in backups are gone with those."
    )
    examples = ("erase_person rita --yes", "erase_person E-4711 --stop --yes")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whom."""
        super().add_arguments(parser)
        parser.add_argument("subject", metavar="USER|SUBJECT")
        parser.add_argument("--stop", action="store_true", help="stop the runs that go on first")
        parser.add_argument("--yes", action="store_true", help="yes, for good")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Erase; say how much there was."""
        if not options["yes"]:
            raise CommandError("This cannot be undone: give --yes.", returncode=USAGE)
        done = erase_person(who, options["subject"], stop=options["stop"])
        if options["json"]:
            self.stdout.write(json_text({"key": done.key, "runs": done.runs, "rows": done.rows}))
        else:
            parts = ", ".join(f"{count} {name}" for name, count in done.rows.items() if count)
            self.stdout.write(f"Erased: {done.runs} runs{f', {parts}' if parts else ''}.")
        return DONE
