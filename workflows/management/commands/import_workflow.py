"""`manage.py import_workflow FILE`: a graph's file becomes a draft, or a version."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.engine.authoring import from_python
from workflows.engine.payload import dumps
from workflows.management.acting import DONE, USAGE, ActingCommand
from workflows.services.definitions import import_workflow, publish


class Command(ActingCommand):
    """Save the graph of a file as a workflow's draft."""

    help = (
        "Save the graph of FILE (JSON, or Python with a Flow, which is read and not executed) as "
        "the draft of a new workflow, or of the one with its slug."
    )
    examples = (
        "import_workflow expense.json",
        "import_workflow expense.py --slug expense-approval --publish",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what to do with it."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", help="default: the one in the file")
        parser.add_argument("--publish", action="store_true", help="publish the draft at once")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Import."""
        slug = import_workflow(who, _graph_text(options["file"]), options["slug"])
        if options["publish"]:
            number, made = publish(who, slug)
            self.stdout.write(f"{slug} version {number}{'' if made else ' (unchanged)'}")
        else:
            self.stdout.write(slug)
        return DONE


def _graph_text(file: Path) -> str | bytes:
    try:
        data = file.read_bytes()
        if file.suffix != ".py":
            return data
        flow = from_python(data.decode())
        about = {"slug": flow.slug, "name": flow.name, "description": flow.description}
        return dumps({**about, **flow.to_json()})
    except UnicodeDecodeError as error:
        raise CommandError("The file is not text in UTF-8.", returncode=USAGE) from error
    except OSError as error:
        raise CommandError(f"The file cannot be read: {error}.", returncode=USAGE) from error
