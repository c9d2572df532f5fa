"""Heads of chains as they are written down outside of the database, to be compared with later.

Whoever can write to the database can write a whole log anew, and its chain with it. A head that is
kept elsewhere shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workflows.engine.errors import Invalid
from workflows.engine.payload import dumps, loads

from ..queries.audit.entries import pruned_among
from .chain import Heads, Verdict


def head_line(verdict: Verdict) -> str | None:
    """Write `{"run", "seq", "head"}` on a line; None for a log without a chain, or a broken one."""
    if verdict.head is None or verdict.broken is not None:
        return None
    return dumps({"run": verdict.run_id, "seq": verdict.events, "head": verdict.head})


def read_heads(file: Path) -> Heads:
    """Read the lines back; raises `Invalid` for what is none."""
    heads: dict[str, tuple[int, str]] = {}
    number = 0
    try:
        with file.open("rb") as lines:
            for line in lines:
                number += 1
                told = loads(line)
                heads[str(told["run"])] = (int(told["seq"]), str(told["head"]))
    except OSError as error:
        raise Invalid(f"The heads cannot be read: {error}.") from error
    except (ValueError, KeyError, TypeError):
        raise Invalid(f"Line {number} of {file} is no head of a chain.") from None
    return heads


def lost_runs(heads: Heads, found: set[str]) -> Iterator[str]:
    """Name the runs whose head is known and that are gone, unless retention took them."""
    gone = [run_id for run_id in heads if run_id not in found]
    pruned = pruned_among(gone)
    return (run_id for run_id in gone if run_id not in pruned)
