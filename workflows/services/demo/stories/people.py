"""Who asks, who decides and what they say, in stories of all workflows."""

from __future__ import annotations

from ..simulating.desk import Desk

REQUESTERS = (
    ("nadia", 34),
    ("alice", 14),
    ("felix", 14),
    ("jonas", 16),
    ("greta", 10),
    ("otto", 12),
)
"""Those who start runs: they may, as authors or operators."""

MANAGERS = (("maria", 46), ("ben", 34), ("greta", 20))
FINANCE = (("fiona", 60), ("felix", 40))
IT_DESK = (("jonas", 58), ("ines", 42))
BOARD = (("henry", 55), ("clara", 45))

STAFF = (
    "Sofia Keller", "Liam Murphy", "Yusuf Demir", "Chiara Rossi", "Pavel Dvořák", "Hanna Lindqvist",
    "Marc Dubois", "Priya Nair", "Tobias Vogel", "Aoife Byrne", "Nadia Novak", "Alice Archer",
    "Felix Hoffmann", "Jonas Berg", "Ben Baker", "Maria Moreno",
)  # fmt: skip

AGREED = (
    "Fine with me.", "Looks right.", "Thanks, complete.", "Agreed.", "OK, within budget.",
    "Checked against the receipt.", "Go ahead.",
)  # fmt: skip


def requester(desk: Desk) -> str:
    """Pick who asks."""
    return desk.weighed(REQUESTERS)


def other(desk: Desk, group: tuple[tuple[str, int], ...], *but: str) -> str:
    """Pick one of a group who is none of these."""
    return desk.weighed([(name, weight) for name, weight in group if name not in but])


def remark(desk: Desk, percent: float = 30) -> str | None:
    """Say something with an approval, now and then."""
    return desk.one(AGREED) if desk.likely(percent) else None
