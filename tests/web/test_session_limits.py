"""Sessions end: after 8 hours without use, after 7 days in any case."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from workflows.web import session_limits

HOUR = 3600.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000_000_000.0]
    monkeypatch.setattr(session_limits.time, "time", lambda: now[0])
    return now


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("eve"))
    return client


def signed_in(client: Client) -> bool:
    client.get("/sign-in/")
    return "_auth_user_id" in client.session


def test_an_idle_session_ends_after_eight_hours(settings) -> None:
    assert settings.SESSION_COOKIE_AGE == 8 * HOUR
    assert not settings.SESSION_SAVE_EVERY_REQUEST


def test_even_a_busy_session_ends_after_seven_days(client: Client, clock: list[float]) -> None:
    assert signed_in(client)
    for _ in range(7 * 24):
        clock[0] += HOUR
        assert signed_in(client)
    clock[0] += HOUR
    assert not signed_in(client)


def test_use_renews_a_session_but_not_with_every_request(
    client: Client, clock: list[float]
) -> None:
    signed_in(client)
    first = Session.objects.get().session_data
    clock[0] += session_limits.RENEW_SECONDS - 1
    signed_in(client)
    assert Session.objects.get().session_data == first
    clock[0] += 2
    signed_in(client)
    assert Session.objects.get().session_data != first
