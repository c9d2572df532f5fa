"""Signing in by password or one-time link, and signing out; links are not made here."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView, LogoutView
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.generic import View

from workflows.adapters.people.guesses import is_barred
from workflows.conf import load_conf
from workflows.services.accounts import peek_sign_in_link, redeem_sign_in_link
from workflows.web import errors
from workflows.web.accounts.adapter import WAIT
from workflows.web.accounts.forms import SignInForm


class SignInView(LoginView):
    """Sign in with name and password; `next` leads to our own addresses only."""

    template_name = "account/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the password unless this account or address failed too often."""
        if is_barred(request, request.POST.get("username", "")):
            context = self.get_context_data(form=SignInForm(request=request), barred=WAIT)
            return self.render_to_response(context, status=429)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 401
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the issuer that people may come through, if there is one."""
        conf = load_conf()
        issuer = conf.oidc_name if conf.oidc_url else ""
        return {**super().get_context_data(**kwargs), "issuer": issuer}


class SignOutView(LogoutView):
    """End the session; by POST only, so that no picture or link can do it."""

    http_method_names = ["post", "options"]


@never_cache
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Send whoever the admin does not let in to our own page: its own asks for no second factor."""
    if request.user.is_authenticated:
        return errors.permission_denied(request, PermissionError())
    wanted = request.GET.get("next") or reverse("admin:index")
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': wanted})}")


@method_decorator(csrf_protect, name="dispatch")
@method_decorator(sensitive_variables("token"), name="dispatch")
class LinkView(View):
    """Sign in by a one-time link: GET shows one button, only POST uses the link up.

    Mail scanners and chat previews fetch links: a fetch must neither burn one nor sign anybody in.
    """

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show whom the link is for, or that it is over."""
        user = peek_sign_in_link(token)
        if user is None:
            return self._expired(request)
        return secret(render(request, "web/sign_in_link.html", {"person": user}))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Use the link up and sign its person in under a new session key."""
        user = redeem_sign_in_link(token)
        if user is None:
            return self._expired(request)
        return secret(come_in(request, user, "link"))

    def _expired(self, request: HttpRequest) -> HttpResponse:
        return secret(render(request, "web/link_expired.html", status=410))


def come_in(request: HttpRequest, user: User, method: str) -> HttpResponse:
    """Sign somebody in who has proved who he is in another way than by password.

    Who has a second factor is asked for it; whoever was signed in here before is signed out.
    """
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, method=method)
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=reverse("shell")))
    return answer


def secret(response: HttpResponse) -> HttpResponse:
    """Keep the address of a page, which holds a secret, from search engines and other sites."""
    # Not "no-referrer": browsers then send "Origin: null", which the CSRF check must refuse.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
