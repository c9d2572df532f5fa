"""What a retry, a fork or a move would do, in words: which steps, and what they do to the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from .terminal import sign

_EFFECTS = {
    "none": ("", ""),
    "reads": ("reads from outside", "dim"),
    "sends": ("acts on the outside: it may happen again", "yellow"),
}

Shown = Sequence[Mapping[str, Any]]


def print_steps(console: Console, heading: str, steps: Shown, *, mark: str) -> None:
    """Print a heading and a line a step; nothing when there is none."""
    if not steps:
        return
    console.print(Text(heading, style="bold"))
    for step in steps:
        told, style = _EFFECTS.get(str(step.get("effects", "none")), ("", ""))
        text = Text.assemble("  ", sign(console, mark), " ", str(step["title"]))
        if step["title"] != step["node_id"]:
            text.append(f" [{step['node_id']}]", style="dim")
        if told:
            text.append(f"  {told}", style=style)
        console.print(text)


def print_preview(console: Console, preview: Mapping[str, Any]) -> None:
    """Print what starts again, what opens again, and which effects may be repeated."""
    print_steps(console, "Starts again:", preview["restarts"], mark="running")
    print_steps(console, "Waits again:", preview.get("reopens", ()), mark="suspended")
    shown = {step["node_id"] for step in preview["restarts"]}
    later = [step for step in preview["may_repeat"] if step["node_id"] not in shown]
    print_steps(console, "May run again after that:", later, mark="pending")
    sends = [step["title"] for step in preview["may_repeat"] if step["effects"] == "sends"]
    if sends:
        told = f"Side effects that may fire again: {', '.join(dict.fromkeys(sends))}."
        console.print(Text(told, style="bold yellow"))


def print_findings(console: Console, preview: Mapping[str, Any]) -> None:
    """Print whether a run fits a version, finding by finding."""
    for finding in preview["findings"]:
        node = f" [{finding['node_id']}]" if finding["node_id"] else ""
        text = Text.assemble("  ", sign(console, finding["level"]), " ", finding["message"])
        console.print(text.append(node, style="dim"))
    fits = preview["fits"]
    told = f"The run {'fits' if fits else 'does not fit'} version {preview['version']}."
    console.print(Text(told, style="bold green" if fits else "bold red"))
