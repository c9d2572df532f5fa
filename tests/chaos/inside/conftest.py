"""What faults that are shown within this process share: people, workflows, a store under test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.conftest import django_bench
from tests.api.conftest import _fresh_caches, api, drain, people, published
from workflows.models import Event, Run

__all__ = ["_fresh_caches", "api", "django_bench", "drain", "people", "published"]


@pytest.fixture
def real_transactions(transactional_db: None) -> Iterator[None]:
    """Have commits that other threads see."""
    yield
    # The log may go only after its run: the flush that follows knows nothing of that.
    Run.objects.all().delete()
    Event.objects.all().delete()
