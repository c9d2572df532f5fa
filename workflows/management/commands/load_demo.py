"""`manage.py load_demo`: the demo's people and workflows."""

from __future__ import annotations

from typing import Any

from workflows.management.acting import DONE, OurCommand
from workflows.services.demo import load_demo


class Command(OurCommand):
    """Load the demo; a second time does nothing."""

    help = "Make the demo's people and publish the example workflows that are missing."

    examples = ("load_demo",)

    def run(self, options: dict[str, Any]) -> int:
        """Load and say what was new."""
        made = load_demo()
        if options["verbosity"] > 0:
            self.stdout.write(f"New workflows: {', '.join(made) or 'none'}.")
        return DONE
