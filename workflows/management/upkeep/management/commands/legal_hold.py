"""`manage.py legal_hold set|lift|list`: keep runs from retention."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.management.acting import DONE, USAGE, ActingCommand, json_text
from workflows.services.upkeep.holds import all_holds, as_dict, lift_hold, set_hold


class Command(ActingCommand):
    """Set, lift or list holds."""

    help = (
        "Keep a run with its family, or every run of a workflow, from retention until the hold is "
        "lifted. A reason is a must; both acts are noted in the audit."
    )
    examples = (
        'legal_hold set --run 0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49 --reason "Case 12/2026"',
        'legal_hold lift --workflow contract-review --reason "Case 12/2026 is closed"',
        "legal_hold list --json",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done, to what, and why."""
        super().add_arguments(parser)
        parser.add_argument("do", choices=["set", "lift", "list"])
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--run", metavar="RUN")
        which.add_argument("--workflow", metavar="SLUG")
        parser.add_argument("--reason", default="")
        parser.add_argument("--json", action="store_true", help="list as JSON")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Do it."""
        if options["do"] == "list":
            self._list(who, options["json"])
            return DONE
        kind = "run" if options["run"] else "workflow"
        name = options[kind]
        if not name:
            raise CommandError("Name a run or a workflow.", returncode=USAGE)
        if options["do"] == "set":
            set_hold(who, kind, name, options["reason"])
            self.stdout.write(f"The {kind} {name} is kept from retention.")
        else:
            lift_hold(who, kind, name, options["reason"])
            self.stdout.write(f"The {kind} {name} is held no more.")
        return DONE

    def _list(self, who: User, as_json: bool) -> None:
        found = all_holds(who)
        if as_json:
            rows = [
                {"kind": hold.kind, "name": hold.name, **(as_dict(hold) or {})} for hold in found
            ]
            self.stdout.write(json_text(rows))
        for hold in () if as_json else found:
            since = f"{hold.at:%Y-%m-%d}"
            self.stdout.write(f"{hold.kind} {hold.name}  since {since} by {hold.by}: {hold.reason}")
