"""`manage.py backup PATH`: database and files of an installation on SQLite in one archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from rich.text import Text

from workflows.management.acting import DONE, FAILED, OurCommand, json_text
from workflows.management.terminal import console_of, sign
from workflows.services.upkeep.backups import back_up

_SHOWN = {"workflows_run": "runs", "workflows_event": "events", "workflows_task": "tasks"}


class Command(OurCommand):
    """Back up while everybody works."""

    help = (
        "Write the SQLite database and the files that people handed in into one archive, while the "
        "installation works. PATH is a new file, or a folder that gets one named by the time. The "
        "database is checked first; a damaged one is not backed up. The keys of the settings are "
        "not in it: keep them elsewhere. On PostgreSQL use pg_dump. "
        "Exit codes: 0 done, 1 not done, or files were missing."
    )
    examples = ("backup /backups", "backup before-upgrade.tar.gz --with-keys")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to, and whether the made keys go along."""
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--with-keys",
            action="store_true",
            help="with the keys that were made and kept in FERMATA_HOME: secret_key, audit_key",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def run(self, options: dict[str, Any]) -> int:
        """Back up; say where it is and what is in it."""
        console = console_of(self.stderr if options["json"] else self.stdout, options)
        made = back_up(
            options["path"],
            with_keys=options["with_keys"],
            step=lambda words: console.print(Text(f"{words} …")),
        )
        counts = made.manifest["counts"]
        if options["json"]:
            told = {"path": str(made.path), "counts": counts, "missing": made.missing}
            self.stdout.write(json_text(told))
        else:
            parts = ", ".join(f"{counts[name]:,} {word}" for name, word in _SHOWN.items())
            console.print(Text.assemble(sign(console, "ok"), f" {made.path}: {parts}."))
            if made.missing:
                words = f"{len(made.missing)} files are gone or not what was handed in."
                console.print(Text.assemble(sign(console, "warn"), " ", words))
        return FAILED if made.missing else DONE
