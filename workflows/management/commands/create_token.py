"""`manage.py create_token USER`: an API token, printed once."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from workflows.management.acting import DONE, USAGE, OurCommand, find_user
from workflows.services.tokens import SCOPES, create_token
from workflows.services.workspaces.entering import choose


class Command(OurCommand):
    """Make a token and print it; it is kept nowhere."""

    help = "Print an API token of USER, once: it cannot be shown again."
    examples = (
        "create_token maria --name laptop",
        "create_token otto --name ci --scope read --scope run --days 90",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose token it is and what it may do."""
        parser.add_argument("user")
        parser.add_argument("--name", default="", help="what it is for")
        parser.add_argument(
            "--scope",
            action="append",
            metavar="SCOPE",
            help=f"one of {', '.join(SCOPES)}; may be repeated (default: all)",
        )
        parser.add_argument(
            "--workspace", metavar="SLUG", help="it counts in this one (default: where USER is)"
        )
        parser.add_argument("--days", type=int, metavar="N", help="it expires after N days")

    def run(self, options: dict[str, Any]) -> int:
        """Make and print it."""
        days = options["days"]
        if days is not None and not 0 < days <= 36_500:
            raise CommandError("--days is from 1 to 36500.", returncode=USAGE)
        expires = timezone.now() + timedelta(days=days) if days is not None else None
        user, scopes = find_user(options["user"]), options["scope"] or ["all"]
        if options["workspace"]:
            choose(user, options["workspace"])
        self.stdout.write(create_token(user, options["name"], scopes, expires))
        return DONE
