"""Many runs at once: stopped or retried each by itself, with a result for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.errors import FermataError, FieldError, Invalid

from .commands import stop_run
from .queries import runs
from .recovering import RetryRequest, retry_run

MOST = 1000
"""So many runs are named by one filter; who wants more presses again."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it for one run."""

    run_id: str
    error: FermataError | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """The runs that a filter finds now, newest first; ``more`` when there are more than `MOST`."""

    ids: Sequence[str]
    more: bool


def matching(who: User, asked: Mapping[str, str]) -> Matching:
    """Name the visible runs that match the filters of the list; raises `Invalid`."""
    found = runs.rows(who, asked).order_by("-pk")
    # Without this the open waits of every run would be read as well.
    bare = found.select_related(None).prefetch_related(None)
    ids = [str(uuid) for uuid in bare.values_list("uuid", flat=True)[: MOST + 1]]
    return Matching(ids[:MOST], len(ids) > MOST)


def act_on_many(
    who: User, run_ids: Sequence[str], act: str, reason: str | None = None
) -> list[Result]:
    """Do one thing to each of the runs; a refusal of one is its own result. Raises `Invalid`."""
    if act not in ACTS:
        listed = ", ".join(ACTS)
        fault = FieldError("unknown_act", f"One of: {listed}.", "do")
        raise Invalid(f"Runs cannot be {act[:50]!r} together.", errors=[fault])
    results = []
    for run_id in dict.fromkeys(run_ids):
        try:
            ACTS[act](who, run_id, reason)
        except FermataError as error:
            results.append(Result(run_id, error))
        else:
            results.append(Result(run_id))
    return results


def _retry(who: User, run_id: str, reason: str | None) -> None:
    retry_run(who, run_id, RetryRequest(reason))


ACTS: Mapping[str, Callable[[User, str, str | None], Any]] = {"stop": stop_run, "retry": _retry}
