"""A run drawn as a tree: its steps with their signs and times, waits and child runs below them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text
from rich.tree import Tree

from workflows.engine.payload import dumps
from workflows.services.queries.operating.outline import Outline, Step
from workflows.services.queries.suspensions import Wait

from .terminal import sign, style_of
from .writing import between, moment, names, shortened, span

WIDEST_TITLE = 36


def draw(console: Console, run: Outline) -> RenderableType:
    """Draw a run: a head, the tree, and what it came to."""
    return Group(_tree(console, run), Text(""), _outcome(run))


def _tree(console: Console, run: Outline) -> Tree:
    tree = Tree(_head(console, run), guide_style="dim")
    width = max((cell_len(_title(step)) for step in run.steps), default=0)
    width = min(width, WIDEST_TITLE)
    for step in run.steps:
        branch = tree.add(_step(console, step, run, width))
        for wait in step.waits:
            branch.add(_wait(wait, run))
        for child in step.children:
            branch.add(_tree(console, child))
        if step.more_children:
            branch.add(Text(f"… and {step.more_children} more", style="dim"))
    return tree


def _head(console: Console, run: Outline) -> Text:
    text = Text.assemble(sign(console, run.status), " ", (run.name, "bold"), f" v{run.version}  ")
    text.append(run.status, style=style_of(run.status))
    took = between(run.started_at or run.created_at, run.finished_at or run.now)
    facts = [took if run.finished_at else f"for {took}", moment(run.created_at, run.now)]
    if run.index is not None:
        facts.insert(0, f"item {run.index}")
    if run.started_by:
        facts.append(f"by {run.started_by}")
    text.append(f"  {' · '.join(facts)}", style="dim")
    text.append(f"\n{run.run_id}", style="dim")
    if run.forked_from:
        text.append(f"  forked from {run.forked_from}", style="dim")
    return text


def _title(step: Step) -> str:
    round_ = f" #{step.iteration}" if step.iteration > 1 else ""
    return f"{shortened(step.title, WIDEST_TITLE - len(round_))}{round_}"


def _step(console: Console, step: Step, run: Outline, width: int) -> Text:
    title = _title(step)
    quiet = step.status in ("pending", "skipped")
    text = Text.assemble(sign(console, step.status), " ", (title, "dim" if quiet else ""))
    text.append(" " * (width - cell_len(title) + 2))
    said = [part for part in _about(step, run) if part.plain]
    for number, part in enumerate(said):
        text.append("  " if number else "")
        text.append_text(part)
    if step.node_id != step.title:
        text.append(f"  [{step.node_id}]", style="dim")
    return text


def _about(step: Step, run: Outline) -> Iterator[Text]:
    style = style_of(step.status)
    match step.status:
        case "completed":
            yield Text(step.action or "", style=style)
            yield Text(_by(step), style="dim")
            yield Text(between(step.started_at, step.finished_at), style="dim")
        case "failed":
            yield Text(shortened(str((step.error or {}).get("message", "failed")), 200), style)
        case "running":
            yield Text(f"running for {between(step.started_at, run.now)}", style=style)
        case "retrying":
            left = between(run.now, step.retry_at)
            yield Text(f"again in {left}" if left else "again", style=style)
            yield Text(shortened(str((step.error or {}).get("message", ""))), style="red")
        case "suspended":
            yield Text("" if step.waits else "waits", style=style)
        case status:
            yield Text("" if status == "pending" else status, style=style)
    if step.attempt > 1 or (step.status in ("failed", "retrying") and step.attempts > 1):
        of = f" of {step.attempts}" if step.attempts >= step.attempt else ""
        yield Text(f"attempt {step.attempt}{of}", style="yellow")
    if step.manual:
        told = f"{step.manual.get('do')} by {step.manual.get('by')}: {step.manual.get('reason')}"
        yield Text(f"by hand ({shortened(told)})", style="yellow")


def _by(step: Step) -> str:
    """Say who ended the step's wait, or what."""
    if step.answered is None:
        return ""
    by, via = step.answered.get("by"), step.answered.get("via")
    return f"by {by}" if by else f"by {via}"


def _wait(wait: Wait, run: Outline) -> Text:
    reason = shortened(wait.reason or "no reason given")
    text = Text.assemble((f"{wait.kind}: {reason}", "magenta"))
    since = f"since {moment(wait.opened_at, run.now)}, {between(wait.opened_at, run.now)}"
    text.append(f"  {since}", style="dim")
    if wait.wake_at is not None:
        left = (wait.wake_at - run.now).total_seconds()
        until = f"until {moment(wait.wake_at, run.now)}"
        text.append(f"  {until}, {f'in {span(left)}' if left > 0 else 'now'}", style="cyan")
    asked = names(wait.users, wait.groups)
    if wait.claimed_by:
        asked = f"{wait.claimed_by} has taken it"
    if asked:
        text.append(f"  {asked}", style="bold")
    return text


def _outcome(run: Outline) -> Text:
    """Say in the last line how the run stands: its status first, then why."""
    text = Text.assemble((run.status, f"bold {style_of(run.status)}"))
    if run.status == "failed":
        error = run.error or {}
        where = f" at {error['node_id']}" if error.get("node_id") else ""
        told = f"{where}: {shortened(str(error.get('message', '')), 500)}"
    elif run.status == "cancelled":
        ended = run.ended_by or {}
        told = f" by {ended.get('by') or 'the system'}"
        told += f": {shortened(str(ended['reason']), 500)}" if ended.get("reason") else ""
    elif run.status == "suspended":
        waits = [wait.reason or wait.node_id for step in run.steps for wait in step.waits]
        told = f": {shortened('; '.join(waits), 500)}" if waits else ""
    else:
        told = f": {shortened(dumps(run.result), 1000)}" if run.result is not None else ""
    return text.append(told, style=style_of(run.status) if run.status == "failed" else "")
