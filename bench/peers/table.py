"""The table of medians and ratios, and the lines that are kept; nothing is measured here."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

OURS = "fermata"
LIMIT = "limit"

MEANING = {
    "W1 one steps/s": "chains of 10 durable steps, one run at a time",
    "W1 many steps/s": "the same, 50 runs at once",
    "W2 p50 ms": "decision in one process until the run has finished in another",
    "W2 p99 ms": "the same, 99th percentile",
    "W3 starts/s": "runs that do a step and then wait",
    "W3 resume p50 ms": "one of those resumed until it has finished",
    "W3 memory MB": "what all those take in the worker's memory while they wait",
    "W3 bytes/run": "what one of those takes in the store",
    "W4 last late s": "many runs wake at one instant: the last is late by",
    "W4 alone p50 ms": "a timer alone is late by",
    "W5 steps/s": "one run of many steps",
    "W5 restart ms": "a fresh process until its next step",
    "W5 bytes/step": "what a step takes in the store",
    "W6 join s": "200 steps side by side and a join",
    "W7 finished s": "kill -9 halfway: all finished after",
    "W7 steps twice": "steps executed more than once by then",
    "W7 steps lost": "steps never executed",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value of one system on one store in one round."""

    system: str
    store: str
    metric: str
    value: float
    note: str
    round: int
    load: float


def medians(figures: Iterable[Figure]) -> dict[tuple[str, str, str], float]:
    """Give the median over the rounds by metric, store, system."""
    found: dict[tuple[str, str, str], list[float]] = {}
    for figure in figures:
        found.setdefault((figure.metric, figure.store, figure.system), []).append(figure.value)
    return {key: median(values) for key, values in found.items()}


def table(figures: list[Figure]) -> Iterator[str]:
    """Give the lines of the table, in Markdown: each system's figure, and ours divided by it."""
    known = medians(figures)
    yield "| work | store | system | figure | ours ÷ it | better is |"
    yield "|---|---|---|---|---|---|"
    for metric, meaning in MEANING.items():
        places = [(store, name) for kind, store, name in known if kind == metric]
        for store in sorted({store for store, _ in places}, reverse=True):
            ours = known.get((metric, store, OURS))
            names = sorted({name for at, name in places if at == store}, key=_order)
            for name in names:
                value = known[metric, store, name]
                better = "more" if metric.endswith("/s") else "less"
                what = f"{metric} ({meaning})" if name == names[0] else ""
                yield f"| {what} | {store} | {name} | {_number(value)} | " + (
                    f"{_ratio(ours, value, name)} | {better} |"
                )


def notes(figures: list[Figure]) -> Iterator[str]:
    """Give what has to be known of each system's figures, once each."""
    told = dict.fromkeys(
        f"{figure.system}, {figure.metric}: {figure.note}" for figure in figures if figure.note
    )
    yield from told


def _order(name: str) -> tuple[bool, bool, str]:
    return (name != OURS, name != LIMIT, name)


def _ratio(ours: float | None, value: float, name: str) -> str:
    if ours is None or name == OURS or not value:
        return ""
    return f"{_number(ours / value)}"


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.4f}"


def write(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
