"""`manage.py export_workflow SLUG`: the draft as a graph's JSON file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User

from workflows.management.acting import DONE, ActingCommand
from workflows.services.definitions import export_workflow


class Command(ActingCommand):
    """Print the graph of a workflow."""

    help = "Print the draft of SLUG as JSON, in the form that import_workflow takes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which workflow."""
        super().add_arguments(parser)
        parser.add_argument("slug")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Export."""
        graph = export_workflow(who, options["slug"])
        self.stdout.write(json.dumps(graph, indent=2, ensure_ascii=False))
        return DONE
