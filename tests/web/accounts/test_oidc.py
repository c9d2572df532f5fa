"""Signing in through an issuer: over real HTTP, with everything it could lie about."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import Group, User
from django.test import Client

from core.accounts import OIDC, account_settings
from core.env import load_env
from tests.support.outside.issuer import CLIENT, SECRET, Issuer, serving
from tests.web.accounts import totp
from tests.web.accounts.conftest import Given
from workflows.services.accounts import ensure_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(settings: Any, given: Given, tmp_path: Any) -> Iterator[Issuer]:
    """Serve an issuer and set the installation up for it, as its environment would."""
    with serving() as made:
        env = load_env({
            "FERMATA_HOME": str(tmp_path), "FERMATA_SECRET_KEY": "k" * 50,
            "FERMATA_OIDC_URL": f"{made.url}/", "FERMATA_OIDC_CLIENT_ID": CLIENT,
            "FERMATA_OIDC_SECRET": SECRET, "FERMATA_OIDC_NAME": "Example Corp",
        })  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = account_settings(env)["SOCIALACCOUNT_PROVIDERS"]
        given(oidc_url=env.oidc_url, oidc_client_id=CLIENT, oidc_name=env.oidc_name)
        yield made


@pytest.fixture
def create(issuer: Issuer, given: Given) -> None:
    """Have accounts made for whoever the issuer vouches for."""
    given(oidc_create=True)


def leave(client: Client, **more: str) -> str:
    """Press the button; give the issuer's address that the page leads to."""
    page = client.post("/sign-in/oidc/", more)
    assert page.status_code == 200, page.content
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found is not None
    return html.unescape(found[1])


def come_back(issuer: Issuer, client: Client | None = None, **more: str) -> Any:
    """Go through the whole; give the answer to the browser that comes back."""
    browser = client or Client()
    brought = issuer.sign_in(leave(browser, **more))
    return browser.get("/sign-in/oidc/callback/", brought)


def signed_in(client: Client) -> str | None:
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).username if number else None


def test_the_button_has_the_name_of_the_settings(issuer: Issuer) -> None:
    assert b"Sign in with Example Corp" in Client().get("/sign-in/").content


def test_without_the_settings_there_is_no_such_door() -> None:
    assert b"oidc" not in Client().get("/sign-in/").content
    assert Client().post("/sign-in/oidc/").status_code == 404
    assert Client().get("/sign-in/oidc/callback/", {"code": "x", "state": "y"}).status_code == 404


def test_a_verified_address_leads_to_its_account_and_later_the_issuers_id_does(
    issuer: Issuer, ann: User
) -> None:
    client = Client()
    answer = come_back(issuer, client, next="/runs")
    assert (answer.status_code, answer["Location"]) == (302, "/runs")
    assert signed_in(client) == "ann"
    assert SocialAccount.objects.get().uid == "person-1"
    issuer.claims |= {"email": "married@example.org"}
    again = Client()
    come_back(issuer, again)
    assert signed_in(again) == "ann"
    assert User.objects.count() == 1
    ann.refresh_from_db()
    assert ann.has_usable_password()


@pytest.mark.parametrize("verified", [False, None, "false", 0, "no"])
@pytest.mark.parametrize("making", [False, True])
def test_an_unverified_address_never_leads_to_an_account(
    issuer: Issuer, ann: User, given: Given, verified: Any, making: bool
) -> None:
    given(oidc_create=making)
    issuer.claims["email_verified"] = verified
    client = Client()
    answer = come_back(issuer, client)
    assert answer.status_code == 403
    assert b"did not lead to an account" in answer.content
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


def test_an_address_of_two_people_leads_to_neither(issuer: Issuer, ann: User, create: None) -> None:
    User.objects.create_user("ann2", "ANN@example.org")
    client = Client()
    assert come_back(issuer, client).status_code == 403
    assert signed_in(client) is None


