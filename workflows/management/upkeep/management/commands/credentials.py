"""`manage.py credentials set|list|grant|revoke|remove|rotate|new-key`: secrets that requests may
carry."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.adapters.credentials import Change
from workflows.management.acting import DONE, USAGE, ActingCommand, json_text
from workflows.services.credentials import (
    KINDS,
    credentials,
    new_key,
    remove_credential,
    rotate_credentials,
    set_credential,
)
from workflows.services.workspaces.lending import lend, take_back

_LENDING = {"grant": lend, "revoke": take_back}


class Command(ActingCommand):
    """Keep secrets; none is ever printed."""

    help = (
        "Keep the secrets that `http_request` sends. A secret is read from standard input, goes "
        "only to the origins named, and only from the workflows named; it is never shown again."
    )
    examples = (
        "credentials new-key",
        "credentials set billing --origin https://api.example.org --workflow invoices < token.txt",
        "credentials set crm --kind header --header X-Api-Key --origin https://crm.example.org",
        "credentials grant billing --workflow invoices",
        "credentials list",
        "credentials rotate",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done."""
        super().add_arguments(parser)
        parser.add_argument(
            "do", choices=["set", "list", "grant", "revoke", "remove", "rotate", "new-key"]
        )
        parser.add_argument("name", nargs="?", help="of the credential")
        parser.add_argument(
            "--kind", choices=KINDS, default="bearer", help="how it is sent (default: bearer)"
        )
        parser.add_argument("--header", default="", help="for --kind header: the header's name")
        parser.add_argument(
            "--origin", action="append", default=[], metavar="URL", help="where it may be sent"
        )
        parser.add_argument(
            "--workflow", action="append", default=[], metavar="SLUG", help="which may send it"
        )
        parser.add_argument("--json", action="store_true", help="list as JSON")

    def run(self, options: dict[str, Any]) -> int:
        """Print a key without looking at the database; for the rest find the user first."""
        if options["do"] == "new-key":
            self.stdout.write(new_key())
            return DONE
        return super().run(options)

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Do it."""
        do = options["do"]
        if do in ("set", "remove", *_LENDING) and not options["name"]:
            raise CommandError("Name the credential.", returncode=USAGE)
        if do == "set":
            self._set(who, options)
        elif do in _LENDING:
            for slug in options["workflow"]:
                _LENDING[do](who, options["name"], slug)
            told = "may" if do == "grant" else "may no longer"
            self.stdout.write(f"{_words(options['workflow'])} {told} use {options['name']}.")
        elif do == "remove":
            remove_credential(who, options["name"])
            self.stdout.write(f"Removed {options['name']}.")
        elif do == "rotate":
            self.stdout.write(f"Encrypted {rotate_credentials(who)} anew with the first key.")
        else:
            self._list(who, options["json"])
        return DONE

    def _set(self, who: User, options: dict[str, Any]) -> None:
        change = Change(
            options["name"], options["kind"], options["header"], _secret(),
            options["origin"], options["workflow"],
        )  # fmt: skip
        word = "Kept" if set_credential(who, change) else "Replaced"
        self.stdout.write(f"{word} {change.name}, for {_words(change.workflows)}.")

    def _list(self, who: User, as_json: bool) -> None:
        rows = credentials(who)
        if as_json:
            self.stdout.write(json_text(rows))
            return
        for row in rows:
            where, told = " ".join(row["origins"]), "" if row["readable"] else " (its key is gone)"
            hint = f"…{row['hint']}" if row["hint"] else "…"
            parts = (row["name"], f"{row['kind']} {hint}", where, _words(row["workflows"]))
            self.stdout.write("  ".join(parts) + told)


def _words(slugs: Sequence[str]) -> str:
    return ", ".join(slugs) or "no workflow yet"


def _secret() -> str:
    """Read the secret: from a prompt without echo, or all of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Secret: ")
    return sys.stdin.read().strip("\r\n")
