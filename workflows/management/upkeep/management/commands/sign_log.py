"""`manage.py sign_log`: sign the heads of all logs now, or write the signed ones into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from workflows.management.acting import DONE, USAGE, OurCommand
from workflows.services.audit.signing import export_signed, sign_day


class Command(OurCommand):
    """Sign, and export what is signed."""

    help = (
        "Sign the heads of all logs and the record of acts with an Ed25519 key, once a day; "
        "workers do so by themselves, and `verify_log` checks it. With --export every signed head "
        "is written as a line of JSON: keep the file where nobody can change it, and the public "
        "key elsewhere."
    )
    examples = ("sign_log", "sign_log --export signed-2026-12-01.jsonl")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to write."""
        parser.add_argument("--export", type=Path, metavar="FILE", help="write all signed heads")

    def run(self, options: dict[str, Any]) -> int:
        """Sign today's heads if that is not done yet, then write."""
        told = "The heads of today are signed." if sign_day() else "Today's were signed before."
        self.stdout.write(told)
        if options["export"]:
            self.stdout.write(f"{_write(options['export'])} signed heads written.")
        return DONE


def _write(file: Path) -> int:
    count = 0
    try:
        with file.open("w", encoding="utf-8") as lines:
            for line in export_signed():
                lines.write(f"{line}\n")
                count += 1
    except OSError as error:
        told = f"The signed heads cannot be written: {error}."
        raise CommandError(told, returncode=USAGE) from error
    return count
