"""`manage.py invite EMAIL`: a mail with a link that makes one account."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from workflows.management.acting import DONE, OurCommand, find_user
from workflows.services.people.invitations import invite
from workflows.services.workspaces.entering import choose


class Command(OurCommand):
    """Send an invitation."""

    help = "Send EMAIL a link that makes an account, once, within seven days."
    examples = (
        "invite ann@example.org",
        "invite ann@example.org --name 'Ann Archer' --groups authors,managers",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who is invited."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="what the person is called")
        parser.add_argument(
            "--groups", default="", metavar="A,B", help="the groups that the account will be in"
        )
        parser.add_argument(
            "--workspace",
            metavar="SLUG",
            help="into this one, in the administrator's name (default: into the first)",
        )

    def run(self, options: dict[str, Any]) -> int:
        """Send it; say until when it works."""
        groups = [name.strip() for name in options["groups"].split(",") if name.strip()]
        by = None
        if options["workspace"]:
            by = find_user(None)
            choose(by, options["workspace"])
        row = invite(by, options["email"], groups, options["name"])
        self.stdout.write(f"Invited {row.email}, until {row.expires_at:%Y-%m-%d %H:%M} UTC.")
        return DONE
