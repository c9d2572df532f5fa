"""What an expression would give: compiled, then evaluated on what a past run knew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from workflows.engine.errors import ExpressionError
from workflows.engine.events import Json
from workflows.engine.expressions import compile_expression

from ..queries.trying.reading import action_of, past_names
from ..queries.visible import find_workflow


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """``run``: whose data, without one the last run's; ``node``: whose end it is evaluated at.

    ``data`` has ``inputs``, ``state`` and ``nodes`` that count before the run's.
    """

    expression: str
    run: str | None = None
    node: str | None = None
    data: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)


def preview(who: User, slug: str, request: PreviewRequest) -> dict[str, Json]:
    """Give ``{problem, failure, value, has_value, run}``: at most one of the first three counts.

    ``problem``: it does not compile; ``failure``: with this data it gives no value. Raises
    `NotFound` for a workflow or run that is not to be seen.
    """
    find_workflow(who, slug)
    told: dict[str, Json] = {
        "problem": None, "failure": None, "value": None, "has_value": False, "run": None,
    }  # fmt: skip
    try:
        expression = compile_expression(request.expression)
    except ExpressionError as error:
        return {**told, "problem": error.message}
    run, names = past_names(who, slug, request.run)
    if run is None and not request.data:
        return told
    if run is not None and request.node is not None:
        names |= action_of(names, who, run, request.node)
    for part in ("inputs", "state", "nodes"):
        names[part] = {**names.get(part, {}), **request.data.get(part, {})}
    try:
        value = expression.evaluate(names)
    except ExpressionError as error:
        return {**told, "failure": error.message, "run": run}
    return {**told, "value": value, "has_value": True, "run": run}
