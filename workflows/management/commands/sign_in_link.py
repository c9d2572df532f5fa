"""`manage.py sign_in_link NAME`: a link that signs one person in, once, without a password."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from workflows.conf import load_conf
from workflows.management.acting import DONE, OurCommand, find_user
from workflows.services.accounts import create_sign_in_link


class Command(OurCommand):
    """Print a fresh link."""

    help = "Print a link that signs NAME in once, within 15 minutes."
    examples = ("sign_in_link maria",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose link it is."""
        parser.add_argument("name")

    def run(self, options: dict[str, Any]) -> int:
        """Print the link, or say that there is no such user."""
        user = find_user(options["name"])
        self.stdout.write(f"{load_conf().base_url}{create_sign_in_link(user)}")
        return DONE
