"""What our commands have in common: exit codes, one sentence for an error, in whose name they act,
and examples in their help."""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from textwrap import fill
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
)
from django.db import DatabaseError
from django.utils import timezone

from workflows.adapters.upkeep.schema import missing_migrations
from workflows.conf import load_conf
from workflows.engine.errors import FermataError, Forbidden, Invalid, NotFound, Refused
from workflows.engine.payload import loads
from workflows.services.audit import coming_from
from workflows.services.workspaces.entering import choose

from .writing import harmless, moment

DONE, FAILED, USAGE, SUSPENDED = 0, 1, 2, 3
HELP_WIDTH = 78
_HIGH_CONTROL = re.compile(r"[\x7f-\x9f]")
INTERRUPTED = 130
"""What a shell gives for a program that Ctrl-C ended."""


class ExampleFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Django's order of options, with the lines of the examples left as they are."""


class OurCommand(BaseCommand):
    """A command with examples in its help, and one sentence on standard error for an error."""

    requires_system_checks: Any = ()
    # They work; a page of help is for what is ours.
    suppressed_base_arguments = {"--version", "--settings", "--pythonpath", "-v", "--verbosity"}
    examples: ClassVar[Sequence[str]] = ()
    """What people type, without ``manage.py``."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Put the examples below the options."""
        lines = [f"  manage.py {example}" for example in self.examples]
        if lines:
            kwargs.setdefault("epilog", "\n".join(["examples:", *lines]))
        kwargs.setdefault("formatter_class", ExampleFormatter)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.description = fill(self.help, HELP_WIDTH)
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run; on the command line an error becomes its sentence and its exit code."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if options.get("traceback") or not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(harmless(str(error)))
            sys.exit(error.returncode)
        except BrokenPipeError:
            # Whoever read our output has seen enough; what is still buffered goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(DONE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the command does; end with 1 for a refusal, 2 for a wrong request."""
        try:
            with coming_from("command"):
                code = self.run(options)
        except FermataError as error:
            wrong = isinstance(error, Invalid | NotFound | Forbidden)
            raise CommandError(sentence(error), returncode=USAGE if wrong else FAILED) from error
        except DatabaseError as error:
            raise CommandError(database_sentence(error), returncode=FAILED) from error
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None
        if code:
            raise SystemExit(code)

    def run(self, options: dict[str, Any]) -> int:
        """Do it; return the exit code."""
        raise TypeError(f"{type(self).__name__} does not define run().")


class ActingCommand(OurCommand):
    """A command in somebody's name."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take in whose name to act."""
        parser.add_argument(
            "--as", dest="user", metavar="USER", help="act as USER (default: the administrator)"
        )
        parser.add_argument(
            "--workspace", metavar="SLUG", help="act in this workspace (default: where USER is)"
        )

    def run(self, options: dict[str, Any]) -> int:
        """Find the user, then act."""
        who = find_user(options["user"])
        if options.get("workspace"):
            choose(who, options["workspace"])
        return self.act(who, options)

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Do it; return the exit code."""
        raise TypeError(f"{type(self).__name__} does not define act().")


def find_user(name: str | None) -> User:
    """Return the named user; without a name the administrator, or the first superuser.

    Whoever may type commands here may do everything: where nobody is known yet, a user who stands
    in no table acts in the administrator's name.
    """
    active = User.objects.filter(is_active=True)
    if name is not None:
        user = active.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no active user {name!r}.", returncode=USAGE)
        return user
    admins = active.filter(is_superuser=True).order_by("pk")
    admin = load_conf().admin_user
    found = admins.filter(username=admin).first() or admins.first()
    return found or User(pk=0, username=admin, is_superuser=True, is_active=True)


def read_json(text: str | None, option: str) -> Any:
    """Read the JSON of an option, or of the file that it names as ``@FILE``; None stays None."""
    if text is None:
        return None
    try:
        return loads(Path(text[1:]).read_bytes() if text.startswith("@") else text)
    except OSError as error:
        told = f"{option} names a file that cannot be read: {error}."
        raise CommandError(told, returncode=USAGE) from error
    except (ValueError, FermataError) as error:
        raise CommandError(f"{option} is not JSON: {error}.", returncode=USAGE) from error


def read_object(text: str | None, option: str) -> dict[str, Any] | None:
    """Read a JSON object, as ``read_json``."""
    value = read_json(text, option)
    if value is not None and not isinstance(value, dict):
        raise CommandError(f"{option} must be a JSON object, as '{{\"a\": 1}}'.", returncode=USAGE)
    return value


def as_seconds(least: float = 0.0) -> Callable[[str], float]:
    """Give what reads an option that is a number of seconds, at least so many."""

    def seconds(text: str) -> float:
        value = float(text)
        if not least <= value < 1e9:
            raise ValueError(text)
        return value

    return seconds


def sentence(error: FermataError) -> str:
    """Say what is wrong, with the fields when several are; in a conflict, who was first."""
    if isinstance(error, Refused) and error.detail.get("at"):
        return f"{error.message.rstrip('.')}{_first(error.detail)}."
    faults = error.errors if isinstance(error, Invalid) else ()
    lines = [f"  {fault.attr}: {fault.detail}" for fault in faults if fault.attr]
    return "\n".join([error.message, *lines]) if len(lines) > 1 else error.message


def _first(detail: Mapping[str, Any]) -> str:
    when = moment(datetime.fromisoformat(str(detail["at"])), timezone.now())
    by = f", by {detail['by']}" if detail.get("by") else ""
    how = f", with {detail['action']!r}" if detail.get("action") else ""
    return f"{by} at {when}{how}"


def database_sentence(error: DatabaseError) -> str:
    """Say why the database cannot do it; mostly its tables are not those of this version."""
    try:
        missing = missing_migrations()
    except DatabaseError:
        missing = []
    if missing:
        return f"The database lacks {len(missing)} migrations: run `manage.py migrate` first."
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return f"The database cannot do this: {lines[0]}"


def json_text(value: Any) -> str:
    """Write JSON for people and programs; what a terminal would obey is escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return _HIGH_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
