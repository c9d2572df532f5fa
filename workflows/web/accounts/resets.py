"""The page behind the link of a password reset, whose address holds a secret."""

from __future__ import annotations

from typing import cast

from allauth.account.views import PasswordResetFromKeyView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables

from workflows.web.accounts.sign_in import secret

_page = PasswordResetFromKeyView.as_view()


@sensitive_variables("key")
def reset_from_key(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """Lead to an address without the secret, show the form there, and set the password by POST."""
    return secret(cast(HttpResponse, _page(request, uidb36=uidb36, key=key)))
