"""Invitations: a mail, a page, an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.support.threads import together
from workflows.engine.errors import Forbidden, Invalid, NotFound, Refused
from workflows.models import Invitation
from workflows.services.people import invitations, mails
from workflows.web import throttle

PASSWORD = "quite a long pass phrase"
Invite = Callable[..., str]


@pytest.fixture
def invite(db: None, django_capture_on_commit_callbacks: Any) -> Invite:
    """Invite somebody; give the path of the link in the mail."""

    def send(email: str = "New@Example.org", **more: Any) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            invitations.invite(None, email, **more)
        found = re.search(
            r"http://127\.0\.0\.1:8000(/account/invitation/\S+)", mail.outbox[-1].body
        )
        assert found is not None
        return found[1]

    return send


def form(**changed: str) -> dict[str, str]:
    whole = {"name": "Nora Newman", "username": "nora"}
    return {**whole, "password1": PASSWORD, "password2": PASSWORD, **changed}


def test_an_invitation_makes_an_account_in_its_groups_and_signs_in(invite: Invite) -> None:
    Group.objects.create(name="managers")
    path, client = invite(groups=["managers"], name="Nora"), Client()
    page = client.get(path).content.decode()
    assert 'value="Nora"' in page
    assert 'value="New"' in page
    assert "at least 12 characters" in page
    answer = client.post(path, form())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    nora = User.objects.get(username="nora")
    assert (nora.email, nora.get_full_name()) == ("New@example.org", "Nora Newman")
    assert [group.name for group in nora.groups.all()] == ["managers"]
    assert (nora.is_staff, nora.is_superuser) == (False, False)
    assert nora.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(nora.pk)


def test_the_mail_has_two_parts_and_names_who_invites(
    invite: Invite, django_capture_on_commit_callbacks: Any
) -> None:
    chief = User.objects.create_superuser("chief", first_name="Eve\r\nBcc: x@y", last_name="<b>")
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite(chief, "a@example.org", name="A & B")
    sent = mail.outbox[-1]
    assert sent.subject == "Eve Bcc: x@y <b> invites you to Fermata"
    assert sent.to == ["a@example.org"]
    html = sent.alternatives[0][0]
    assert "A &amp; B" in html
    assert "<b>" not in html
    link = re.search(r"http://\S+", sent.body)
    assert link is not None
    assert f'href="{link[0]}"' in html


def test_a_fetch_uses_nothing_up(invite: Invite) -> None:
    path = invite()
    for method in ("get", "head", "get"):
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Referrer-Policy"] == "same-origin"
    assert Client().post(path, form()).status_code == 302


def test_it_works_once(invite: Invite) -> None:
    path = invite()
    Client().post(path, form())
    for answer in (Client().get(path), Client().post(path, form(username="second"))):
        assert answer.status_code == 410
        assert b"used up" in answer.content
    assert not User.objects.filter(username="second").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, b"expired"),
        ({"revoked_at": timezone.now()}, b"taken back"),
    ],
    ids=["expired", "revoked"],
)
def test_every_end_has_its_page(invite: Invite, change: dict[str, Any], words: bytes) -> None:
    path = invite()
    Invitation.objects.update(**change)
    for answer in (Client().get(path), Client().post(path, form())):
        assert answer.status_code == 410
        assert words in answer.content
    assert not User.objects.exists()


def test_it_lasts_seven_days_and_only_its_hash_is_kept(invite: Invite) -> None:
    path = invite()
    row = Invitation.objects.get()
    assert row.expires_at - row.created_at <= timedelta(days=7, seconds=1)
    assert path.split("/")[-2] not in str(Invitation.objects.values().get())


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["nothing", "None", "x" * 43, "ü", "%00"])
def test_an_unknown_token_opens_nothing(token: str) -> None:
    answer = Client().get(f"/account/invitation/{token}/")
    assert answer.status_code == 404
    assert b"no such invitation" in answer.content


@pytest.mark.django_db
def test_whoever_guesses_tokens_must_wait(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(throttle, "ALLOWED_MISSES", 2)
    client = Client()
    answers = [client.get(f"/account/invitation/guess{n}/").status_code for n in range(4)]
    assert answers == [404, 404, 429, 429]
    assert "guess" not in caplog.text


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "password12345", "password2": "password12345"}, "too common"),
        ({"password1": "New@Example.org", "password2": "New@Example.org"}, "too similar"),
        ({"password2": "something quite different"}, "not the same"),
        ({"username": "TAKEN"}, "is taken"),
        ({"username": "no spaces please"}, "valid username"),
        ({"username": ""}, "required"),
        ({"name": ""}, "required"),
        ({"username": "x\x00y"}, "Null"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    invite: Invite, changed: dict[str, str], fault: str
) -> None:
    User.objects.create_user("taken")
    path = invite()
    answer = Client().post(path, form(**changed))
    assert answer.status_code == 400
    assert fault in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert Invitation.objects.get().used_at is None
    assert Client().post(path, form()).status_code == 302


def test_a_form_of_another_site_is_refused(invite: Invite) -> None:
    path = invite()
    assert Client(enforce_csrf_checks=True).post(path, form()).status_code == 403
    assert not User.objects.exists()


def test_inviting_tells_nothing_of_who_has_an_account(
    invite: Invite, django_capture_on_commit_callbacks: Any
) -> None:
    User.objects.create_user("ann", "ann@example.org")
    known = invite("ANN@example.org")
    unknown = invite("nobody@example.org")
    pages = [Client().get(path).content.decode() for path in (known, unknown)]
    assert len(pages[0].splitlines()) == len(pages[1].splitlines())
    assert len(mail.outbox) == 2
    # Whoever reads the mail of an address may know what it is used for.
    answer = Client().post(known, form())
    assert answer.status_code == 409
    assert b"You have an account already" in answer.content
    assert not User.objects.filter(username="nora").exists()


def test_whoever_is_signed_in_here_is_signed_out_by_taking_an_invitation_up(
    invite: Invite,
) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("chief"))
    before = client.session.session_key
    client.post(invite(), form())
    assert client.session["_auth_user_id"] == str(User.objects.get(username="nora").pk)
    assert client.session.session_key != before


@pytest.mark.django_db
def test_only_superusers_invite_and_take_back() -> None:
    for who in (User(username="x", is_staff=True), User(is_superuser=True, is_active=False)):
        with pytest.raises(Forbidden):
            invitations.invite(who, "a@example.org")
        with pytest.raises(Forbidden):
            invitations.revoke(who, "01a1fced-7576-72a6-9a30-dcea6133dbfd")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "groups"),
    [("no address", []), ("", []), ("a@b@c", []), ("a@example.org\nBcc: b@c.de", []),
     ("a@example.org", ["nobody made this"])],
)  # fmt: skip
def test_nobody_is_invited_wrongly(email: str, groups: list[str]) -> None:
    with pytest.raises(Invalid):
        invitations.invite(None, email, groups)
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_sent_invites_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(mails, "send_invitation", broken)
    with pytest.raises(Refused) as caught:
        invitations.invite(None, "a@example.org")
    assert caught.value.code == "mail_failed"
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_one_link_one_gets_an_account() -> None:
    invitations.invite(None, "a@example.org")
    found = re.search(r"invitation/([^/]+)/", mail.outbox[-1].body)
    assert found is not None

    def take(number: int) -> bool:
        newcomer = invitations.Newcomer(f"n{number}", "N", PASSWORD)
        try:
            invitations.accept(found[1], newcomer)
        except NotFound:
            return False
        return True

    answers = together(*[partial(take, number) for number in range(5)])
    assert sorted(answers) == [False] * 4 + [True]
    assert User.objects.count() == 1
