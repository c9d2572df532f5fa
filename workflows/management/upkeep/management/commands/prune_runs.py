"""`manage.py prune_runs --older-than 90d`: delete what ended long ago."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from workflows.engine.durations import parse_duration
from workflows.management.acting import DONE, OurCommand, json_text
from workflows.management.terminal import console_of, progress_bar
from workflows.services.pruning import (
    ENDED,
    Pruned,
    Retention,
    check,
    count_held,
    count_prunable,
    prune,
    prune_leftovers,
)

_SHOWN = {
    "Run": "runs",
    "Event": "events",
    "Checkpoint": "checkpoints",
    "Suspension": "waits",
    "Task": "tasks",
    "Callback": "callback addresses",
}


class Command(OurCommand):
    """Delete batch by batch."""

    help = (
        "Delete runs that ended longer ago than AGE, with their logs, tasks and child runs; and "
        "request keys, links, kept signals, read notices and sent mail that are past. Runs that "
        "have not ended or are held are never touched; forks of deleted runs go on. With --archive "
        "each batch is written to DIR and read back before it is deleted. Ctrl-C stops between "
        "two batches."
    )
    examples = (
        "prune_runs --older-than 90d --dry-run",
        "prune_runs --older-than 90d",
        "prune_runs --older-than 90d --archive /archive",
        "prune_runs --older-than 12h --status completed,cancelled --batch 500",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how old, which, and how many at once."""
        parser.add_argument(
            "--older-than", required=True, metavar="AGE", help="as 90d, 12h, 30m or 45s"
        )
        parser.add_argument(
            "--status", default=",".join(ENDED), help=f"some of {','.join(ENDED)} (default: all)"
        )
        parser.add_argument(
            "--archive", type=Path, metavar="DIR", help="keep deleted runs there, a file a day"
        )
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument(
            "--batch", type=int, default=100, metavar="N", help="runs a transaction (default: 100)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def run(self, options: dict[str, Any]) -> int:
        """Delete, with a bar in a terminal; print what is gone."""
        asked = Retention(
            timedelta(seconds=parse_duration(options["older_than"], "--older-than")),
            tuple(word.strip() for word in options["status"].split(",") if word.strip()),
            options["batch"],
            options["dry_run"],
            options["archive"],
        )
        check(asked)
        console, gone = console_of(self.stdout, options), Pruned()
        bar_console = console_of(self.stderr, options) if options["json"] else console
        with progress_bar(bar_console) as bar:
            word = "Counting runs" if asked.dry else "Deleting runs"
            shown = bar.add_task(word, total=count_prunable(asked))
            for gone in prune(asked):
                bar.update(shown, completed=gone.roots + gone.kept)
        leftovers, held = prune_leftovers(asked), count_held(asked)
        if options["json"]:
            rows = {_SHOWN[name]: gone.rows.get(name, 0) for name in _SHOWN}
            told = {"dry_run": asked.dry, **rows, **leftovers, "kept for a child": gone.kept}
            told |= {"held": held, "changed meanwhile": gone.changed}
            self.stdout.write(json_text(told))
        else:
            report(console, gone, leftovers, asked)
            if held:
                words = f"Kept {counted(held, 'runs')} under a legal hold."
                console.print(Text(words, style="yellow"))
        return DONE


def report(console: Console, gone: Pruned, leftovers: Mapping[str, int], asked: Retention) -> None:
    """Print what is gone, or would be."""
    counts = {_SHOWN[name]: gone.rows.get(name, 0) for name in _SHOWN} | dict(leftovers)
    found = [counted(count, name) for name, count in counts.items() if count]
    verb = "Would delete" if asked.dry else "Deleted"
    if found:
        console.print(Text(f"{verb} {', '.join(found)}.", style="bold"))
    else:
        console.print(Text("Nothing is as old as that."))
    if gone.kept:
        told = f"Kept {counted(gone.kept, 'runs')}: a child run of each has not ended or is held."
        console.print(Text(told, style="yellow"))


def counted(count: int, names: str) -> str:
    """Write a number with its word, given in the plural."""
    if count != 1:
        return f"{count:,} {names}"
    return f"1 {names.removesuffix('es') if names.endswith('sses') else names.removesuffix('s')}"
