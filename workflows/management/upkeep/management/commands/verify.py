"""`manage.py verify`: check everything that is stored about runs against their logs."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.text import Text

from workflows.management.acting import DONE, FAILED, OurCommand, json_text
from workflows.management.terminal import console_of, progress_bar, sign
from workflows.services.verify import Fault, count_runs, verify_exchange, verify_runs

MOST_SHOWN = 100
"""So many faults are printed; whoever wants them all asks for JSON."""


@dataclass(slots=True)
class Tally:
    """What was checked so far."""

    runs: int = 0
    events: int = 0
    checkpoints: int = 0
    faults: list[Fault] = field(default_factory=list)


class Command(OurCommand):
    """Check every run, or one; change nothing."""

    help = (
        "Check every log and what is stored beside it: order, hash chain, epochs, completions, "
        "waits, tasks, checkpoints, wake-ups, messages. Nothing is changed, and nobody is kept "
        "from working. Exit codes: 0 all is well, 1 there are faults."
    )
    examples = ("verify", "verify --run 0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49", "verify --json")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run and the form of the answer."""
        parser.add_argument("--run", metavar="ID", help="only this run")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def run(self, options: dict[str, Any]) -> int:
        """Check, with a bar in a terminal."""
        run_id, tally = options["run"], Tally()
        console = console_of(self.stdout, options)
        bar_console = console_of(self.stderr, options) if options["json"] else console
        with progress_bar(bar_console) as bar:
            shown = bar.add_task("Checking runs", total=count_runs(run_id))
            for verdict in verify_runs(run_id):
                tally.runs += 1
                tally.events += verdict.events
                tally.checkpoints += verdict.checkpoints
                tally.faults += verdict.faults
                bar.advance(shown)
        if run_id is None:
            tally.faults += verify_exchange()
        if options["json"]:
            self.stdout.write(json_text(as_json(tally)))
        else:
            report(console, tally)
        return FAILED if tally.faults else DONE


def as_json(tally: Tally) -> dict[str, Any]:
    """Give the report as JSON."""
    return {
        "ok": not tally.faults,
        "runs": tally.runs,
        "events": tally.events,
        "checkpoints": tally.checkpoints,
        "faults": [fault.as_dict() for fault in tally.faults],
    }


def report(console: Console, tally: Tally) -> None:
    """Print the faults, then how much was checked."""
    for fault in tally.faults[:MOST_SHOWN]:
        console.print(Text.assemble(sign(console, "fail"), " ", str(fault)))
    if len(tally.faults) > MOST_SHOWN:
        console.print(Text(f"… and {len(tally.faults) - MOST_SHOWN} more; see --json."))
    checked = f"{tally.runs} runs, {tally.events} events, {tally.checkpoints} checkpoints"
    if tally.faults:
        text = Text(f"{len(tally.faults)} faults in {checked}.", style="bold red")
    else:
        text = Text.assemble(sign(console, "ok"), " ", (f"All is well: {checked}.", "bold"))
    console.print(text)
