"""`manage.py verify_log`: compute the hash chain of every log anew."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.text import Text

from workflows.management.acting import DONE, FAILED, USAGE, OurCommand, json_text
from workflows.management.terminal import console_of, progress_bar, sign
from workflows.services.audit.chain import Verdict, count_runs, verify_chains
from workflows.services.audit.heads import head_line, lost_runs, read_heads
from workflows.services.audit.signing import Signed, check_signed

MOST_SHOWN = 100
"""So many runs are named; whoever wants more asks for all."""

MOST_UNCHAINED = 1_000
"""So many runs with events from before the chain are kept to be named: all may be of that kind."""


@dataclass(slots=True)
class Tally:
    """What was checked so far; ``told`` are the runs of which something is to be said."""

    runs: int = 0
    events: int = 0
    chained: int = 0
    broken: int = 0
    unchained: int = 0
    told: list[Verdict] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    signed: Signed = field(default_factory=Signed)

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong; events from before the chain are not."""
        return not self.wrong

    @property
    def wrong(self) -> int:
        """Count what is not as it was written."""
        return self.broken + len(self.lost) + len(self.signed.faults)

    def add(self, verdict: Verdict, always: bool) -> None:
        """Count one run in."""
        self.runs += 1
        self.events += verdict.events
        self.chained += verdict.chained
        self.broken += verdict.status == "broken"
        self.unchained += verdict.status == "unchained"
        few = verdict.status == "unchained" and self.unchained <= MOST_UNCHAINED
        if always or few or verdict.status == "broken":
            self.told.append(verdict)


class Command(OurCommand):
    """Check every chain, or one; change nothing."""

    help = (
        "Compute the hash chain of every log anew, or of RUN, and say where history is not what "
        "was written: changed, missing, reordered, inserted. Nobody is kept from working. Whoever "
        "can write to the database can write a chain anew: so the heads that were signed each day "
        "are checked, too (see sign_log), and heads that are kept elsewhere. "
        "Exit codes: 0 all is well, 1 a chain is broken."
    )
    examples = (
        "verify_log",
        "verify_log 0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49 --json",
        "verify_log --heads heads-2026-12-01.jsonl",
        "verify_log --against heads-2026-12-01.jsonl",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run, the form of the answer, and the heads to write or to compare with."""
        parser.add_argument("run", nargs="?", metavar="RUN", help="only this run's id")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--all", action="store_true", help="name also the runs that are well")
        parser.add_argument(
            "--heads", type=Path, metavar="FILE", help="write the head of each whole chain there"
        )
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="compare with heads of an earlier time"
        )

    def run(self, options: dict[str, Any]) -> int:
        """Check, with a bar in a terminal."""
        run_id, tally, found = options["run"], Tally(signed=check_signed()), set[str]()
        known = dict(tally.signed.known)
        known |= read_heads(options["against"]) if options["against"] else {}
        console = console_of(self.stdout, options)
        bar_console = console_of(self.stderr, options) if options["json"] else console
        with ExitStack() as stack:
            heads = _opened(stack, options["heads"])
            bar = stack.enter_context(progress_bar(bar_console))
            shown = bar.add_task("Checking chains", total=count_runs(run_id))
            for verdict in verify_chains(run_id, known):
                tally.add(verdict, options["all"] or run_id is not None)
                found.add(verdict.run_id)
                if heads is not None and (line := head_line(verdict)):
                    heads.write(f"{line}\n")
                bar.advance(shown)
        if run_id is None:
            tally.lost = list(lost_runs(known, found))
        if options["json"]:
            self.stdout.write(json_text(as_json(tally)))
        else:
            report(console, tally, most=None if options["all"] else MOST_SHOWN)
        return DONE if tally.ok else FAILED


def _opened(stack: ExitStack, file: Path | None) -> IO[str] | None:
    if file is None:
        return None
    try:
        return stack.enter_context(file.open("w", encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"The heads cannot be written: {error}.", returncode=USAGE) from error


def as_json(tally: Tally) -> dict[str, Any]:
    """Give the report as JSON: counts, and each run of which something is to be said."""
    return {
        "ok": tally.ok,
        "runs": tally.runs,
        "events": tally.events,
        "chained": tally.chained,
        "broken": tally.broken,
        "unchained": tally.unchained,
        "lost": tally.lost,
        "signed_heads": tally.signed.count,
        "faults": tally.signed.faults,
        "results": [verdict.as_dict() for verdict in tally.told],
    }


def report(console: Console, tally: Tally, most: int | None) -> None:
    """Print what is broken, then what is not chained, then how much was checked."""
    lines = _lines(tally)
    for level, line in lines[:most]:
        console.print(Text.assemble(sign(console, level), " ", line))
    if most is not None and len(lines) > most:
        console.print(Text(f"… and {len(lines) - most} more; see --all."))
    checked = f"{tally.runs} runs, {tally.chained} of {tally.events} events chained"
    if tally.signed.count:
        checked += f", {tally.signed.count} signed heads, the last of {tally.signed.last}"
    if tally.ok:
        console.print(Text.assemble(sign(console, "ok"), " ", (f"All is well: {checked}.", "bold")))
    else:
        console.print(Text(f"{tally.wrong} are not what was written: {checked}.", style="bold red"))


def _lines(tally: Tally) -> list[tuple[str, str]]:
    """Give levels and sentences, the worst first."""
    by_level: dict[str, list[str]] = {"fail": [], "warn": [], "ok": []}
    levels = {"broken": "fail", "unchained": "warn", "ok": "ok"}
    for item in tally.told:
        by_level[levels[item.status]].append(f"Run {item.run_id} is {item.sentence()}")
    by_level["fail"] += tally.signed.faults
    by_level["fail"] += [f"Run {run_id} is gone, and not by retention." for run_id in tally.lost]
    return [(level, line) for level, lines in by_level.items() for line in lines]
