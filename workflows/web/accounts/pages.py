"""A person's own pages: what there is to set, where he is signed in, his API tokens."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.logout import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from workflows.engine.errors import Invalid, NotFound
from workflows.services import tokens
from workflows.services.people import second_factor, sessions
from workflows.web import errors

LIFETIMES = (7, 30, 90, 365)
"""Days."""


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show what there is to set about one's account."""
    user = cast(User, request.user)
    words = {"has_factor": second_factor.has_one(user), "tokens": len(tokens.listing(user))}
    return render(request, "account/overview.html", words)


@require_safe
@login_required
def password_changed(request: HttpRequest) -> HttpResponse:
    """Say that the password is another now."""
    return render(request, "account/password_changed.html")


@method_decorator(login_required, name="dispatch")
class SessionsView(View):
    """Where one is signed in; ending one of them, or all others."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them."""
        shown = sessions.listing(cast(User, request.user), request.session.session_key)
        return render(request, "account/sessions.html", {"sessions": shown})

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the one named by `end`, or with `end=others` all but this one."""
        user, key = cast(User, request.user), request.session.session_key
        wanted = request.POST.get("end", "")
        try:
            if wanted == "others":
                sessions.end_others(user, key)
            elif sessions.end_session(user, wanted, key):
                logout(request)
                return redirect("sign_in")
        except NotFound as error:
            return errors.page_not_found(request, error)
        return redirect("sessions")


@method_decorator(login_required, name="dispatch")
class TokensView(View):
    """One's API tokens: making one, which is shown once, and revoking one."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them."""
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Revoke the one named by `revoke`, else make one."""
        user, revoked = cast(User, request.user), request.POST.get("revoke")
        try:
            if revoked is not None:
                tokens.revoke_token(user, revoked)
                return redirect("tokens")
            asked = request.POST
            days = int(asked["days"]) if asked.get("days", "").isdecimal() else LIFETIMES[0]
            made = tokens.make_own_token(user, asked.get("name", ""), asked.getlist("scopes"), days)
        except NotFound as error:
            return errors.page_not_found(request, error)
        except Invalid:
            return self._page(request, wrong=_("Choose what the token may do."), status=400)
        # No redirect: its text is kept nowhere, so this answer is the only one that can show it.
        return self._page(request, text=made.text)

    def _page(self, request: HttpRequest, status: int = 200, **words: Any) -> HttpResponse:
        user = cast(User, request.user)
        shown = {"tokens": tokens.listing(user), "lifetimes": LIFETIMES, "scopes": _scopes()}
        return render(request, "account/tokens.html", {**shown, **words}, status=status)


def _scopes() -> list[tuple[str, str]]:
    words = {
        "read": _("see what I see"),
        "run": _("start and steer runs"),
        "decide": _("decide for me"),
        "edit": _("change workflows"),
        "all": _("all that I may do"),
    }
    return [(scope, words[scope]) for scope in tokens.SCOPES]
