"""What all pages of accounts have in common; the page of tokens."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.web.accounts import totp
from workflows.models import ApiToken
from workflows.services.tokens import authenticate, create_token
from workflows.web.accounts.urls import urlpatterns

pytestmark = pytest.mark.django_db
PLACES: dict[str, dict[str, Any]] = {
    "sign_in_link": {"token": "x"},
    "invitation": {"token": "x"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
}
INLINE = re.compile(r'<script(?![^>]*(?:src=|type="application/json"))|<style|\son\w+=| style=')


@pytest.fixture
def client(ann: User) -> Client:
    browser = Client()
    browser.force_login(ann)
    return browser


@pytest.mark.parametrize("name", sorted({str(pattern.name) for pattern in urlpatterns}))
def test_no_cache_keeps_a_page_and_none_has_inline_code(client: Client, name: str) -> None:
    path = reverse(name, kwargs=PLACES.get(name))
    for browser in (client, Client()):
        answer = browser.get(path)
        assert answer.status_code in (200, 302, 403, 404, 405, 410), path
        assert answer.status_code == 302 or "no-store" in answer["Cache-Control"], path
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert not INLINE.search(answer.content.decode()), path


@pytest.mark.parametrize(
    "path",
    ["/account/", "/account/password/", "/account/sessions/", "/account/tokens/",
     "/account/two-factor/", "/account/two-factor/codes/", "/account/two-factor/keys/"],
)  # fmt: skip
def test_strangers_are_sent_to_sign_in(path: str) -> None:
    asked = Client().get(path)
    assert (asked.status_code, asked["Location"]) == (302, f"/sign-in/?next={path}")
    assert Client().post(path).status_code in (302, 405)


def test_nobody_makes_an_account_by_himself() -> None:
    for path in ("/account/signup/", "/accounts/signup/", "/sign-up/", "/account/email/"):
        assert Client().get(path).status_code == 404


def test_the_overview_tells_what_is_on(client: Client, ann: User) -> None:
    assert b"Off" in client.get("/account/").content
    totp.switch_on(ann)
    create_token(ann)
    page = client.get("/account/").content.decode()
    assert re.search(r"Second factor</b>\s*<span>On<", page)
    assert re.search(r"API tokens</b>\s*<span>1<", page)


def test_a_token_is_shown_once_and_revoked(client: Client, ann: User) -> None:
    form = {"name": "Nightly", "scopes": ["read", "run"], "days": "30"}
    made = client.post("/account/tokens/", form)
    found = re.search(r"wf_pat_[\w-]{43}", made.content.decode())
    assert found is not None
    token = authenticate(found[0])
    assert token is not None
    assert (token.user, token.scopes) == (ann, {"read", "run"})
    again = client.get("/account/tokens/").content.decode()
    assert found[0] not in again
    assert "Nightly" in again
    client.post("/account/tokens/", {"revoke": str(ApiToken.objects.get().pk)})
    assert authenticate(found[0]) is None


@pytest.mark.parametrize("days", ["366", "0", "99999999999", "-1", "x", ""])
def test_no_token_of_the_page_outlives_a_year(client: Client, days: str) -> None:
    client.post("/account/tokens/", {"name": "x", "scopes": ["read"], "days": days})
    for row in ApiToken.objects.all():
        assert row.expires_at is not None
        assert (row.expires_at - row.created_at).days <= 365


def test_a_token_without_rights_is_not_made(client: Client) -> None:
    for scopes in ([], ["admin"]):
        answer = client.post("/account/tokens/", {"name": "x", "scopes": scopes, "days": "7"})
        assert answer.status_code == 400
    assert not ApiToken.objects.exists()


def test_tokens_of_others_cannot_be_revoked(client: Client) -> None:
    create_token(User.objects.create_user("ben"))
    number = ApiToken.objects.get().pk
    assert client.post("/account/tokens/", {"revoke": str(number)}).status_code == 404
    assert ApiToken.objects.exists()
