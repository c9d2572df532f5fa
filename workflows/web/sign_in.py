"""Signing in by password or one-time link, and signing out; links are not made here."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.generic import View

from workflows.services.accounts import peek_sign_in_link, redeem_sign_in_link
from workflows.web.throttle import count_failure, forget_failures, is_barred

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAIT = "Too many tries. Wait a quarter of an hour, or ask an administrator for a sign-in link."


class SignInForm(AuthenticationForm):
    """Say the same for a wrong password, an unknown name and a locked-out person."""

    error_messages = {
        "invalid_login": "Name or password is not right.",
        "inactive": "Name or password is not right.",
    }


class SignInView(LoginView):
    """Sign in with name and password; `next` leads to our own addresses only."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Check the password unless this account or address failed too often."""
        account, address = _who_tries(request)
        if is_barred(account, address):
            form = self.authentication_form(request)
            context = self.get_context_data(form=form, barred=WAIT)
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in under a new session key."""
        forget_failures(*_who_tries(self.request))
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count the failure and show the form again."""
        count_failure(*_who_tries(self.request))
        response = super().form_invalid(form)
        response.status_code = 401
        return response


class SignOutView(LogoutView):
    """End the session; by POST only, so that no picture or link can do it."""

    http_method_names = ["post", "options"]


@method_decorator([never_cache, csrf_protect], name="dispatch")
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
        return _secret(render(request, "web/sign_in_link.html", {"person": user}))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Use the link up and sign its person in under a new session key."""
        user = redeem_sign_in_link(token)
        if user is None:
            return self._expired(request)
        login(request, user, backend=BACKEND)
        return _secret(redirect("shell"))

    def _expired(self, request: HttpRequest) -> HttpResponse:
        return _secret(render(request, "web/link_expired.html", status=410))


def _secret(response: HttpResponse) -> HttpResponse:
    # Not "no-referrer": browsers then send "Origin: null", which the CSRF check must refuse.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _who_tries(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("username", ""), request.META.get("REMOTE_ADDR") or "local"
