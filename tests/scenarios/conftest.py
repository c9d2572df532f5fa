"""An office for each test of a promise: the database under test, a worker at hand, a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import _fresh_caches, drain, people
from tests.support.clock import moved_clock
from tests.support.office import Office
from tests.worker.conftest import house
from workflows.engine.execution import runner

__all__ = ["_fresh_caches", "drain", "house", "office", "people"]


@pytest.fixture
def office(
    people: dict[str, User], drain: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """Give an office whose clock is moved by hand."""
    actor_for = runner.actor_for
    with moved_clock() as clock:
        made = Office(people, drain, clock)

        def noted(program: Any, assignment: Any, *more: Any) -> Any:
            made.executed.append(assignment.activation.node_id)
            return actor_for(program, assignment, *more)

        monkeypatch.setattr(runner, "actor_for", noted)
        yield made
