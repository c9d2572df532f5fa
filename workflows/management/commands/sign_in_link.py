"""`manage.py sign_in_link NAME`: a link that signs one person in, once, without a password."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from workflows.conf import load_conf
from workflows.services.accounts import create_sign_in_link


class Command(BaseCommand):
    """Print a fresh link."""

    help = "Print a link that signs NAME in once, within 15 minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose link it is."""
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link, or say that there is no such user."""
        user = User.objects.filter(username=options["name"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['name']!r}.", returncode=2)
        self.stdout.write(f"{load_conf().base_url}{create_sign_in_link(user)}")
