"""A company with random runs and tasks, and a clock that stands still while it is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from bench.crowd import Crowd, Size
from tests.api.conftest import _fresh_caches, api, drain, people, published

__all__ = ["_fresh_caches", "api", "drain", "people", "published"]

SMALL = Size(runs=200, tasks=40, timers=12, going=24, days=16, workflows=3, failing=0.2)

Fill = Callable[..., Crowd]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stop the clock of this process."""
    at = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


@pytest.fixture
def fill(people: dict[str, User], now: datetime) -> Fill:
    """Fill the tables from a seed; everybody but root asks and is asked."""

    def make(seed: int = 1, size: Size = SMALL) -> Crowd:
        asked = [user for name, user in people.items() if name not in ("root", "olga")]
        crowd = Crowd(asked, list(Group.objects.all()), now, seed)
        crowd.fill(size)
        return crowd

    return make
