"""`manage.py import_run FILE`: a downloaded run becomes a test that goes on from where it was."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from workflows.engine.explaining import node_path, trace_of
from workflows.engine.program import open_waits
from workflows.management.acting import DONE, FAILED, USAGE, OurCommand
from workflows.testing.bundles import Bundle, read_bundle

_TEST = '''"""{about}"""

from pathlib import Path

BUNDLE = Path(__file__).with_name("{bundle}")


def test_{name}(fermata_runtime):
    fermata_runtime.take_up(BUNDLE)
    fermata_runtime.assert_path({path})
    {holds}
'''


class Command(OurCommand):
    """Write a test beside the bundle."""

    help = (
        "Make a test of FILE, a run that was downloaded as a bundle: the test takes the run up in "
        "memory, where nothing leaves the machine, and goes on from where it stood."
    )
    examples = ("import_run run-1a2b3c4d.json", "import_run run-1a2b3c4d.json --to tests/refunds")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the folder."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--to", type=Path, metavar="FOLDER", help="where to write (default: beside the file)"
        )

    def run(self, options: dict[str, Any]) -> int:
        """Read the bundle, copy it, and write the test."""
        file: Path = options["file"]
        folder: Path = options["to"] or file.parent
        try:
            content = file.read_bytes()
            name = re.sub(r"\W+", "_", file.stem).strip("_").lower()
            bundle = read_bundle(content)
            test = folder / f"test_{name}.py"
            if test.exists():
                raise CommandError(f"{test} is there already.", returncode=FAILED)
            folder.mkdir(parents=True, exist_ok=True)
            if folder.resolve() != file.parent.resolve():
                (folder / file.name).write_bytes(content)
            test.write_text(_written(bundle, name, file.name), "utf-8")
        except OSError as error:
            raise CommandError(f"The files cannot be used: {error}.", returncode=USAGE) from error
        self.stdout.write(str(test))
        return DONE


def _written(bundle: Bundle, name: str, file: str) -> str:
    run = bundle.runs[0]
    path = ", ".join(f'"{node}"' for node in node_path(trace_of(run.state, run.records)))
    return _TEST.format(
        about=f"A run of {run.workflow}, taken up from where it was.",
        bundle=file,
        name=name,
        path=path,
        holds=_holds(bundle),
    )


def _holds(bundle: Bundle) -> str:
    """Write what the test holds at first; what comes next is for its author."""
    state = bundle.runs[0].state
    if state.status == "completed":
        return "fermata_runtime.assert_completed()"
    if state.status == "failed":
        message = str((state.error or {}).get("message", "")).split("\n")[0]
        return f"fermata_runtime.assert_failed(message={message!r})"
    places = ", ".join(f'"{wait.node_id}"' for wait in open_waits(state))
    return f"fermata_runtime.assert_waiting({places})"
