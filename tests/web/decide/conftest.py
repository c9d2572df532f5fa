"""The stage of the notices, seen through a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.conftest import _fresh_caches, drain, people, published
from tests.services.notices.conftest import Stage, stage
from tests.support.pages import Page, parse
from workflows.models import Event, Run, Task, TaskDecision

__all__ = ["Browser", "_fresh_caches", "drain", "people", "published", "rows", "stage"]


class Browser:
    """One person's browser: cookies, no scripts, CSRF checked as in use."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if user is not None:
            self.client.force_login(user)

    def get(self, path: str) -> tuple[Any, Page]:
        """GET; give the answer and what it shows."""
        answer = self.client.get(path)
        return answer, parse(answer.content.decode())

    def send(self, path: str, decision: str, **fields: Any) -> Any:
        """Press a button of the page's form, with its fields as they stand unless given."""
        page = parse(self.client.get(path).content.decode())
        data = {**page.values, "decision": decision}
        for name, value in fields.items():
            data[name if name in ("comment", "confirm", "own") else f"field.{name}"] = value
        return self.client.post(path, {k: v for k, v in data.items() if v is not None})


@pytest.fixture
def browser(stage: Stage) -> Callable[..., Browser]:
    """Give a browser by name; without one a stranger's."""
    return lambda name=None: Browser(stage.people[name] if name else None)


def path_of(stage: Stage, run: str) -> str:
    """Give the address of the page of a run's task."""
    return f"/decide/{stage.task(run).pk}/"


def rows() -> list[Any]:
    """Read all rows of runs, events, tasks and decisions, to tell whether anything has changed."""
    return [
        list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
        for model in (Run, Event, Task, TaskDecision)
    ]