def test_an_address_that_somebody_only_claims_to_have_leads_nowhere(
    issuer: Issuer, create: None
) -> None:
    eve = User.objects.create_user("eve", "eve@example.org")
    EmailAddress.objects.create(user=eve, email="ann@example.org", verified=False)
    assert come_back(issuer).status_code == 403


def test_strangers_get_no_account_unless_the_settings_say_so(issuer: Issuer) -> None:
    assert come_back(issuer).status_code == 403
    assert not User.objects.exists()


def test_an_account_is_made_when_the_settings_say_so(issuer: Issuer, create: None) -> None:
    client = Client()
    assert come_back(issuer, client)["Location"] == "/"
    made = User.objects.get()
    assert signed_in(client) == made.username == "ann.archer"
    assert (made.email, made.get_full_name()) == ("ann@example.org", "Ann Archer")
    assert not made.has_usable_password()
    assert (made.is_staff, made.is_superuser) == (False, False)


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "admin", "email": None},
        {"preferred_username": "admin", "email": ""},
        {"preferred_username": "admin", "email": "x@example.org"},
        {"sub": "1", "preferred_username": "admin", "email": "admin", "name": "admin"},
    ],
)
@pytest.mark.parametrize("making", [False, True])
def test_no_default_account_is_to_be_had(
    issuer: Issuer, given: Given, claims: dict[str, Any], making: bool
) -> None:
    ensure_admin()
    given(oidc_create=making)
    issuer.claims |= claims
    client = Client()
    come_back(issuer, client)
    assert signed_in(client) != "admin"
    assert not SocialAccount.objects.filter(user__username="admin").exists()
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"azp": "other"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
    ],
)
def test_an_id_token_that_is_not_for_this_request_counts_nothing(
    issuer: Issuer, ann: User, create: None, lies: dict[str, Any]
) -> None:
    issuer.lies = lies
    client = Client()
    assert come_back(issuer, client).status_code in (401, 502)
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()


def sign_with_another_key(issuer: Issuer) -> None:
    issuer.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def sign_with_our_secret(issuer: Issuer) -> None:
    issuer.signs_with, issuer.algorithm = SECRET * 2, "HS256"


def sign_not_at_all(issuer: Issuer) -> None:
    issuer.signs_with, issuer.algorithm = "", "none"


def call_itself_otherwise(issuer: Issuer) -> None:
    issuer.config["issuer"] = "https://evil.example"


@pytest.mark.parametrize(
    "forge", [sign_with_another_key, sign_with_our_secret, sign_not_at_all, call_itself_otherwise]
)
def test_a_forged_id_token_counts_nothing(
    issuer: Issuer, ann: User, forge: Callable[[Issuer], None]
) -> None:
    client = Client()
    brought = issuer.sign_in(leave(client))
    forge(issuer)
    assert client.get("/sign-in/oidc/callback/", brought).status_code in (401, 502)
    assert signed_in(client) is None


@pytest.mark.parametrize("state", ["", "another", None])
def test_a_state_that_this_browser_did_not_begin_with_is_refused(
    issuer: Issuer, ann: User, state: str | None
) -> None:
    client = Client()
    brought = issuer.sign_in(leave(client))
    if state is None:
        del brought["state"]
    else:
        brought["state"] = state
    assert client.get("/sign-in/oidc/callback/", brought).status_code == 401
    assert signed_in(client) is None
    assert "/token" not in issuer.asked


def test_the_way_back_of_another_browser_is_refused(issuer: Issuer, ann: User) -> None:
    victim, attacker = Client(), Client()
    brought = issuer.sign_in(leave(attacker))
    assert victim.get("/sign-in/oidc/callback/", brought).status_code == 401
    assert signed_in(victim) is None


def test_a_way_back_works_once(issuer: Issuer, ann: User) -> None:
    client = Client()
    brought = issuer.sign_in(leave(client))
    assert client.get("/sign-in/oidc/callback/", brought).status_code == 302
    client.logout()
    assert client.get("/sign-in/oidc/callback/", brought).status_code == 401


