"""The chaos report: what was broken how often, what came of it, how long it took to recover."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

KINDS = {
    "lost": ("does not exist", "is not in its log", "has had no effect", "has not arrived"),
    "double-recorded": ("second time", "has started", "completed_twice", "nobody was to send"),
    "false answers": ("I5:", "I10:", "can have been asked for", "asked for was", "nobody gave it"),
}
"""How faults that the oracle finds are counted, by words in them; all others are `other`."""


@dataclass
class Report:
    """Figures of one session."""

    tests: int = 0
    runs: int = 0
    requests: int = 0
    effects: int = 0
    acts: int = 0
    """Single acts: each signal, cut, armed point."""

    faults: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    recovered: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def judged(self, found: Iterable[str]) -> None:
        """Count what the oracle has found."""
        for fault in found:
            kinds = [kind for kind, words in KINDS.items() if any(w in fault for w in words)]
            self.found[kinds[0] if kinds else "other"] += 1

    def recovery(self, fault: str, seconds: float) -> None:
        """Note how long after a fault a new run had completed."""
        self.recovered[fault].append(seconds)

    def lines(self) -> list[str]:
        """Write the report as Markdown."""
        zeros = ", ".join(f"{kind} {self.found[kind]}" for kind in (*KINDS, "other"))
        made = sum(self.faults.values())
        lines = [
            f"{self.tests} tests, {made} faults at random ({self.acts} acts of breaking in all), "
            f"{self.runs} runs, {self.requests} requests that change something, "
            f"{self.effects} effects outside: {zeros}.",
            "",
            "| fault | times | p50 to recover, s | worst, s |",
            "|---|---|---|---|",
        ]
        for fault, seconds in sorted(self.recovered.items()):
            middle, worst = statistics.median(seconds), max(seconds)
            lines.append(f"| {fault} | {len(seconds)} | {middle:.1f} | {worst:.1f} |")
        every = [value for seconds in self.recovered.values() for value in seconds]
        if every:
            middle = statistics.median(every)
            lines.append(f"| all | {len(every)} | {middle:.1f} | {max(every):.1f} |")
        return lines
