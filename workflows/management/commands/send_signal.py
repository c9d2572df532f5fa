"""`manage.py send_signal NAME`: send a signal to whatever waits for it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, ActingCommand, read_json
from workflows.services.signals import send_signal


class Command(ActingCommand):
    """Send as the API does."""

    help = (
        "Send the signal NAME to every run that waits for it; when none does it is kept for the "
        "first one that will."
    )
    examples = (
        "send_signal paid --key order-7 --data '{\"sum\": 120}'",
        "send_signal nightly-import-done",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the signal."""
        super().add_arguments(parser)
        parser.add_argument("name")
        parser.add_argument("--key", metavar="KEY", help="only waits with the same key hear it")
        parser.add_argument("--data", metavar="JSON", help="what it brings, or @FILE")
        parser.add_argument("--idempotency-key", metavar="KEY", help="the same key counts once")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Send."""
        data = read_json(options["data"], "--data")
        count = send_signal(who, options["name"], options["key"], data, options["idempotency_key"])
        if count == 0:
            self.stdout.write("Nobody waits for it yet: it is kept for the first one that will.")
        else:
            self.stdout.write(f"Delivered {count} {'time' if count == 1 else 'times'}.")
        return DONE