def test_whoever_gives_up_at_the_issuer_is_told_so(issuer: Issuer) -> None:
    client = Client()
    state = issuer.sign_in(leave(client))["state"]
    back = {"error": "access_denied", "state": state}
    assert client.get("/sign-in/oidc/callback/", back).status_code == 401


def test_an_issuer_that_is_away_breaks_nothing(issuer: Issuer, given: Given, settings: Any) -> None:
    gone = "http://127.0.0.1:9"
    given(oidc_url=gone)
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = gone
    answer = Client().post("/sign-in/oidc/")
    assert answer.status_code == 502
    assert b"did not lead to an account" in answer.content


def test_what_the_id_token_leaves_out_is_asked_for_and_must_be_of_the_same_person(
    issuer: Issuer, ann: User
) -> None:
    mail = {"email": issuer.claims.pop("email"), "email_verified": True}
    issuer.userinfo = {"sub": "person-1", **mail}
    client = Client()
    come_back(issuer, client)
    assert signed_in(client) == "ann"
    SocialAccount.objects.all().delete()
    issuer.userinfo["sub"] = "person-2"
    other = Client()
    assert come_back(issuer, other).status_code == 401
    assert signed_in(other) is None


def test_a_locked_account_stays_locked(issuer: Issuer, ann: User) -> None:
    come_back(issuer)
    User.objects.update(is_active=False)
    client = Client()
    assert come_back(issuer, client).status_code == 403
    assert signed_in(client) is None


def test_the_second_factor_is_asked_for_here_too(issuer: Issuer, ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    assert come_back(issuer, client)["Location"] == "/sign-in/code/"
    assert signed_in(client) is None
    client.post("/sign-in/code/", {"code": totp.code()})
    assert signed_in(client) == "ann"


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        (["managers", "unknown here"], {"managers"}),
        ("managers", {"managers"}),
        ([], set()),
        (None, set()),
        ({"managers": 1}, set()),
        ([1, None, ["managers"]], set()),
    ],
)
def test_groups_come_from_the_claim_as_far_as_they_exist(
    issuer: Issuer, ann: User, given: Given, claimed: Any, expected: set[str]
) -> None:
    given(oidc_groups_claim="groups")
    for name in ("managers", "authors"):
        Group.objects.create(name=name)
    ann.groups.set(Group.objects.filter(name="authors"))
    issuer.claims["groups"] = claimed
    come_back(issuer)
    assert set(ann.groups.values_list("name", flat=True)) == expected
    assert Group.objects.count() == 2


def test_without_the_claims_name_groups_are_kept_here(issuer: Issuer, ann: User) -> None:
    ann.groups.add(Group.objects.create(name="authors"))
    issuer.claims["groups"] = ["managers"]
    come_back(issuer)
    assert [group.name for group in ann.groups.all()] == ["authors"]


def test_next_leads_only_to_our_own_addresses(issuer: Issuer, ann: User) -> None:
    for foreign in ("https://evil.example/", "//evil.example"):
        assert come_back(issuer, next=foreign)["Location"] == "/"


def test_a_request_cannot_turn_signing_in_into_linking_accounts(issuer: Issuer, ann: User) -> None:
    eve = Client()
    eve.force_login(User.objects.create_user("eve"))
    brought = issuer.sign_in(leave(eve, process="connect"))
    eve.get("/sign-in/oidc/callback/", brought)
    assert SocialAccount.objects.get().user == ann


def test_the_way_there_needs_a_form_of_ours(issuer: Issuer) -> None:
    assert Client().get("/sign-in/oidc/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/sign-in/oidc/").status_code == 403


def test_nothing_of_the_issuers_tokens_is_kept(issuer: Issuer, ann: User) -> None:
    from allauth.socialaccount.models import SocialToken

    come_back(issuer)
    assert not SocialToken.objects.exists()
    assert SocialAccount.objects.get().provider == OIDC
