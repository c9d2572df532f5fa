"""The commands about accounts: inviting, and helping somebody who lost the second factor."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.web.accounts import totp
from workflows.adapters.workspaces import places
from workflows.models import ApiToken, Invitation

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_somebody_is_invited_into_groups(django_capture_on_commit_callbacks: Any) -> None:
    for name in ("authors", "managers"):
        Group.objects.create(name=name)
    with django_capture_on_commit_callbacks(execute=True):
        said = run("invite", "ann@example.org", "--groups", "authors, managers", "--name", "Ann")
    assert "ann@example.org" in said
    assert "Hello Ann," in mail.outbox[-1].body
    row = Invitation.objects.get()
    assert {group.name for group in row.groups.all()} == {"authors", "managers"}
    assert row.invited_by is None


def test_a_workspace_is_named_for_who_is_invited_and_for_a_token() -> None:
    acme, root = places.create("acme", "Acme"), User.objects.create_superuser("root")
    assert acme is not None
    run("invite", "ann@example.org", "--workspace", "acme")
    run("create_token", "root", "--workspace", "acme")
    assert (Invitation.objects.get().workspace, Invitation.objects.get().invited_by) == (acme, root)
    assert ApiToken.objects.get().workspace == acme
    with pytest.raises(CommandError):
        run("create_token", "root", "--workspace", "nowhere")


@pytest.mark.parametrize("words", [("nobody",), ("a@b.de", "--groups", "unknown")])
def test_a_wrong_wish_ends_with_2_and_invites_nobody(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        run("invite", *words)
    assert caught.value.returncode == 2
    assert not Invitation.objects.exists()


def test_who_lost_everything_gets_in_by_password_again() -> None:
    ann = User.objects.create_user("ann")
    totp.switch_on(ann)
    assert "Removed 2" in run("reset_second_factor", "ann")
    assert totp.factors(ann) == set()
    with pytest.raises(CommandError):
        run("reset_second_factor", "nobody")
