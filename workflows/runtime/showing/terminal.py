"""A run's trace as a tree in the terminal, through rich."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from workflows.engine.explaining import Step, Trace, brief

from ..runtime import Runtime
from .sources import child_trace, source_of

SIGNS: dict[str, tuple[str, str]] = {
    "completed": ("✓", "green"),
    "failed": ("✗", "red"),
    "suspended": ("⏸", "magenta"),
    "retrying": ("↻", "yellow"),
    "running": ("▶", "cyan"),
    "queued": ("·", "dim"),
    "skipped": ("○", "dim"),
    "cancelled": ("■", "dim"),
}
MOST_CHILDREN = 20
_DEEPEST = 5
_OUTPUT_CHARACTERS = 80


def inspect_trace(
    run: Any, run_id: str | None = None, *, console: Console | None = None, quiet: bool = False
) -> str:
    """Print a run's trace as a tree, and give it as plain text.

    ``run`` is a run's result, a runtime (with ``run_id``), or the id of a run in the database of a
    Django project. ``quiet`` prints nothing. Raises ``NotFound``, ``Invalid``.
    """
    runtime, name = source_of(run, run_id)
    tree = tree_of(runtime, runtime.trace(name))
    if not quiet:
        (console or Console()).print(tree)
    return plain(tree)


def plain(tree: Tree) -> str:
    """Write a tree without colours."""
    file = io.StringIO()
    Console(file=file, width=160, color_system=None, legacy_windows=False).print(tree)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def tree_of(runtime: Runtime, trace: Trace, depth: int = 0) -> Tree:
    """Draw a run and the runs below it."""
    sign, style = SIGNS.get(trace.status, ("·", ""))
    head = Text(f"{sign} ", style=style)
    head.append(f"{trace.workflow} v{trace.version}", style="bold not dim")
    head.append(f"  {trace.status}")
    head.append(f"  {brief(trace.summary)}", style="not dim default")
    head.append(f"  {trace.run_id}", style="dim default")
    tree = Tree(head, guide_style="dim")
    for step in trace.steps:
        branch = tree.add(_step(step))
        for note in step.notes:
            branch.add(Text(note, style="dim"))
        for child_id in step.children[:MOST_CHILDREN]:
            child = child_trace(runtime, child_id) if depth < _DEEPEST else None
            branch.add(tree_of(runtime, child, depth + 1) if child else Text(child_id, "dim"))
        if len(step.children) > MOST_CHILDREN:
            branch.add(Text(f"… and {len(step.children) - MOST_CHILDREN} more", style="dim"))
    return tree


def _step(step: Step) -> Text:
    sign, style = SIGNS.get(step.status, ("·", ""))
    text = Text(f"{sign} ", style=style)
    text.append(brief(step.title), style="bold not dim")
    if step.title != step.node_id:
        text.append(f" ({step.node_id})", style="dim default")
    if step.iteration > 1:
        text.append(f" #{step.iteration}", style="default")
    text.append(f"  {step.status}")
    if step.attempt > 1:
        text.append(f"  attempt {step.attempt}", style="yellow")
    if step.action:
        text.append(f"  → {brief(step.action)}", style="default")
    if step.seconds is not None and step.status != "skipped":
        text.append(f"  {took(step.seconds)}", style="dim default")
    if step.output is not None and step.status == "completed":
        text.append(f"  {brief(step.output, _OUTPUT_CHARACTERS)}", style="default")
    return text


def took(seconds: float) -> str:
    """Write a time as people read it: 12 ms, 3.4 s, 5 min, 2 h, 3 d."""
    if seconds < 1:
        return f"{round(seconds * 1_000)} ms"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"
