"""Views that people keep of lists: a name for a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import User

from workflows.engine.errors import FieldError, Invalid, Refused

from ..queries.inbox import views as table

PAGES = table.PAGES
MOST = 30
list_views = table.list_views
drop_view = table.drop


def save_view(who: User, page: str, name: str, query: str) -> dict[str, Any]:
    """Keep a view under a new name; `Refused` for a name that is taken, `Invalid` for no query."""
    if page not in PAGES:
        listed = ", ".join(PAGES)
        raise _invalid("page", f"One of: {listed}.")
    if len(table.list_views(who, page)) >= MOST:
        raise Refused(f"There are {MOST} views already: remove one first.", code="too_many")
    named = _name(name)
    if table.is_taken(who, page, named):
        raise Refused(f"There is a view named {named!r}.", code="name_taken")
    return table.add(who, page, named, _query(query))


def change_view(who: User, view_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Rename a view, change its query or its place. `NotFound`, `Refused`, `Invalid`."""
    page = table.page_of(who, view_id)
    values: dict[str, Any] = {}
    if "name" in changes:
        values["name"] = _name(changes["name"])
        if table.is_taken(who, page, values["name"], but=view_id):
            raise Refused(f"There is a view named {values['name']!r}.", code="name_taken")
    if "query" in changes:
        values["query"] = _query(changes["query"])
    if "place" in changes:
        values["place"] = changes["place"]
    return table.change(who, view_id, values)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise _invalid("name", "A name.")
    return name[:80]


def _query(text: str) -> str:
    """Give a query as it stands in an address, without what names a single task or page."""
    try:
        pairs = parse_qsl(text.removeprefix("?"), keep_blank_values=False, max_num_fields=40)
    except ValueError:
        raise _invalid("query", "At most 40 filters.") from None
    return urlencode([pair for pair in pairs if pair[0] != "cursor"])


def _invalid(attr: str, told: str) -> Invalid:
    return Invalid(told, errors=[FieldError("invalid", told, attr)])
