"""Cursor pages `{next, previous, results}` over any queryset, by (sort key, id)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from workflows.engine.errors import FieldError, Invalid

SALT = "cursor"
PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class Order:
    """A total order: `key` is a field or annotation without nulls, the primary key breaks ties."""

    key: str
    descending: bool = True


def paginate(
    request: Request,
    rows: QuerySet[Any],
    order: Order,
    present: Callable[[list[Any]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """Return one page; `present` gets the rows of the page, in order. Raises `Invalid`."""
    size = page_size(request)
    name = f"{rows.model._meta.model_name}.{order.key}"
    backwards, position = _decode(request.query_params.get("cursor"), name)
    descending = order.descending != backwards
    if position is not None:
        rows = rows.filter(_beyond(order.key, position, descending))
    sign = "-" if descending else ""
    found = list(rows.order_by(f"{sign}{order.key}", f"{sign}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = more if not backwards else position is not None
    has_previous = more if backwards else position is not None

    def link(row: Model, backwards: bool) -> str:
        value = None if order.key == "pk" else getattr(row, order.key)
        return _link(request, [name, backwards, value, str(row.pk)])

    return {
        "next": link(found[-1], False) if found and has_next else None,
        "previous": link(found[0], True) if found and has_previous else None,
        "results": present(found),
    }


def page_size(request: Request) -> int:
    """Read `page_size`, 1 to 200."""
    text = request.query_params.get("page_size", str(PAGE_SIZE))
    if not text.isdecimal() or len(text) > 6 or not 1 <= int(text) <= MAX_PAGE_SIZE:
        raise Invalid(f"page_size must be from 1 to {MAX_PAGE_SIZE}.", code="invalid_page_size")
    return int(text)


def _beyond(key: str, position: tuple[Any, str], descending: bool) -> Q:
    value, pk = position
    word = "lt" if descending else "gt"
    if key == "pk":
        return Q(**{f"pk__{word}": pk})
    return Q(**{f"{key}__{word}": value}) | Q(**{key: value, f"pk__{word}": pk})


def _link(request: Request, place: list[Any]) -> str:
    name, backwards, value, pk = place
    is_time = isinstance(value, datetime)
    text = value.isoformat() if isinstance(value, datetime) else value
    url = remove_query_param(request.build_absolute_uri(), "cursor")
    signed = signing.dumps([name, backwards, is_time, text, pk], salt=SALT)
    return replace_query_param(url, "cursor", signed)


def _decode(cursor: str | None, name: str) -> tuple[bool, tuple[Any, str] | None]:
    """Read a cursor of ours; it is signed, so its values need no further checks.

    It names the rows and the key that it was made for: values of another list are of another type.
    """
    if not cursor:
        return False, None
    try:
        made_for, backwards, is_time, value, pk = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise _not_ours() from error
    if made_for != name:
        raise _not_ours()
    return backwards, (datetime.fromisoformat(value) if is_time else value, pk)


def _not_ours() -> Invalid:
    fault = FieldError("invalid_cursor", "Take it from `next` or `previous` as it is.", "cursor")
    return Invalid("The cursor is not one of ours.", code="invalid_cursor", errors=[fault])
