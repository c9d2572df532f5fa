"""`manage.py create_token USER`: an API token, printed once."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workflows.engine.errors import Invalid
from workflows.management.acting import USAGE, find_user, sentence
from workflows.services.tokens import SCOPES, create_token


class Command(BaseCommand):
    """Make a token and print it; it is kept nowhere."""

    help = "Print an API token of USER, once: it cannot be shown again."
    requires_system_checks = ()

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
        parser.add_argument("--days", type=int, metavar="N", help="it expires after N days")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and print it."""
        days = options["days"]
        if days is not None and not 0 < days <= 36_500:
            raise CommandError("--days is from 1 to 36500.", returncode=USAGE)
        expires = timezone.now() + timedelta(days=days) if days is not None else None
        user, scopes = find_user(options["user"]), options["scope"] or ["all"]
        try:
            self.stdout.write(create_token(user, options["name"], scopes, expires))
        except Invalid as error:
            raise CommandError(sentence(error), returncode=USAGE) from error
