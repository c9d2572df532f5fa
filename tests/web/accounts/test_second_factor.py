"""The second factor: setting it up, signing in with it, losing it, having to have it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.web.accounts import totp
from tests.web.accounts.conftest import PASSWORD, Given
from workflows.adapters.people import guesses
from workflows.engine.errors import Invalid
from workflows.services.accounts import create_sign_in_link
from workflows.services.people import second_factor

pytestmark = pytest.mark.django_db


def sign_in(client: Client, **more: str) -> Any:
    return client.post("/sign-in/", {"username": "ann", "password": PASSWORD, **more})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def set_up(client: Client) -> Any:
    """Go through the pages as a person does; give the last answer."""
    asked = client.get("/account/two-factor/app/", follow=True)
    there = asked.redirect_chain[-1][0]
    client.post(there, {"password": PASSWORD})
    page = client.get("/account/two-factor/app/").content.decode()
    assert "data:image/svg+xml" in page
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found is not None
    return client.post("/account/two-factor/app/", {"code": totp.code(found[1])}, follow=True)


def test_setting_it_up_asks_for_the_password_and_gives_recovery_codes(
    ann: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    sign_in(client)
    asked = client.get("/account/two-factor/app/")
    assert asked["Location"].startswith("/account/confirm/")
    with django_capture_on_commit_callbacks(execute=True):
        shown = set_up(client).content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", shown)) == 10
    assert totp.factors(ann) == {"totp", "recovery_codes"}
    told = [message.subject for message in mail.outbox]
    assert told == ["The authenticator app was switched on"]


def test_a_wrong_code_sets_nothing_up(ann: User) -> None:
    client = Client()
    sign_in(client)
    client.post("/account/confirm/?next=/account/two-factor/app/", {"password": PASSWORD})
    client.get("/account/two-factor/app/")
    answer = client.post("/account/two-factor/app/", {"code": "000000"})
    assert answer.status_code == 200
    assert totp.factors(ann) == set()


def test_a_password_alone_signs_nobody_in_any_more(ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    assert sign_in(client, next="/runs")["Location"] == "/sign-in/code/"
    assert not signed_in(client)
    assert client.get("/").status_code == 302
    assert client.get("/api/me/").status_code == 401
    answer = client.post("/sign-in/code/", {"code": totp.code()})
    assert answer["Location"] == "/runs"
    assert signed_in(client)


def test_the_session_key_changes_with_the_last_step(ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    sign_in(client)
    before = client.session.session_key
    client.post("/sign-in/code/", {"code": totp.code()})
    assert client.session.session_key not in (None, before)


def test_a_code_works_once(ann: User) -> None:
    totp.switch_on(ann)
    used = totp.code()
    for expected in (True, False):
        client = Client()
        sign_in(client)
        client.post("/sign-in/code/", {"code": used})
        assert signed_in(client) is expected


def test_a_recovery_code_works_once(ann: User) -> None:
    codes = totp.switch_on(ann)
    for expected in (True, False):
        client = Client()
        sign_in(client)
        client.post("/sign-in/code/", {"code": codes[0]})
        assert signed_in(client) is expected


def test_wrong_codes_count_like_wrong_passwords_in_the_database(ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    sign_in(client)
    for _ in range(8):
        assert client.post("/sign-in/code/", {"code": totp.wrong()}).status_code == 200
    cache.clear()
    barred = client.post("/sign-in/code/", {"code": totp.code()})
    assert b"Too many tries" in barred.content
    assert not signed_in(client)
    assert sign_in(Client()).status_code == 429


def test_the_password_alone_forgives_no_wrong_codes(ann: User) -> None:
    totp.switch_on(ann)
    for _ in range(8):
        client = Client()
        sign_in(client)
        client.post("/sign-in/code/", {"code": totp.wrong()})
    assert guesses.is_barred(client.get("/sign-in/").wsgi_request, "ann")


def test_a_one_time_link_does_not_go_round_it(ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    assert client.post(create_sign_in_link(ann))["Location"] == "/sign-in/code/"
    assert not signed_in(client)
    client.post("/sign-in/code/", {"code": totp.code()})
    assert signed_in(client)


def test_a_reset_password_does_not_go_round_it(ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    client.post("/account/password/reset/", {"email": "ann@example.org"})
    path = re.search(r"8000(/\S+)", mail.outbox[-1].body)
    assert path is not None
    there = client.get(path[1])["Location"]
    new = "something else entirely"
    client.post(there, {"password1": new, "password2": new})
    assert not signed_in(client)
    client.post("/sign-in/", {"username": "ann", "password": new})
    assert not signed_in(client)


def test_the_admin_has_no_door_of_its_own(ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)
    totp.switch_on(ann)
    client = Client()
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0] == "/sign-in/?next=%2Fadmin%2F"
    form = {"username": "ann", "password": PASSWORD, "this_is_the_login_form": "1"}
    client.post("/admin/login/", form)
    assert not signed_in(client)


def test_what_is_stored_is_encrypted_and_read_with_older_keys(ann: User, settings: Any) -> None:
    totp.switch_on(ann)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert totp.SECRET not in kept
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "k" * 40
    auth = Authenticator.objects.get(type="totp").wrap()
    assert auth.validate_code(totp.code())


def test_keys_of_credentials_go_before_the_key_of_sessions(given: Given) -> None:
    before = second_factor.seal("secret")
    given(credential_keys=("A" * 43 + "=",))
    after = second_factor.seal("secret")
    assert second_factor.unseal(before) == second_factor.unseal(after) == "secret"
    given(credential_keys=())
    with pytest.raises(Invalid, match="cannot be read"):
        second_factor.unseal(after)


def test_switching_it_off_asks_for_the_code_or_password(ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    sign_in(client)
    client.post("/sign-in/code/", {"code": totp.code()})
    assert "/confirm/" in client.post("/account/two-factor/app/remove/")["Location"]
    assert "totp" in totp.factors(ann)
    client.post("/account/confirm/", {"password": PASSWORD})
    client.post("/account/two-factor/app/remove/")
    assert totp.factors(ann) == set()


def test_staff_must_have_one_before_the_admin_opens(ann: User, given: Given) -> None:
    given(require_mfa="staff")
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    sign_in(client)
    assert client.get("/").status_code == 200
    for path in ("/admin/", "/admin/auth/user/", "/admin/password_change/"):
        assert client.get(path)["Location"] == "/account/two-factor/", path
    assert b"wants you to sign in with more" in client.get("/account/two-factor/").content
    set_up(client)
    assert client.get("/admin/").status_code == 200


def test_who_is_not_staff_need_not(ann: User, given: Given) -> None:
    given(require_mfa="staff")
    client = Client()
    sign_in(client)
    page = client.get("/account/two-factor/").content
    assert b"wants you to" not in page


def test_everybody_must_have_one_before_anything_opens(ann: User, given: Given) -> None:
    given(require_mfa="all")
    client = Client()
    sign_in(client)
    for path in ("/", "/runs", "/account/", "/account/tokens/", "/api/docs/x/"):
        answer = client.get(path)
        assert answer.status_code in (302, 403), path
    told = client.get("/api/me/")
    assert (told.status_code, told.json()["code"]) == (403, "second_factor_needed")
    assert told["Content-Type"] == "application/problem+json"
    posted = client.post("/api/signals/", json.dumps({"name": "x"}), content_type="text/json")
    assert posted.status_code == 403
    assert client.get("/healthz").status_code == 200
    set_up(client)
    assert client.get("/").status_code == 200
    assert client.get("/api/me/").status_code == 200


def test_who_must_have_one_cannot_remove_the_last(ann: User, given: Given) -> None:
    given(require_mfa="all")
    totp.switch_on(ann)
    client = Client()
    sign_in(client)
    client.post("/sign-in/code/", {"code": totp.code()})
    client.post("/account/confirm/", {"password": PASSWORD})
    answer = client.post("/account/two-factor/app/remove/")
    assert b"It must stay" in answer.content
    assert "totp" in totp.factors(ann)


def test_one_that_is_taken_away_ends_the_sessions(ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    sign_in(client)
    client.post("/sign-in/code/", {"code": totp.code()})
    assert client.get("/account/").status_code == 200
    assert second_factor.take_away(ann) == 2
    assert client.get("/account/").status_code == 302
    assert sign_in(client)["Location"] == "/"


def test_an_account_locked_meanwhile_does_not_come_in_with_the_code(ann: User) -> None:
    totp.switch_on(ann)
    client = Client()
    sign_in(client)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    client.post("/sign-in/code/", {"code": totp.code()})
    assert client.get("/account/").status_code == 302
