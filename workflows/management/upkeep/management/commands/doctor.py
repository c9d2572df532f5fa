"""`manage.py doctor`: look the installation over and say what to do."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.text import Text

from workflows.management.acting import DONE, FAILED, OurCommand, json_text
from workflows.management.terminal import console_of, sign, style_of
from workflows.services.doctor import FAIL, WARN, Finding, examine

INDENT = 23


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
        # What the pool of connections has to say is said by a finding.
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
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


def line(console: Console, finding: Finding) -> Text:
    """Write a finding: sign, level, name, how it is; below, what to do."""
    style = style_of(finding.level)
    text = Text.assemble(sign(console, finding.level), " ", (f"{finding.level:<5}", style))
    text.append(f"{finding.name:<15} ", style="bold")
    text.append(_hanging(console, finding.message))
    if finding.advice:
        quiet = "dim" if finding.level == "ok" else style
        text.append(f"\n{' ' * INDENT}{_hanging(console, finding.advice)}", style=quiet)
    return text


def _hanging(console: Console, text: str) -> str:
    """Break a text so that each line stands below the first."""
    width = max(console.width - INDENT, 40)
    return f"\n{' ' * INDENT}".join(wrap(text, width, break_on_hyphens=False))


def summary(findings: list[Finding]) -> Text:
    """Say it in one line."""
    fails = sum(finding.level == FAIL for finding in findings)
    warns = sum(finding.level == WARN for finding in findings)
    if fails:
        return Text(f"\n{fails} of {len(findings)} checks fail; mend these first.", "bold red")
    if warns:
        return Text(f"\nIt works; {warns} of {len(findings)} checks warn.", "bold yellow")
    return Text(f"\nAll {len(findings)} checks are well.", "bold green")
