"""Who gets in: tokens, sessions with CSRF, scopes, limits; and nobody else."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client as Browser
from django.utils import timezone

from tests.api.conftest import Api, Drain, approval
from workflows.api import throttles
from workflows.models import ApiToken
from workflows.services.tokens import create_token

Client = Callable[..., Api]


def bearer(token: str) -> Api:
    return Api(None, authorization=f"Bearer {token}")


def test_a_stranger_is_told_how_to_come_in(api: Client) -> None:
    answer = api().get("runs/")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 401


def test_a_token_is_kept_as_a_hash_and_opens_the_door(people: dict[str, User]) -> None:
    token = create_token(people["otto"], "script")
    assert token.startswith("wf_pat_")
    row = ApiToken.objects.get()
    assert row.sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in (row.prefix, row.name, row.sha256)
    assert bearer(token).get("me/").json()["username"] == "otto"


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer wf_pat_",
        "Bearer wf_pat_" + "x" * 43,
        "Bearer None",
        "Bearer a b",
        "bearer wf_pat_" + "é" * 43,
        "Token abc",
        "Basic cm9vdDpwdw==",
    ],
)
def test_a_wrong_token_is_401_even_with_a_good_session(
    people: dict[str, User], header: str
) -> None:
    assert Api(None, authorization=header).get("me/").status_code == 401
    if header.lower().startswith("bearer"):
        assert Api(people["otto"], authorization=header).get("me/").status_code == 401


def test_a_token_in_the_address_is_none(people: dict[str, User]) -> None:
    token = create_token(people["otto"])
    for name in ("token", "access_token", "authorization", "api_key", "key"):
        assert Api(None).get("me/", **{name: token}).status_code == 401
        assert Api(None).get("me/", **{name: f"Bearer {token}"}).status_code == 401
    assert Api(None).post("workflows/", {"name": "N", "token": token}).status_code == 401


def test_a_token_that_has_expired_or_whose_user_is_inactive_is_worth_nothing(
    people: dict[str, User],
) -> None:
    old = create_token(people["otto"], expires_at=timezone.now() - timedelta(seconds=1))
    good = create_token(people["otto"], expires_at=timezone.now() + timedelta(days=1))
    assert bearer(old).get("me/").status_code == 401
    assert bearer(good).get("me/").status_code == 200
    people["otto"].is_active = False
    people["otto"].save()
    assert bearer(good).get("me/").status_code == 401


def test_the_use_of_a_token_is_noted_once_a_minute(
    people: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    token = create_token(people["otto"])
    bearer(token).get("me/")
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    bearer(token).get("me/")
    assert ApiToken.objects.get().last_used_at == first


def test_a_token_may_do_only_what_its_scopes_say(
    api: Client, people: dict[str, User], published: Callable[..., str], drain: Drain
) -> None:
    slug = published(approval())
    calls: dict[str, Callable[[Api], Any]] = {
        "read": lambda who: who.get("runs/"),
        "run": lambda who: who.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}),
        "edit": lambda who: who.patch(f"workflows/{slug}/", {"name": "N"}),
        "decide": lambda who: who.post("tasks/decide/", {"ids": ["x"], "decision": "approved"}),
    }
    for scope in ("read", "run", "edit", "decide", "all"):
        token = bearer(create_token(people["root"], scopes=[scope]))
        for needed, call in calls.items():
            answer = call(token)
            allowed = scope in (needed, "all")
            assert (answer.status_code < 300) == allowed, (scope, needed)
            if not allowed:
                assert answer.status_code == 403
                assert answer.json()["code"] == "insufficient_scope"


def test_a_session_needs_the_csrf_token_for_what_changes_something(
    people: dict[str, User],
) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(people["ada"])
    body, kind = '{"name": "Flow"}', "application/json"
    refused = browser.post("/api/workflows/", body, content_type=kind)
    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert browser.get("/api/workflows/").status_code == 200
    token = create_token(people["ada"])
    outside = Browser(enforce_csrf_checks=True, headers={"authorization": f"Bearer {token}"})
    assert outside.post("/api/workflows/", body, content_type=kind).status_code == 201


def test_whoever_guesses_tokens_is_shut_out_for_a_while(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "MISSES_A_MINUTE", 3)
    good = create_token(people["otto"])
    answers = [bearer("wf_pat_" + "x" * 43).get("me/").status_code for _ in range(5)]
    assert answers == [401, 401, 401, 429, 429]
    shut = bearer(good).get("me/")
    assert shut.status_code == 429
    assert int(shut.headers["Retry-After"]) > 0


def test_too_many_requests_of_one_person_are_refused(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "REQUESTS_A_MINUTE", 2)
    otto = api("otto")
    assert [otto.get("me/").status_code for _ in range(3)] == [200, 200, 429]
    assert api("maria").get("me/").status_code == 200


def test_answers_stay_out_of_caches(api: Client) -> None:
    assert api("otto").get("me/").headers["Cache-Control"] == "no-store"
