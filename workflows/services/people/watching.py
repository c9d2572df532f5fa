"""What accounts go through is noted: coming in and going out, new passwords, second factors."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa import signals as factors
from axes.signals import user_locked_out
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out

from workflows.services.audit import note


def connect() -> None:
    """Listen; each way in and each change has one line, whichever page it came from."""
    user_logged_in.connect(_came_in, dispatch_uid="watching.came_in")
    user_logged_out.connect(_went_out, dispatch_uid="watching.went_out")
    user_locked_out.connect(_locked_out, dispatch_uid="watching.locked_out")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_has_new_password, dispatch_uid="watching.new_password")
    for verb, signal in (
        ("second_factor.added", factors.authenticator_added),
        ("second_factor.removed", factors.authenticator_removed),
        ("second_factor.renewed", factors.authenticator_reset),
    ):
        signal.connect(_FACTORS[verb], dispatch_uid=f"watching.{verb}")


def _came_in(sender: Any, user: User, **kwargs: Any) -> None:
    note(user, "account.signed_in", f"user {user.username}")


def _went_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if isinstance(user, User):
        note(user, "account.signed_out", f"user {user.username}")


def _locked_out(sender: Any, username: str | None = None, **kwargs: Any) -> None:
    # Whoever guesses may type anything: this is a name that was tried, nobody's act.
    note(None, "account.locked_out", f"user {str(username or '')[:150]}")


def _has_new_password(sender: Any, user: User, **kwargs: Any) -> None:
    note(user, "account.password_changed", f"user {user.username}")


def _factor(verb: str) -> Any:
    def noted(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
        note(user, verb, f"user {user.username}", {"type": str(authenticator.type)})

    return noted


# Kept by name: signals hold their receivers weakly.
_FACTORS = {
    verb: _factor(verb)
    for verb in ("second_factor.added", "second_factor.removed", "second_factor.renewed")
}
