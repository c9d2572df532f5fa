"""`manage.py export_workflow SLUG`: the draft as a file, in JSON or Python."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.engine.authoring import to_python
from workflows.management.acting import DONE, FAILED, ActingCommand, json_text
from workflows.services.definitions import export_workflow


class Command(ActingCommand):
    """Print the graph of a workflow."""

    help = "Print the draft of SLUG in a form that import_workflow takes."
    examples = (
        "export_workflow expense-approval > expense.json",
        "export_workflow expense-approval --format python --output expense.py",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which workflow, the form, and where to."""
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("--format", choices=("json", "python"), default="json")
        parser.add_argument("--output", type=Path, metavar="FILE", help="default: print it")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Export."""
        graph = export_workflow(who, options["slug"])
        python = options["format"] == "python"
        text = to_python(graph, options["slug"]) if python else json_text(graph)
        if options["output"] is None:
            self.stdout.write(text)
            return DONE
        try:
            options["output"].write_text(text.rstrip("\n") + "\n", "utf-8")
        except OSError as error:
            raise CommandError(
                f"The file cannot be written: {error}.", returncode=FAILED
            ) from error
        return DONE
