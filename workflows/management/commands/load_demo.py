"""`manage.py load_demo`: the demo's people, workflows and month of work."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from workflows.engine.errors import Invalid
from workflows.management.acting import DONE, OurCommand
from workflows.management.demo import load_with_bar, told
from workflows.management.terminal import console_of
from workflows.services.demo import SMALL


class Command(OurCommand):
    """Load the demo; a second time does nothing."""

    help = (
        "Make the demo's people, publish the example workflows that are missing, and put a month "
        "of work behind them: only where nothing has run yet and all workflows are the demo's."
    )

    examples = ("load_demo", "load_demo --small", "load_demo --runs 1000")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how much work."""
        size = parser.add_mutually_exclusive_group()
        size.add_argument(
            "--small",
            action="store_const",
            dest="runs",
            const=SMALL,
            help=f"{SMALL} runs: what is to be found, without the usual work around it",
        )
        size.add_argument(
            "--runs", type=int, metavar="N", help="so many runs (default: FERMATA_DEMO_RUNS, 300)"
        )

    def run(self, options: dict[str, Any]) -> int:
        """Load and say what was new."""
        runs = options["runs"]
        if runs is not None and runs < 0:
            raise Invalid("--runs is 0 or more.")
        loaded = load_with_bar(console_of(self.stdout, options), runs)
        if options["verbosity"] > 0:
            self.stdout.write(told(loaded))
        return DONE
