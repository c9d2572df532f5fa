"""`manage.py export_audit`: who decided what, into a file or onto standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError
from rich.text import Text

from workflows.management.acting import DONE, FAILED, ActingCommand
from workflows.management.terminal import console_of, progress_bar
from workflows.management.writing import harmless
from workflows.services.audit.export import FORMATS, Chunk, Export, Wanted, export
from workflows.services.queries.times import instant


class Command(ActingCommand):
    """Export part by part."""

    help = (
        "Export every decision with who, when, as whom, through which door, and what became of it, "
        "as the log holds them. The export itself is noted."
    )
    examples = (
        "export_audit --output audit.json",
        "export_audit --format csv --from 2026-01-01 --to 2026-04-01 --output q1.csv",
        "export_audit --workflow expense-approval --by maria --detail",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form, the limits, and where to."""
        super().add_arguments(parser)
        parser.add_argument("--format", choices=FORMATS, default="json", help="default: json")
        parser.add_argument(
            "--from", dest="since", metavar="TIME", help="decided then or later, ISO 8601"
        )
        parser.add_argument("--to", dest="until", metavar="TIME", help="decided before then")
        parser.add_argument("--workflow", metavar="SLUG")
        parser.add_argument("--by", metavar="USER")
        parser.add_argument("--decision", metavar="WORD", help="as approved")
        parser.add_argument("--run", dest="run_id", metavar="RUN")
        parser.add_argument("--detail", action="store_true", help="with what the decider was shown")
        parser.add_argument("--output", type=Path, metavar="FILE", help="default: print it")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Export, with a bar in a terminal."""
        asked = Export(_wanted(options), options["format"], options["detail"])
        parts, file = export(who, asked), options["output"]
        if file is None:
            # What people have written may hold signs that a terminal would obey.
            clean = harmless if self.stdout.isatty() else str
            for part in parts:
                self.stdout.write(clean(part.text), ending="")
            return DONE
        console = console_of(self.stdout, options)
        with progress_bar(console) as bar:
            shown = bar.add_task("Exporting decisions", total=asked.count())
            read = 0
            for read in _written(parts, file):
                bar.update(shown, completed=read)
        console.print(Text(f"Exported to {file}: {read} decisions read."))
        return DONE


def _wanted(options: dict[str, Any]) -> Wanted:
    since, until = options["since"], options["until"]
    return Wanted(
        since=instant(since, "--from") if since else None,
        until=instant(until, "--to") if until else None,
        workflow=options["workflow"],
        by=options["by"],
        decision=options["decision"],
        run=options["run_id"],
    )


def _written(parts: Iterator[Chunk], file: Path) -> Iterator[int]:
    """Write beside the file, which is replaced when all is there; give how far it is."""
    beside = file.with_name(f"{file.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            for part in parts:
                out.write(part.text)
                yield part.read
        beside.replace(file)
    except OSError as error:
        told = f"The file cannot be written: {error}."
        raise CommandError(told, returncode=FAILED) from error
    finally:
        beside.unlink(missing_ok=True)
