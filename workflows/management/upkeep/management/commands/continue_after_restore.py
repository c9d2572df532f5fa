"""`manage.py continue_after_restore`: end the stand-still of a restored installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from workflows.engine.errors import Refused
from workflows.management.acting import DONE, OurCommand, json_text
from workflows.services.upkeep.standing import continue_work, standstill

from .restore import lines


class Command(OurCommand):
    """Go on."""

    help = (
        "Let a restored installation go on: runs are claimed, timers ring, mails and webhooks "
        "leave. With --show print again what may happen then, and change nothing."
    )
    examples = ("continue_after_restore --show", "continue_after_restore")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether only to look."""
        parser.add_argument("--show", action="store_true", help="only print the report")
        parser.add_argument("--json", action="store_true", help="with --show: the report as JSON")

    def run(self, options: dict[str, Any]) -> int:
        """Show, or go on."""
        if not options["show"]:
            found = continue_work(None)
            self.stdout.write(
                f"It goes on, after a stand-still since {found.since:%Y-%m-%d %H:%M}."
            )
            return DONE
        still = standstill()
        if still is None:
            raise Refused("Nothing stands still here.", code="not_paused")
        if options["json"]:
            self.stdout.write(json_text(still.report))
        else:
            self.stdout.write("\n".join([still.reason, *lines(still.report)]))
        return DONE
