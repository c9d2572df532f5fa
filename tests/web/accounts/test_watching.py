"""What accounts go through is noted, each once, with nothing secret in it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.test_second_factor import set_up, sign_in
from workflows.models import AuditEntry
from workflows.services.people import invitations

pytestmark = pytest.mark.django_db


def noted() -> list[tuple[str | None, str, str]]:
    rows = AuditEntry.objects.order_by("pk")
    return [(row.by, row.verb, row.object) for row in rows]


def test_coming_in_and_going_out(ann: User) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(client)
    client.post("/sign-out/")
    assert noted() == [
        ("ann", "account.signed_in", "user ann"),
        ("ann", "account.signed_out", "user ann"),
    ]
    assert {row.address for row in AuditEntry.objects.all()} == {"192.0.2.7"}


def test_guessing_until_the_name_is_locked(ann: User) -> None:
    client = Client()
    for _ in range(12):
        client.post("/sign-in/", {"username": "ann", "password": "wrong"})
    assert (None, "account.locked_out", "user ann") in noted()
    assert "account.signed_in" not in {verb for _, verb, _ in noted()}


def test_a_new_password(ann: User) -> None:
    client = Client()
    sign_in(client)
    words = {
        "oldpassword": PASSWORD,
        "password1": "another long one",
        "password2": "another long one",
    }
    client.post("/account/password/", words)
    assert noted()[-1] == ("ann", "account.password_changed", "user ann")
    assert "another" not in json.dumps([row.detail for row in AuditEntry.objects.all()])


def test_a_second_factor(ann: User, django_capture_on_commit_callbacks: Any) -> None:
    client = Client()
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    added = AuditEntry.objects.filter(verb="second_factor.added")
    assert {row.detail["type"] for row in added} == {"totp", "recovery_codes"}


def test_an_invitation_from_its_mail_to_the_account(
    admin_user: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = invitations.invite(admin_user, "new@example.org")
    found = re.search(r"/account/invitation/([^/\s]+)/", str(mail.outbox[0].body))
    assert found is not None
    invitations.accept(found[1], invitations.Newcomer("newcomer", "New Comer", PASSWORD))
    assert noted() == [
        ("admin", "invitation.sent", f"invitation {row.pk}"),
        ("newcomer", "invitation.accepted", f"invitation {row.pk}"),
    ]
    assert found[1] not in json.dumps([entry.detail for entry in AuditEntry.objects.all()])
