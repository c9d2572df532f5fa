"""`manage.py restore PATH`, `restore --after-load`: put a backup in place, and stand still."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.text import Text

from workflows.management.acting import DONE, USAGE, OurCommand, json_text
from workflows.management.terminal import console_of, sign
from workflows.services.upkeep.restoring import Restored, after_load, restore

MOST_SHOWN = 50


class Command(OurCommand):
    """Restore; nothing is claimed, rung or sent until `continue_after_restore`."""

    help = (
        "Put a backup of `manage.py backup` in place of an installation that is empty and not "
        "running, or with --after-load take over a database that pg_restore has loaded. Then it "
        "stands still: nothing is claimed, no timer rings, no mail and no webhook leaves, until "
        "`manage.py continue_after_restore`. Printed is what may happen again then."
    )
    examples = (
        "restore /backups/fermata-20261201T020000Z.tar.gz",
        "restore backup.tar.gz --move-away --report repeats.json",
        "restore --after-load",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive, or that the database is loaded already."""
        parser.add_argument("path", nargs="?", type=Path, metavar="PATH")
        parser.add_argument("--after-load", action="store_true", help="after pg_restore")
        parser.add_argument(
            "--move-away", action="store_true", help="put what is there aside, in FERMATA_HOME"
        )
        parser.add_argument(
            "--erased",
            type=Path,
            metavar="FILE",
            help="who was erased since (default: erased.jsonl in FERMATA_HOME)",
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report as JSON")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def run(self, options: dict[str, Any]) -> int:
        """Restore, then tell what may happen again."""
        if options["after_load"] == (options["path"] is not None):
            raise CommandError("Give the archive, or --after-load.", returncode=USAGE)
        console = console_of(self.stderr if options["json"] else self.stdout, options)
        if options["after_load"]:
            done = after_load(options["erased"])
        else:
            done = restore(
                options["path"],
                move_away=options["move_away"],
                erased=options["erased"],
                step=lambda words: console.print(Text(f"{words} …")),
            )
        if options["report"]:
            options["report"].write_text(json_text(done.report), encoding="utf-8")
        if options["json"]:
            self.stdout.write(json_text(done.report))
            return DONE
        for line in told(done):
            console.print(Text(line))
        console.print(Text.assemble(sign(console, "ok"), (" Restored. It stands still.", "bold")))
        console.print(Text("Read the above, then `manage.py continue_after_restore`."))
        return DONE


def told(done: Restored) -> Iterator[str]:
    """Say what may happen again."""
    report = done.report
    if done.moved_to is not None:
        yield f"What was here is in {done.moved_to}."
    yield from done.warnings
    yield (
        f"The database is of {report['backup_at'] or report['last_event_at'] or 'no known time'}: "
        f"what was done since then, {report['lost_seconds']:,} s, is not in it."
    )
    yield (
        f"{report['unfinished']:,} runs go on from there. Whatever their steps, mails and webhooks "
        "did since then may be done again."
    )
    if report["erased_again"]:
        yield f"Erased again, as since the backup: {report['erased_again']} people."
    yield from lines(report)


def lines(report: Mapping[str, Any]) -> Iterator[str]:
    """List the steps and the deliveries."""
    steps, deliveries = report["steps"], report["deliveries"]
    for item in steps[:MOST_SHOWN]:
        times = f", attempt {item['attempt']}" if item["attempt"] > 1 else ""
        what = "repeats nothing outside" if item["effects"] == "none" else "may repeat an effect"
        yield f"  run {item['run']}  {item['node_id']}{times}: was being executed, {what}"
    if more := len(steps[MOST_SHOWN:]) + report["more_steps"]:
        yield f"  … and {more} more steps"
    for item in deliveries[:MOST_SHOWN]:
        yield f"  {item['channel']} {item['kind']} to {item['to']}: {item['known']}, will be sent"
    if more := len(deliveries[MOST_SHOWN:]) + report["more_deliveries"]:
        yield f"  … and {more} more deliveries"
    for run in report["unreadable"]:
        yield f"  run {run}: its log cannot be read by this release"
