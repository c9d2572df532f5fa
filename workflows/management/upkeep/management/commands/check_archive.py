"""`manage.py check_archive DIR`: compare an archive of retention with its manifests."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from workflows.engine.errors import Refused
from workflows.management.acting import DONE, OurCommand
from workflows.services.upkeep.archiving import verify_archive


class Command(OurCommand):
    """Read everything back; change nothing."""

    help = (
        "Read every batch of an archive that `prune_runs --archive` has written, and compare it "
        "with its manifest. Exit codes: 0 whole, 1 something is missing or was changed."
    )
    examples = ("check_archive /archive",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where it is."""
        parser.add_argument("folder", type=Path, metavar="DIR")

    def run(self, options: dict[str, Any]) -> int:
        """Compare; say how much there is."""
        batches = runs = 0
        try:
            for entry in verify_archive(options["folder"]):
                batches += 1
                runs += len(entry.runs)
        except OSError as error:
            raise Refused(f"The archive cannot be read: {error}.") from error
        if not batches:
            raise Refused(f"There is no manifest in {options['folder']}.")
        self.stdout.write(f"The archive is whole: {runs:,} runs in {batches:,} batches.")
        return DONE
