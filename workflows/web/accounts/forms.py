"""The forms of signing in, of resetting a password and of taking an invitation up."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from workflows.adapters.people.guesses import count_failure, is_barred
from workflows.services.people import invitations, mails, passwords
from workflows.web.accounts.adapter import WAIT


class SignInForm(LoginForm):
    """Name and password, under the names that password managers know."""

    def add_prefix(self, field_name: str) -> str:
        """Call the field for the name `username`, as it has always been called."""
        return "username" if field_name == "login" else super().add_prefix(field_name)


class ResetForm(ResetPasswordForm):
    """An address; whether we know it changes neither the answer nor how long it takes."""

    def clean_email(self) -> str:
        """Take any address."""
        return str(self.cleaned_data["email"]).strip()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Look the address up and write to it after the answer."""
        email = str(self.cleaned_data["email"])
        mails.post(lambda: passwords.send_resets(email))
        return email


class _Counted:
    """Wrong codes count like wrong passwords, in the database."""

    user: User

    def clean_code(self) -> Any:
        """Check the code unless there were too many wrong ones."""
        if is_barred(context.request, self.user.username):
            raise ValidationError(WAIT)
        return super().clean_code()  # type: ignore[misc]

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        count_failure(context.request, self.user.username)
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]


class SecondFactorForm(_Counted, AuthenticateForm):
    """The code after the password."""


class ConfirmingFactorForm(_Counted, ReauthenticateForm):
    """The code before something delicate."""


class JoinForm(forms.Form):
    """Who takes an invitation up: the name shown, the name for signing in, a password."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    username = forms.CharField(
        label=_("Name for signing in"), max_length=150, validators=[UnicodeUsernameValidator()]
    )
    password1 = forms.CharField(label=_("Password"), max_length=1000, strip=False)
    password2 = forms.CharField(label=_("Password, again"), max_length=1000, strip=False)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        """Take whose address it is: a password must not be like it."""
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_username(self) -> str:
        """Refuse a name that is taken."""
        username = str(User.normalize_username(self.cleaned_data["username"]))
        if invitations.name_is_taken(username):
            raise ValidationError(_("This name is taken: choose another."))
        return username

    def clean(self) -> dict[str, Any]:
        """Check the password by the rules, against what is known of the person."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                password_validation.validate_password(first, self._person(data))
            except ValidationError as error:
                self.add_error("password1", error)
        return data

    def _person(self, data: dict[str, Any]) -> User:
        first, _space, last = str(data.get("name", "")).partition(" ")
        username = str(data.get("username", ""))
        return User(username=username, first_name=first, last_name=last, email=self.email)
