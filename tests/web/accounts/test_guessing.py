"""How often signing in may fail, counted in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.web.accounts.conftest import PASSWORD
from workflows.adapters.people import guesses

pytestmark = pytest.mark.django_db


def sign_in(name: str, password: str = "wrong", address: str = "192.0.2.1", **more: Any) -> int:
    form = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address, **more).post("/sign-in/", form).status_code


def fail(times: int, name: str, address: str = "192.0.2.1") -> None:
    for _ in range(times):
        assert sign_in(name, address=address) == 401


def test_failures_survive_the_cache_and_the_process(ann: User) -> None:
    fail(8, "ann")
    cache.clear()
    assert sign_in("ann", PASSWORD) == 429
    assert AccessAttempt.objects.get().failures_since_start == 8


def test_another_address_may_still_try(ann: User) -> None:
    fail(8, "ann")
    assert sign_in("ann", PASSWORD, address="192.0.2.2") == 302


def test_a_name_is_barred_whoever_tries_it_after_forty_failures(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "LIMITS", (3, 4, 100))
    fail(2, "ann", "192.0.2.1")
    fail(2, "ann", "192.0.2.2")
    assert sign_in("ann", PASSWORD, "192.0.2.3") == 429


def test_an_address_is_barred_whatever_it_tries(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "LIMITS", (3, 100, 4))
    for name in ("a", "b", "c", "d"):
        fail(1, name)
    assert sign_in("ann", PASSWORD) == 429
    assert sign_in("ann", PASSWORD, address="192.0.2.2") == 302


def test_a_success_forgives_the_name_here_but_not_the_address(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "LIMITS", (3, 100, 5))
    fail(2, "ann")
    fail(2, "other")
    assert sign_in("ann", PASSWORD) == 302
    fail(2, "ann")
    assert sign_in("ann", PASSWORD) == 302, "two failures since the success"
    fail(1, "third")
    fail(2, "fourth")
    assert sign_in("ann", PASSWORD) == 429


def test_failures_count_for_a_quarter_of_an_hour(ann: User) -> None:
    fail(8, "ann")
    assert sign_in("ann", PASSWORD) == 429
    old = timezone.now() - timedelta(minutes=15, seconds=1)
    AccessAttempt.objects.update(attempt_time=old)
    assert sign_in("ann", PASSWORD) == 302


def test_unknown_people_are_barred_like_known_ones(ann: User) -> None:
    answers = {}
    for name in ("ann", "nobody"):
        client = Client(REMOTE_ADDR=f"192.0.2.{len(name)}")
        form = {"username": name, "password": "wrong"}
        pages = [client.post("/sign-in/", form) for _ in range(9)]
        answers[name] = [page.status_code for page in pages]
    assert answers["ann"] == answers["nobody"] == [401] * 8 + [429]


def test_another_spelling_of_a_name_is_the_same_name(ann: User) -> None:
    fail(4, "ANN ")
    fail(4, "ann")
    assert sign_in("Ann", PASSWORD) == 429


def test_an_address_of_mail_counts_by_itself_and_odd_names_break_nothing(ann: User) -> None:
    assert sign_in("ann@example.org", PASSWORD) == 302
    for odd in ("a\x00b", "x" * 5000, "ﬁ\u2028", "é" * 300):
        assert sign_in(odd) == 401
    fail(8, "ann@example.org")
    assert sign_in("ann@example.org", PASSWORD) == 429


def test_an_unknown_name_costs_as_much_as_a_known_one(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    real = MD5PasswordHasher.encode

    def encode(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    sign_in("ann")
    known, hashed = len(hashed), []
    sign_in("nobody")
    assert known == len(hashed) == 1


def test_a_header_says_nothing_of_the_address_unless_the_server_was_told_to_believe(
    ann: User,
) -> None:
    for number in range(8):
        client = Client(headers={"x-forwarded-for": f"198.51.100.{number}"})
        client.post("/sign-in/", {"username": "ann", "password": "wrong"})
    assert sign_in("ann", PASSWORD, address="127.0.0.1") == 429


def test_nothing_that_was_typed_beside_the_name_is_kept(ann: User) -> None:
    Client().post("/sign-in/", {"username": "ann", "password": "hunter2-hunter2"})
    kept = str(AccessAttempt.objects.values().get())
    assert "hunter2" not in kept


def test_an_administrator_can_forget_the_failures_of_somebody(ann: User) -> None:
    fail(8, "ann")
    assert guesses.forget(ann) == 1
    assert sign_in("ann", PASSWORD) == 302
