"""Signing in and out through the pages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from workflows.services.accounts import create_sign_in_link

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", "ann@example.invalid", PASSWORD, first_name="Ann")


def sign_in(client: Client, name: str, password: str, **extra: str):
    return client.post("/sign-in/", {"username": name, "password": password, **extra})


def test_the_right_password_leads_to_the_application(client: Client, ann: User) -> None:
    answer = sign_in(client, "ann", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("name", ["ann", "nobody", "gone", ""])
def test_every_failure_says_the_same(client: Client, ann: User, name: str) -> None:
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    password = PASSWORD if name == "gone" else "wrong"
    answer = sign_in(client, name, password)
    assert answer.status_code == 401
    if name:
        assert b"Name or password is not right." in answer.content


def test_next_leads_only_to_our_own_addresses(client: Client, ann: User) -> None:
    assert sign_in(client, "ann", PASSWORD, next="/runs/7?x=1")["Location"] == "/runs/7?x=1"
    for foreign in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil"):
        client.logout()
        assert sign_in(client, "ann", PASSWORD, next=foreign)["Location"] == "/"


def test_the_session_key_changes_on_signing_in(client: Client, ann: User) -> None:
    client.get("/sign-in/")
    session = client.session
    session["kept"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "ann", PASSWORD)
    assert client.session.session_key not in (None, before)


def test_too_many_failures_bar_even_the_right_password(client: Client, ann: User) -> None:
    for _ in range(8):
        assert sign_in(client, "ann", "wrong").status_code == 401
    barred = sign_in(client, "ann", PASSWORD)
    assert barred.status_code == 429
    assert b"Too many tries" in barred.content
    User.objects.create_user("ben", password=PASSWORD)
    assert sign_in(client, "ben", PASSWORD).status_code == 302


def test_a_form_without_its_token_is_refused(ann: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, "ann", PASSWORD)
    assert answer.status_code == 403
    assert b"too old" in answer.content


def test_signing_out_needs_a_post(client: Client, ann: User) -> None:
    client.force_login(ann)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/").status_code == 200
    answer = client.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert client.get("/").status_code == 302


def test_fetching_a_link_does_not_use_it_up(client: Client, ann: User) -> None:
    link = create_sign_in_link(ann)
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200
        assert b"Ann" in page.content
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"].startswith("noindex")
    assert client.head(link).status_code == 200
    assert client.get("/").status_code == 302


def test_one_click_signs_in_once(client: Client, ann: User) -> None:
    link = create_sign_in_link(ann)
    answer = client.post(link)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    other = Client()
    assert other.post(link).status_code == 410
    assert other.get(link).status_code == 410
    assert other.get("/").status_code == 302


def test_a_link_replaces_whoever_was_signed_in(client: Client, ann: User) -> None:
    client.force_login(User.objects.create_user("ben"))
    client.post(create_sign_in_link(ann))
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_a_link_of_a_locked_out_person_is_over(client: Client, ann: User) -> None:
    link = create_sign_in_link(ann)
    ann.is_active = False
    ann.save()
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


def test_an_unknown_link_is_over(client: Client) -> None:
    assert client.get("/sign-in/link/nothing/").status_code == 410


def test_a_link_needs_its_form(ann: User) -> None:
    client = Client(enforce_csrf_checks=True)
    link = create_sign_in_link(ann)
    assert client.post(link).status_code == 403
    client.get(link)
    token = client.cookies["csrftoken"].value
    assert client.post(link, {"csrfmiddlewaretoken": token}).status_code == 302


def test_the_password_can_be_changed(client: Client, ann: User) -> None:
    client.force_login(ann)
    new = "another long password"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.get("/account/password/").status_code == 200
    assert client.post("/account/password/", form, follow=True).status_code == 200
    ann.refresh_from_db()
    assert ann.check_password(new)
