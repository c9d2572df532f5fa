"""Changing, setting and resetting a password."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client

from tests.web.accounts.conftest import PASSWORD, Given
from workflows.models import Profile
from workflows.services.people import mails, passwords

pytestmark = pytest.mark.django_db
NEW = "another long enough one"


def ask(email: str, client: Client | None = None) -> Any:
    return (client or Client()).post("/account/password/reset/", {"email": email})


def link() -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def use(path: str, client: Client | None = None) -> Any:
    browser = client or Client()
    shown = browser.get(path, follow=True)
    there = shown.redirect_chain[-1][0]
    return browser.post(there, {"password1": NEW, "password2": NEW}, follow=True)


def test_the_mail_leads_to_a_new_password_once(ann: User) -> None:
    assert ask("ann@example.org")["Location"] == "/account/password/reset/sent/"
    assert mail.outbox[-1].to == ["Ann@example.org"]
    path = link()
    assert use(path).status_code == 200
    ann.refresh_from_db()
    assert ann.check_password(NEW)
    assert b"used up" in Client().get(path).content


def test_fetching_the_link_changes_nothing_and_hides_the_secret(ann: User) -> None:
    ask("ann@example.org")
    client, path = Client(), link()
    first = client.get(path)
    assert first.status_code == 302
    assert first["Location"].endswith("-set-password/")
    assert first["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in first["Cache-Control"]
    for _ in range(3):
        assert Client().get(path).status_code == 302
    assert use(path).status_code == 200


@pytest.mark.parametrize("address", ["nobody@example.org", "gone@example.org", "none@example.org"])
def test_nothing_is_told_of_addresses(ann: User, address: str) -> None:
    User.objects.create_user("gone", "gone@example.org", PASSWORD, is_active=False)
    User.objects.create_user("none", "none@example.org")
    known, unknown = ask("ann@example.org"), ask(address)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = [Client().get(answer["Location"]).content for answer in (known, unknown)]
    # Each page has a nonce of its own for its scripts.
    plain = [re.sub(rb'nonce="[^"]+"', b"", page) for page in pages]
    assert plain[0] == plain[1]
    assert [message.to for message in mail.outbox] == [["Ann@example.org"]]


def test_the_answer_does_not_wait_for_the_address_to_be_looked_up(
    ann: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    later: list[Any] = []
    monkeypatch.setattr(mails, "post", later.append)
    for address in ("ann@example.org", "nobody@example.org"):
        with django_assert_num_queries(0):
            ask(address)
    assert len(later) == 2
    assert mail.outbox == []
    for work in later:
        work()
    assert len(mail.outbox) == 1


def test_the_mail_goes_to_the_address_we_know_not_to_the_one_typed(ann: User) -> None:
    ask("ANN@EXAMPLE.ORG")
    assert mail.outbox[-1].to == ["Ann@example.org"]
    mail.outbox.clear()
    ask("ａnn@example.org")
    assert mail.outbox == []


def test_the_link_names_our_own_address_whatever_the_request_says(
    ann: User, given: Given, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    given(base_url="https://flows.example")
    Client(headers={"host": "evil.example"}).post(
        "/account/password/reset/", {"email": "ann@example.org"}
    )
    assert "https://flows.example/account/password/reset/" in mail.outbox[-1].body
    assert "evil" not in mail.outbox[-1].body


def test_a_link_ends_after_an_hour(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ask("ann@example.org")
    later = datetime.now() + timedelta(hours=1, seconds=2)  # noqa: DTZ005 - as Django counts it
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert b"used up" in Client().get(link()).content


def test_a_reset_signs_out_everywhere(ann: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(ann)
    assert elsewhere.get("/account/").status_code == 200
    ask("ann@example.org")
    use(link())
    assert elsewhere.get("/account/").status_code == 302


def test_several_accounts_of_one_address_get_a_mail_each(ann: User) -> None:
    User.objects.create_user("ann2", "ann@example.org", PASSWORD)
    passwords.send_resets("ann@example.org")
    assert sorted(re.search(r"account (\w+)", m.body)[1] for m in mail.outbox) == ["ann", "ann2"]


def test_the_rules_are_told_and_kept(ann: User) -> None:
    client = Client()
    client.force_login(ann)
    page = client.get("/account/password/").content.decode()
    assert "at least 12 characters" in page
    for bad in ("short", "password12345", "Ann@example.org"):
        form = {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
        assert client.post("/account/password/", form).status_code == 200
    form = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert client.post("/account/password/", form).status_code == 200
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD)


def test_a_change_gives_this_session_a_new_key_and_ends_the_others(ann: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(ann)
        client.get("/account/")
    before = here.session.session_key
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/account/password/", form)["Location"] == "/account/password/done/"
    assert here.get("/account/password/done/").status_code == 200
    assert here.session.session_key != before
    assert elsewhere.get("/account/").status_code == 302


def test_a_change_is_told_by_mail_with_both_parts_in_the_persons_language(ann: User) -> None:
    Profile.objects.create(user=ann, language="de")
    client = Client()
    client.force_login(ann)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/", form)
    told = mail.outbox[-1]
    assert told.to == ["ann@example.org"]
    assert "127.0.0.1" in told.body
    html, kind = told.alternatives[0]
    assert kind == "text/html"
    assert "In Ihrem Konto wurde etwas geändert" in told.body
    assert "In Ihrem Konto wurde etwas geändert" in html
    assert told.extra_headers["Auto-Submitted"] == "auto-generated"


def test_somebody_who_came_by_a_link_a_moment_ago_may_set_a_password(db: None) -> None:
    eve = User.objects.create_user("eve")
    client = Client()
    client.force_login(eve)
    assert client.get("/account/password/")["Location"] == "/account/password/set/"
    assert client.get("/account/password/set/").status_code == 200
    session = client.session
    session["session_started"] -= 16 * 60
    session.save()
    stale = client.post("/account/password/set/", {"password1": NEW, "password2": NEW})
    assert stale.status_code == 403
    assert b"Sign in once more" in stale.content
    session["session_started"] += 16 * 60
    session.save()
    client.post("/account/password/set/", {"password1": NEW, "password2": NEW})
    eve.refresh_from_db()
    assert eve.check_password(NEW)


def test_an_address_that_was_changed_resets_nothing_any_more(ann: User) -> None:
    ask("ann@example.org")
    before = link()
    EmailAddress.objects.create(user=ann, email="ann@example.org", verified=True, primary=True)
    ann.email = "new@example.org"
    ann.save()
    mail.outbox.clear()
    ask("ann@example.org")
    assert mail.outbox == []
    assert b"used up" in Client().get(before).content
    ask("new@example.org")
    assert mail.outbox[-1].to == ["new@example.org"]
    assert not EmailAddress.objects.filter(email="ann@example.org").exists()


@pytest.mark.parametrize("nasty", ["Bcc: x@example.org\r\nA", "a\nb", "\u2028c", "x" * 500])
def test_no_name_breaks_out_of_a_subject(nasty: str) -> None:
    made = mails.one_line(nasty)
    assert len(made.splitlines()) <= 1
    assert len(made) <= 160
