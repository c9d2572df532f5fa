"""Resetting a password by mail; what a password must be is Django's settings' affair."""

from __future__ import annotations

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation

from workflows.adapters.people.addresses import owners
from workflows.services.people import mails

MOST = 5
"""Accounts of one address that get a mail."""


def send_resets(email: str) -> None:
    """Send a link to each account of this address; nothing when there is none.

    It goes to the address as we know it, never as it was typed: two that look alike may belong to
    different people.
    """
    for user in _owners(email)[:MOST]:
        key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
        uid = user_pk_to_url_str(user)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
        words = {"username": user.username, "link": mails.address_of(path)}
        with translation.override(mails.language_of(user)):
            mails.compose("account/email/reset", user.email, words).send()


def _owners(email: str) -> list[User]:
    # Who has no password comes in by a link or through an issuer: mail must not be a second way.
    return [user for user in owners(email) if user.is_active and user.has_usable_password()]
