"""Loading the demo from a terminal, with a bar that tells how far it is."""

from __future__ import annotations

from rich.console import Console
from rich.progress import TaskID

from workflows.services.demo import Loaded, load_demo

from .terminal import progress_bar


def load_with_bar(console: Console, runs: int | None = None) -> Loaded:
    """Load it; see :func:`workflows.services.demo.load_demo`."""
    shown: dict[str, TaskID] = {}
    with progress_bar(console) as bar:

        def tell(doing: str, done: int, total: int) -> None:
            if doing not in shown:
                shown[doing] = bar.add_task(doing, total=total)
            bar.update(shown[doing], completed=done)

        return load_demo(runs, tell)


def told(loaded: Loaded) -> str:
    """Say in a sentence what was new."""
    runs = f", {loaded.runs} runs of the last month" if loaded.runs else ""
    return f"New workflows: {', '.join(loaded.workflows) or 'none'}{runs}."
