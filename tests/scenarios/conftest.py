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
from workflows.adapters.ports import forget_ports
from workflows.engine.execution import runner
from workflows.engine.functions import FunctionRegistry
from workflows.nodes import discovery
from workflows.services.publishing import publish_code

__all__ = ["_fresh_caches", "drain", "house", "office", "people"]


@pytest.fixture
def code(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], None]]:
    """Deploy a workflow function in place of the one before it, for this test alone."""

    def deploy(function: Any) -> None:
        registry = FunctionRegistry()
        registry.add(function)
        monkeypatch.setattr(discovery, "_functions", registry)
        forget_ports()
        publish_code()

    yield deploy
    forget_ports()


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
