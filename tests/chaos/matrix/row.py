"""What a row of the fault matrix is; the rows are in `rows.py`."""

from __future__ import annotations

from dataclasses import dataclass

ALWAYS, SOAK = "make test", "make soak"


@dataclass(frozen=True, init=False)
class Row:
    """A fault, what is promised, by which command at least one of its tests is run, and the tests
    as pytest names them (without parameters)."""

    number: int
    fault: str
    promise: str
    run_by: str
    tests: tuple[str, ...]

    def __init__(self, number: int, fault: str, promise: str, run_by: str, *tests: str) -> None:
        """Take the tests one by one."""
        for name, value in (
            ("number", number), ("fault", fault), ("promise", promise), ("run_by", run_by),
            ("tests", tests),
        ):  # fmt: skip
            object.__setattr__(self, name, value)
