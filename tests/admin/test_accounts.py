"""Invitations and second factors in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.test import Client

from tests.web.accounts import totp
from workflows.engine.errors import Refused
from workflows.models import Invitation
from workflows.services.people import invitations

pytestmark = pytest.mark.django_db
INVITATIONS = "/admin/workflows/invitation/"


def test_a_superuser_invites_somebody_into_groups(
    client: Client, chief: User, django_capture_on_commit_callbacks: Any
) -> None:
    group = Group.objects.create(name="managers")
    form = {"email": "new@example.org", "name": "Nora", "groups": [group.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{INVITATIONS}add/", form, follow=True)
    assert answer.status_code == 200
    row = Invitation.objects.get()
    assert (row.email, row.name, row.invited_by) == ("new@example.org", "Nora", chief)
    assert [found.name for found in row.groups.all()] == ["managers"]
    assert mail.outbox[-1].to == ["new@example.org"]
    assert row.token_hash not in answer.content.decode()


def test_a_mail_that_cannot_be_sent_is_told(
    client: Client, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise Refused("The mail server cannot be used.", code="mail_failed")

    monkeypatch.setattr(invitations, "invite", refuse)
    answer = client.post(f"{INVITATIONS}add/", {"email": "new@example.org"}, follow=True)
    assert b"The mail server cannot be used." in answer.content


def test_an_invitation_is_taken_back_and_neither_changed_nor_deleted(
    client: Client, run: Any
) -> None:
    row = Invitation.objects.get()
    form = {"action": "take_back", "_selected_action": [str(row.pk)]}
    assert client.post(INVITATIONS, form, follow=True).status_code == 200
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert client.post(f"{INVITATIONS}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{INVITATIONS}{row.pk}/change/", {"email": "x@y.de"}).status_code == 403


def test_staff_who_are_not_superusers_do_not_invite(client: Client) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="workflows"))
    client.force_login(clerk)
    for path in (INVITATIONS, f"{INVITATIONS}add/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{INVITATIONS}add/", {"email": "a@example.org"}).status_code == 403
    assert not Invitation.objects.exists()


def test_a_lost_second_factor_is_removed_by_superusers_only(client: Client, chief: User) -> None:
    ann = User.objects.create_user("ann")
    totp.switch_on(ann)
    form = {"action": "reset_second_factor", "_selected_action": [ann.pk]}
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
    other = Client()
    other.force_login(clerk)
    other.post("/admin/auth/user/", form)
    assert "totp" in totp.factors(ann)
    client.post("/admin/auth/user/", form)
    assert totp.factors(ann) == set()


def test_tables_with_secrets_of_accounts_are_not_shown() -> None:
    for model in (Authenticator, SocialApp, UserSession, AccessAttempt):
        assert not admin.site.is_registered(model)


def test_strangers_are_sent_to_our_own_sign_in_and_others_told_no(client: Client) -> None:
    asked = client.get("/admin/auth/user/", follow=True)
    assert asked.redirect_chain[-1][0] == "/sign-in/?next=%2Fadmin%2Fauth%2Fuser%2F"
    client.force_login(User.objects.create_user("ann"))
    assert client.get("/admin/", follow=True).status_code == 403
