"""A run's trace as one HTML page without scripts; serving it is in ``serving.py``."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from workflows.engine.events import Json
from workflows.engine.explaining import Step, Trace, brief
from workflows.engine.payload import dumps
from workflows.engine.state import TERMINAL

from ..runtime import Runtime
from .sources import child_trace
from .terminal import MOST_CHILDREN, SIGNS, took

REFRESH_SECONDS = 2
_DEEPEST = 5
_MOST_CHARACTERS = 20_000

STYLE = """
:root { color-scheme: light dark; --line: #8884; --quiet: #777; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.05rem; margin: 0 }
code, pre { font: 13px/1.4 ui-monospace, monospace }
pre { overflow: auto; max-height: 20rem; background: #8881; padding: .5rem; margin: .3rem 0 }
.quiet { color: var(--quiet) }
ol, ul { list-style: none; padding-left: 0 }
ol > li { border-left: 3px solid var(--line); padding: .2rem 0 .6rem .8rem; margin: 0 }
li.completed { border-color: #2a9d4e } li.failed { border-color: #d33 }
li.suspended { border-color: #a3c } li.retrying, li.running { border-color: #c80 }
section section { margin: .5rem 0 .5rem 1rem }
"""


def page_of(runtime: Runtime, trace: Trace) -> str:
    """Write the page of a run; one that has not ended asks to be loaded again."""
    refresh = (
        ""
        if trace.status in TERMINAL
        else f'<meta http-equiv="refresh" content="{REFRESH_SECONDS}">'
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{refresh}<title>{escape(trace.workflow)}: {escape(trace.status)}</title>"
        f"<style>{STYLE}</style></head><body><main>"
        f"{''.join(_run(runtime, trace, 0))}</main></body></html>"
    )


def _run(runtime: Runtime, trace: Trace, depth: int) -> Iterator[str]:
    head = "h1" if depth == 0 else "h2"
    yield f"<section><{head}>{_sign(trace.status)} {escape(trace.workflow)} "
    yield f'<span class="quiet">version {trace.version}</span></{head}>'
    yield f"<p>{escape(trace.summary)}<br><code class=quiet>{escape(trace.run_id)}</code></p>"
    yield _value("Inputs", trace.inputs or None)
    if trace.status == "completed":
        yield _value("Result", trace.result)
    yield "<ol>"
    for step in trace.steps:
        yield from _step(runtime, step, depth)
    yield "</ol></section>"


def _step(runtime: Runtime, step: Step, depth: int) -> Iterator[str]:
    yield f'<li class="{escape(step.status)}"><strong>{_sign(step.status)} {escape(step.title)}'
    yield "</strong> "
    facts = [step.node_id, f"round {step.iteration}" if step.iteration > 1 else "", step.status]
    facts += [f"attempt {step.attempt}" if step.attempt > 1 else "", step.action or ""]
    facts += [took(step.seconds) if step.seconds is not None else ""]
    yield f'<span class="quiet">{escape(" · ".join(fact for fact in facts if fact))}</span>'
    if step.notes:
        yield f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in step.notes)}</ul>"
    yield _value("Output", step.output)
    for child_id in step.children[:MOST_CHILDREN]:
        child = child_trace(runtime, child_id) if depth < _DEEPEST else None
        if child is not None:
            yield from _run(runtime, child, depth + 1)
    if len(step.children) > MOST_CHILDREN:
        yield f"<p>… and {len(step.children) - MOST_CHILDREN} more</p>"
    yield "</li>"


def _value(title: str, value: Json) -> str:
    if value is None:
        return ""
    text = escape(dumps(value)[:_MOST_CHARACTERS])
    return f"<details><summary>{title}: {escape(brief(value, 60))}</summary><pre>{text}</pre></details>"  # noqa: E501


def _sign(status: str) -> str:
    return SIGNS.get(status, ("·", ""))[0]
