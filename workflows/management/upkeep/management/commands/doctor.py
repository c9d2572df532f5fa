"""`manage.py doctor`: look the installation over and say what to do."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workflows.management.acting import DONE, FAILED, OurCommand, json_text
from workflows.management.terminal import console_of, sign, style_of
from workflows.services.doctor import FAIL, WARN, Finding, examine


class Command(OurCommand):
    """Examine; change nothing."""

    help = (
        "Look over settings, database, Redis, workers, work left lying, clock, keys and disk; say "
        "what to do. Exit codes: 0 all is well or worth a warning, 1 something fails."
    )
    examples = ("doctor", "doctor --json")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def run(self, options: dict[str, Any]) -> int:
        """Examine and print a line for each finding."""
        console = console_of(self.stdout, options)
        findings: list[Finding] = []
        for finding in examine():
            findings.append(finding)
            if not options["json"]:
                console.print(line(console, finding))
        failing = [finding for finding in findings if finding.level == FAIL]
        if options["json"]:
            told = {"ok": not failing, "findings": [finding.as_dict() for finding in findings]}
            self.stdout.write(json_text(told))
        else:
            console.print(summary(findings))
        return FAILED if failing else DONE


def line(console: Console, finding: Finding) -> Table:
    """Write a finding: sign, level, name, how it is; below, what to do."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=6)
    grid.add_column(width=15)
    grid.add_column(overflow="fold")
    style = style_of(finding.level)
    level = Text.assemble(sign(console, finding.level), " ", (finding.level, style))
    said = Text(finding.message)
    if finding.advice:
        said.append(f"\n{finding.advice}", style="dim" if finding.level == "ok" else style)
    grid.add_row(level, Text(finding.name, style="bold"), said)
    return grid


def summary(findings: list[Finding]) -> Text:
    """Say it in one line."""
    fails = sum(finding.level == FAIL for finding in findings)
    warns = sum(finding.level == WARN for finding in findings)
    if fails:
        return Text(f"\n{fails} of {len(findings)} checks fail; mend these first.", "bold red")
    if warns:
        return Text(f"\nIt works; {warns} of {len(findings)} checks warn.", "bold yellow")
    return Text(f"\nAll {len(findings)} checks are well.", "bold green")
