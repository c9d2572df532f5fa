"""People with passwords, and mail that is written at once instead of after the answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from tests.web.conftest import _a_built_front_end
from workflows.services.people import mails

__all__ = ["_a_built_front_end"]
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _mail_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # In a thread of its own it would not see what a test's transaction has not committed.
    monkeypatch.setattr(mails, "post", lambda work: work())


@pytest.fixture(autouse=True)
def _no_failures_yet() -> None:
    cache.clear()


@pytest.fixture
def ann(db: None) -> User:
    """Somebody with a password and an address."""
    return User.objects.create_user("ann", "Ann@Example.org", PASSWORD, first_name="Ann")


Given = Callable[..., None]


@pytest.fixture
def given(settings: object) -> Given:
    """Change what the installation is told."""

    def change(**values: object) -> None:
        settings.FERMATA = {**settings.FERMATA, **values}  # type: ignore[attr-defined]

    return change
