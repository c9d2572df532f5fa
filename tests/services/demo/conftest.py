"""A month that several tests look at, and people and hands for those that go on with one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.api.conftest import _fresh_caches, drain
from workflows.services.demo import Loaded, load_demo

__all__ = ["_fresh_caches", "drain"]


@pytest.fixture(scope="module")
def month(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """Load the whole demo once for the tests of a module that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(300)
        transaction.set_rollback(True)
