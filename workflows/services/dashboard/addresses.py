"""The addresses of lists: path and query of a page; the API's list takes the same query.

`/runs` is `GET /api/runs/`, `/inbox` is `GET /api/tasks/`, `/dashboard/messages` is
`GET /api/messages/`, `/dashboard/deliveries` is `GET /api/deliveries/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypedDict
from urllib.parse import urlencode

from django.contrib.auth.models import User


class Figure(TypedDict):
    """A number and the address of the list that it counts; None where there is no list."""

    count: int
    to: str | None


def figure(count: int, to: str | None) -> Figure:
    """Put a number and its list together."""
    return {"count": count, "to": to}


def runs(**query: str | int | datetime) -> str:
    """Give the address of a list of runs."""
    return f"/runs?{_query(query)}"


def tasks(**query: str | int | datetime) -> str:
    """Give the address of a list of tasks, of everybody's that one may see."""
    return f"/inbox?{_query({'box': 'all', 'state': 'open', **query})}"


def real_runs(**query: str | int | datetime) -> str:
    """Give the address of a list of runs without trial runs of drafts."""
    return runs(draft="false", **query)


def real_tasks(**query: str | int | datetime) -> str:
    """Give the address of a list of tasks without those that trial runs ask."""
    return tasks(test="false", **query)


def messages(**query: str) -> str:
    """Give the address of a list of messages between runs."""
    return f"/dashboard/messages?{_query(dict(query))}".rstrip("?")


def deliveries(state: str) -> str:
    """Give the address of a list of mails and calls of webhooks."""
    return f"/dashboard/deliveries?{_query({'state': state})}"


def failing_webhooks() -> str:
    """Give the address of the webhooks that fail."""
    return "/settings/webhooks?failing=true"


def opens_for(user: User, to: str | None) -> str | None:
    """Give the address, or None where the list is for administrators and this is none."""
    closed = to is not None and to.startswith(("/dashboard/deliveries", "/settings/webhooks"))
    return None if closed and not user.is_superuser else to


def task(task_id: str) -> str:
    """Give the address of one task, the oldest ones beside it."""
    return f"/inbox/{task_id}?{_query({'box': 'all', 'state': 'open', 'order': 'oldest'})}"


def _query(query: Mapping[str, str | int | datetime]) -> str:
    told = {name: _text(value) for name, value in query.items()}
    return urlencode(told, safe=",:@")


def _text(value: str | int | datetime) -> str:
    if not isinstance(value, datetime):
        return str(value)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
