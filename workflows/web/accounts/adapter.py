"""What allauth asks us: who may come in, how mail is sent, how secrets are kept."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import user_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.adapters.people.guesses import address_of
from workflows.adapters.people.sessions import UNKNOWN_ADDRESS
from workflows.services.people import mails, second_factor
from workflows.web.session_limits import STARTED

FRESH_SECONDS = 15 * 60
WRONG = _("Name or password is not right.")
WAIT = _("Too many tries. Wait a quarter of an hour, or ask an administrator for a sign-in link.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation; every failure says the same."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody make an account by himself."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave counting to axes, which is the first backend and keeps it in the database."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose name and password it is; somebody locked out is nobody, as Django has it."""
        found = authenticate(request, **credentials)
        return found if isinstance(found, User) else None

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Send somebody who is locked out where strangers are."""
        return redirect("sign_in")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the server itself believes in."""
        return address_of(request) or UNKNOWN_ADDRESS

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing on the next page, which may be the application's: our pages say it."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the page that says it is done."""
        return reverse("password_changed")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail in its reader's language, and have it sent after the answer."""
        user = context.get("user") or getattr(self.request, "user", None)
        reader = user if isinstance(user, User) else None
        with translation.override(mails.language_of(reader)):
            mail = mails.compose(template_prefix, email, context)
        mails.post(mail.send)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody what was changed in his account; nothing to whom we have no address of."""
        super().send_notification_mail(
            template_prefix, user, {**(context or {}), "user": user}, email or user_email(user)
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again; who has none must have signed in a moment ago."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        if self.get_reauthentication_methods(self.request.user):
            return True
        if time.time() - self.request.session.get(STARTED, 0) > FRESH_SECONDS:
            raise ImmediateHttpResponse(render(self.request, "account/stale.html", status=403))
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted; who must have a second factor cannot remove his last one."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret."""
        return second_factor.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt it."""
        return second_factor.unseal(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Name the account as it is named when signing in."""
        return str(user.get_username())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether it may go."""
        user = authenticator.user
        others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
        left = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return left or not second_factor.must_have_one(user)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """Suggest a name for a passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return "Fermata"
