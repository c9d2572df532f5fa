"""The page behind an invitation: GET shows it, POST makes the account."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import View

from workflows.adapters.people.guesses import address_of
from workflows.engine.errors import Invalid, NotFound
from workflows.services.people import invitations
from workflows.web import errors
from workflows.web.accounts.forms import JoinForm
from workflows.web.accounts.sign_in import come_in, secret
from workflows.web.throttle import guesses_too_much

STATUS = {"used": 410, "revoked": 410, "expired": 410, "unknown": 404}


@method_decorator(csrf_protect, name="dispatch")
@method_decorator(sensitive_variables("token"), name="dispatch")
@method_decorator(sensitive_post_parameters("password1", "password2"), name="dispatch")
class InvitationView(View):
    """Make an account by invitation; a fetch uses nothing up."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the form, or what has become of the invitation."""
        row, state = invitations.find(token)
        if row is None or state != "open":
            return _over(request, state)
        suggested = {"name": row.name, "username": row.email.partition("@")[0]}
        return _form(request, row, JoinForm(email=row.email, initial=suggested))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Make the account and sign its person in."""
        row, state = invitations.find(token)
        if row is None or state != "open":
            return _over(request, state)
        form = JoinForm(request.POST, email=row.email)
        if not form.is_valid():
            return _form(request, row, form, 400)
        told = form.cleaned_data
        newcomer = invitations.Newcomer(told["username"], told["name"], told["password1"])
        try:
            user = invitations.accept(token, newcomer)
        except NotFound:
            return _over(request, invitations.find(token)[1])
        except invitations.Known:
            return secret(render(request, "account/invitation_known.html", status=409))
        except Invalid as error:
            form.add_error("username", ValidationError(error.message))
            return _form(request, row, form, 400)
        return secret(come_in(request, user, "invitation"))


def _form(request: HttpRequest, row: Any, form: JoinForm, status: int = 200) -> HttpResponse:
    words = {"form": form, "invitation": row}
    return secret(render(request, "account/invitation.html", words, status=status))


def _over(request: HttpRequest, state: str) -> HttpResponse:
    if state == "unknown" and guesses_too_much(address_of(request) or ""):
        return secret(errors.too_many(request))
    page = render(request, "account/invitation_over.html", {"state": state}, status=STATUS[state])
    # Django would log the path of what is refused, and the path is the secret.
    page._has_been_logged = True  # type: ignore[attr-defined]
    return secret(page)
