"""What the commands about runs have in common: in whose name they act, and their exit codes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from workflows.conf import load_conf
from workflows.engine.errors import FermataError, Forbidden, Invalid, NotFound

DONE, FAILED, USAGE, SUSPENDED = 0, 1, 2, 3


class ActingCommand(BaseCommand):
    """A command in somebody's name. An engine error becomes one sentence and an exit code."""

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take in whose name to act."""
        parser.add_argument(
            "--as", dest="user", metavar="USER", help="act as USER (default: the administrator)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the command does; end with 1 for a refusal, 2 for a wrong request."""
        try:
            code = self.act(find_user(options["user"]), options)
        except FermataError as error:
            wrong = isinstance(error, Invalid | NotFound | Forbidden)
            raise CommandError(sentence(error), returncode=USAGE if wrong else FAILED) from error
        if code:
            raise SystemExit(code)

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Do it; return the exit code."""
        raise TypeError(f"{type(self).__name__} does not define act().")


def find_user(name: str | None) -> User:
    """Return the named user, or the administrator, or the first superuser."""
    active = User.objects.filter(is_active=True)
    if name is not None:
        user = active.filter(username=name).first()
    else:
        admins = active.filter(is_superuser=True).order_by("pk")
        user = admins.filter(username=load_conf().admin_user).first() or admins.first()
    if user is None:
        wanted = f"active user {name!r}" if name else "administrator; name somebody with --as"
        raise CommandError(f"There is no {wanted}.", returncode=USAGE)
    return user


def read_json(text: str | None, option: str) -> Any:
    """Read the JSON of an option; None stays None."""
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise CommandError(f"{option} is not JSON: {error}.", returncode=USAGE) from error


def sentence(error: FermataError) -> str:
    """Say what is wrong, with the fields when several are."""
    faults = error.errors if isinstance(error, Invalid) else ()
    lines = [f"  {fault.attr}: {fault.detail}" for fault in faults if fault.attr]
    return "\n".join([error.message, *lines]) if len(lines) > 1 else error.message
