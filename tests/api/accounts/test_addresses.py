"""Tokens and sessions of one's own, and invitations, over the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from tests.api.conftest import Api
from workflows.models import ApiToken, Invitation
from workflows.services.tokens import create_token

Client = Callable[..., Api]
YEAR = timedelta(days=365)


def bearer(token: str) -> Api:
    return Api(None, authorization=f"Bearer {token}")


def test_a_token_is_told_once_and_does_what_its_scopes_say(api: Client) -> None:
    otto = api("otto")
    made = otto.post("me/tokens/", {"name": "ci", "scopes": ["read"], "expires_in_days": 30})
    assert made.status_code == 201
    text = made.json()["token"]
    assert bearer(text).get("me/").json()["username"] == "otto"
    assert bearer(text).post("signals/", {"name": "x"}).status_code == 403
    listed = otto.get("me/tokens/").json()["results"]
    assert [(one["name"], one["scopes"], one["prefix"]) for one in listed] == [
        ("ci", ["read"], text[:12])
    ]
    assert text not in str(listed)


def test_a_token_lives_a_year_unless_less_is_asked_for(api: Client) -> None:
    made = api("otto").post("me/tokens/", {"name": "x", "scopes": ["read"]}).json()
    ends = datetime.fromisoformat(made["expires_at"])
    assert YEAR - timedelta(minutes=1) < ends - timezone.now() <= YEAR
    row = ApiToken.objects.get()
    ApiToken.objects.update(expires_at=timezone.now())
    assert bearer(made["token"]).get("me/").status_code == 401
    assert api("otto").get("me/tokens/").json()["results"][0]["expired"] is True
    assert row.expires_at is not None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "x"},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["admin"]},
        {"name": "x", "scopes": "read"},
        {"name": "x", "scopes": ["read"], "expires_in_days": 366},
        {"name": "x", "scopes": ["read"], "expires_in_days": 0},
        {"name": "x", "scopes": ["read"], "expires_in_days": None},
        {"name": "x", "scopes": ["read"], "expires_in_days": "7"},
        {"name": "x" * 101, "scopes": ["read"]},
        {"name": 7, "scopes": ["read"]},
    ],
)
def test_a_wrong_wish_makes_no_token(api: Client, body: dict[str, Any]) -> None:
    answer = api("otto").post("me/tokens/", body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not ApiToken.objects.exists()


def test_a_token_makes_lists_and_revokes_no_tokens_and_touches_no_sessions(
    api: Client, people: dict[str, User]
) -> None:
    token = bearer(create_token(people["root"], scopes=["all"]))
    number = ApiToken.objects.get().pk
    for answer in (
        token.post("me/tokens/", {"name": "x", "scopes": ["all"]}),
        token.get("me/tokens/"),
        token.delete(f"me/tokens/{number}/"),
        token.get("me/sessions/"),
        token.delete("me/sessions/1/"),
        token.post("me/sessions/end-others/"),
    ):
        assert answer.status_code == 403
        assert answer.json()["code"] == "session_only"
    assert ApiToken.objects.count() == 1


def test_a_token_is_revoked_by_its_person_alone(api: Client, people: dict[str, User]) -> None:
    text = create_token(people["otto"])
    number = ApiToken.objects.get().pk
    assert api("maria").delete(f"me/tokens/{number}/").status_code == 404
    assert bearer(text).get("me/").status_code == 200
    assert api("otto").delete(f"me/tokens/{number}/").status_code == 204
    assert bearer(text).get("me/").status_code == 401
    assert api("otto").delete(f"me/tokens/{number}/").status_code == 404


def test_making_a_token_needs_the_csrf_token(people: dict[str, User]) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(people["otto"])
    body = '{"name": "x", "scopes": ["all"]}'
    answer = browser.post("/api/me/tokens/", body, content_type="application/json")
    assert answer.status_code == 403
    assert not ApiToken.objects.exists()


def test_sessions_are_listed_and_ended(api: Client) -> None:
    here, other, third = api("otto"), api("otto"), api("otto")
    for client in (here, other, third):
        client.get("me/")
    found = here.get("me/sessions/").json()["results"]
    assert [one["current"] for one in found].count(True) == 1
    number = UserSession.objects.get(session_key=other.client.session.session_key).pk
    assert here.delete(f"me/sessions/{number}/").status_code == 204
    assert other.get("me/").status_code == 401
    assert here.post("me/sessions/end-others/").json() == {"ended": 1}
    assert third.get("me/").status_code == 401
    assert here.get("me/").status_code == 200


def test_ending_ones_own_session_signs_out(api: Client) -> None:
    here = api("otto")
    number = here.get("me/sessions/").json()["results"][0]["id"]
    assert here.delete(f"me/sessions/{number}/").status_code == 204
    assert here.get("me/").status_code == 401


def test_nobody_sees_or_ends_sessions_of_others(api: Client) -> None:
    maria, otto = api("maria"), api("otto")
    number = maria.get("me/sessions/").json()["results"][0]["id"]
    assert otto.delete(f"me/sessions/{number}/").status_code == 404
    assert number not in {one["id"] for one in otto.get("me/sessions/").json()["results"]}
    assert maria.get("me/").status_code == 200


def test_an_answer_tells_no_key(api: Client) -> None:
    otto = api("otto")
    assert otto.client.session.session_key not in otto.get("me/sessions/").content.decode()


def test_a_superuser_invites_lists_and_takes_back(
    api: Client, django_capture_on_commit_callbacks: Any
) -> None:
    root = api("root")
    body = {"email": "new@example.org", "name": "Nora", "groups": ["managers"]}
    with django_capture_on_commit_callbacks(execute=True):
        made = root.post("invitations/", body)
    assert made.status_code == 201
    shown = made.json()
    assert (shown["state"], shown["groups"], shown["invited_by"]) == ("open", ["managers"], "root")
    assert mail.outbox[-1].to == ["new@example.org"]
    token = mail.outbox[-1].body.split("/account/invitation/")[1].split("/")[0]
    assert token not in made.content.decode()
    assert root.get("invitations/").json()["results"] == [shown]
    assert root.delete(f"invitations/{shown['id']}/").status_code == 204
    assert root.delete(f"invitations/{shown['id']}/").status_code == 204
    assert root.get("invitations/").json()["results"][0]["state"] == "revoked"
    assert Browser().get(f"/account/invitation/{token}/").status_code == 410


def test_one_that_is_used_cannot_be_taken_back(api: Client, people: dict[str, User]) -> None:
    row = Invitation.objects.create(
        email="a@b.de", token_hash="x", expires_at=timezone.now(), used_at=timezone.now()
    )
    assert api("root").delete(f"invitations/{row.pk}/").status_code == 409


@pytest.mark.parametrize("who", ["ada", "otto", "maria", "olga"])
def test_nobody_else_invites(api: Client, who: str) -> None:
    person = api(who)
    assert person.get("invitations/").status_code == 403
    assert person.post("invitations/", {"email": "a@example.org"}).status_code == 403
    unknown = "01a1fced-7576-72a6-9a30-dcea6133dbfd"
    assert person.delete(f"invitations/{unknown}/").status_code == 403
    assert api("root").delete(f"invitations/{unknown}/").status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"email": "x"}, {"email": ["a@b.de"]}, {"email": "a@b.de", "groups": ["none"]}]
)
def test_a_wrong_invitation_is_refused(api: Client, body: dict[str, Any]) -> None:
    assert api("root").post("invitations/", body).status_code == 400


def test_inviting_somebody_who_has_an_account_is_answered_like_any_other(api: Client) -> None:
    known = api("root").post("invitations/", {"email": "otto@example.org"})
    unknown = api("root").post("invitations/", {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 201
    assert set(known.json()) == set(unknown.json())
    assert Group.objects.exists()
