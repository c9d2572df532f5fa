"""Named sets of test data: inputs and pinned outputs that trial runs of a workflow may use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from pydantic import ValidationError

from workflows.adapters.trying import sets
from workflows.engine import payload
from workflows.engine.errors import FieldError, Invalid, NotFound, Refused, TooLarge
from workflows.engine.events import Json
from workflows.engine.graphs.trial import Pin

from .. import policy
from ..queries.trying.reading import sets_of
from ..queries.visible import find_workflow

MAX_BYTES = 512 * 1024


def list_sets(who: User, slug: str) -> list[dict[str, Any]]:
    """List the sets of a workflow by name. Raises `NotFound`."""
    return sets_of(find_workflow(who, slug).key)


def save_set(
    who: User, slug: str, name: str, inputs: Mapping[str, Json], pins: Mapping[str, Json]
) -> list[dict[str, Any]]:
    """Write a set, over the one of the same name; give all. Raises `Refused` for too many."""
    key = policy.find_editable(who, slug).key
    if "/" in name:
        fault = FieldError("invalid", "Without a slash: it is a part of an address.", "name")
        raise Invalid("The name has a slash.", errors=[fault])
    checked = checked_pins(pins)
    given = payload.ensure_json(dict(inputs), "inputs")
    if len(payload.dumps([given, checked])) > MAX_BYTES:
        raise TooLarge(f"A set of test data has at most {MAX_BYTES // 1024} KiB.")
    if sets.count_others(key, name) >= sets.MOST:
        raise Refused(f"A workflow has at most {sets.MOST} sets of test data.", code="too_many")
    sets.keep_set(key, name, given, checked, who)
    return sets_of(key)


def delete_set(who: User, slug: str, name: str) -> None:
    """Delete a set. Raises `NotFound` when there is none."""
    if not sets.drop_set(policy.find_editable(who, slug).key, name):
        raise NotFound(f"There is no test data {name[:80]!r}.")


def checked_pins(pins: Mapping[str, Json]) -> dict[str, Json]:
    """Give the pins as they are kept: ``{node: {"output", "action"}}``; or raise `Invalid`."""
    checked: dict[str, Json] = payload.ensure_json(dict(pins), "pins")
    for name, pin in checked.items():
        try:
            Pin.model_validate(pin)
        except ValidationError:
            told = "An object with `output` and, if it chooses one, `action`."
            raise Invalid(told, errors=[FieldError("invalid", told, f"pins.{name}")]) from None
    return checked
