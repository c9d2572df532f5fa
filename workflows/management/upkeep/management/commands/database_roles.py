"""`manage.py database_roles --print|--apply`: one database role for the web, one for workers."""

from __future__ import annotations

import re
from typing import Any

from django.core.management.base import CommandError, CommandParser

from workflows.management.acting import DONE, USAGE, OurCommand
from workflows.services.workspaces import roles

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Command(OurCommand):
    """Print or execute what makes the roles; passwords are given in PostgreSQL itself."""

    help = (
        "Make the PostgreSQL roles of the web process and of workers. The web's is shown one "
        "workspace at a time and cannot change what is recorded; the worker's sees everything and "
        "cannot change accounts. Run it as the owner of the tables, after each migration."
    )
    examples = ("database_roles --print", "database_roles --apply --web fermata_web")

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is to be done, and the names of the roles."""
        super().add_arguments(parser)
        doing = parser.add_mutually_exclusive_group(required=True)
        doing.add_argument("--print", action="store_true", help="print the statements")
        doing.add_argument("--apply", action="store_true", help="execute them")
        parser.add_argument("--web", default="fermata_web", metavar="ROLE")
        parser.add_argument("--worker", default="fermata_worker", metavar="ROLE")

    def run(self, options: dict[str, Any]) -> int:
        """Do it."""
        names = options["web"], options["worker"]
        if not all(_NAME.fullmatch(name) for name in names) or names[0] == names[1]:
            told = "Two different names of small letters, digits and _."
            raise CommandError(told, returncode=USAGE)
        lines = roles.statements(*names)
        if options["apply"]:
            roles.apply(lines)
            self.stdout.write(f"{names[0]} and {names[1]} may do what they should.")
        else:
            self.stdout.write("\n".join(f"{line};" for line in lines))
        return DONE
