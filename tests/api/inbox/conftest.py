"""Tasks that are open: an approval by somebody, and the ids of its run and task."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.api.conftest import Api, Drain, approval
from tests.support.clock import DatabaseClock, moved_clock

Client = Callable[..., Api]
Open = Callable[..., tuple[str, str]]


@pytest.fixture
def opened(api: Client, published: Callable[..., str], drain: Drain) -> Open:
    """Start an approval by somebody and give the ids of its run and its task."""

    def make(starter: str = "otto", **properties: Any) -> tuple[str, str]:
        slug = published(approval(**properties))
        run = api(starter).post(f"workflows/{slug}/runs/", {"inputs": {"amount": 5}}).json()["id"]
        drain()
        return run, api("root").get(f"runs/{run}/").json()["suspensions"][0]["task"]

    return make


@pytest.fixture
def clock(db: None) -> Iterator[DatabaseClock]:
    """Move the database's clock by hand."""
    with moved_clock() as moved:
        yield moved


def ids(person: Api, **query: Any) -> list[str]:
    """List the tasks of a person's list."""
    answer = person.get("tasks/", **query)
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["results"]]
