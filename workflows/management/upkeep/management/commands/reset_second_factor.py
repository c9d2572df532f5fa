"""`manage.py reset_second_factor NAME`: for somebody who lost telephone, keys and codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from workflows.adapters.people.guesses import forget
from workflows.management.acting import DONE, OurCommand, find_user
from workflows.services.people.second_factor import take_away


class Command(OurCommand):
    """Take the second factors away and end the person's sessions."""

    help = (
        "Remove the second factors of NAME and end the sessions: a password, or a sign-in link, is "
        "enough then. Failed tries are forgotten, too."
    )
    examples = ("reset_second_factor maria",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose they are."""
        parser.add_argument("name")

    def run(self, options: dict[str, Any]) -> int:
        """Remove them; say how many there were."""
        user = find_user(options["name"])
        removed = take_away(user)
        forget(user)
        self.stdout.write(f"Removed {removed} of {user.username}.")
        return DONE
