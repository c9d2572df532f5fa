"""`manage.py import_workflow FILE`: a graph's JSON file becomes a draft, or a version."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.management.acting import DONE, USAGE, ActingCommand
from workflows.services.definitions import import_workflow, publish


class Command(ActingCommand):
    """Save the graph of a file as a workflow's draft."""

    help = "Save the graph of FILE as the draft of a new workflow, or of the one with its slug."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what to do with it."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", help="default: the one in the file")
        parser.add_argument("--publish", action="store_true", help="publish the draft at once")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Import."""
        try:
            text = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}.", returncode=USAGE) from error
        slug = import_workflow(who, text, options["slug"])
        if options["publish"]:
            number, _ = publish(who, slug)
            self.stdout.write(f"{slug} version {number}")
        else:
            self.stdout.write(slug)
        return DONE
