"""Links that decide without signing in: the token is exchanged for a short cookie, so that it is in
no address that is looked at; GET changes nothing, POST decides once."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.generic import View

from workflows.engine.errors import Forbidden, NotFound
from workflows.services.notices import links
from workflows.services.notices.links import Pass
from workflows.services.notices.sheets import look
from workflows.web import errors
from workflows.web.throttle import guesses_too_much

from .answering import answer, show
from .drawing import guarded, refuse
from .speech import speaking_to

SALT = "workflows.decide_by_mail"
SECONDS = 15 * 60


def cookie_name() -> str:
    """Name the cookie; over HTTPS browsers then take it from a secure page only."""
    prefix = "__Secure-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}fermata_decide"


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_variables("token"), name="dispatch")
class LinkView(View):
    """Exchange a token for a cookie that shows one task, to this browser, for a quarter of an hour.

    Whoever fetches links, as scanners of mail do, gets a cookie and a page: neither decides.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Lead to the task."""
        try:
            given = links.pass_of(token)
        except NotFound:
            return _sealed(_missed(request))
        except links.Over:
            return _sealed(_over(request))
        path = reverse("decide_by_mail", args=[given.task])
        response = redirect(path)
        value = signing.dumps(given.key, salt=SALT)
        response.set_cookie(
            cookie_name(),
            value,
            max_age=SECONDS,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return _sealed(response)


@method_decorator([never_cache, csrf_protect], name="dispatch")
class ByMailView(View):
    """Look at the task of a link and decide it as the person whom the mail was for."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, task_id: str) -> HttpResponse:
        """Show the task as it stands."""
        return _at(request, str(task_id), decides=False)

    def post(self, request: HttpRequest, task_id: str) -> HttpResponse:
        """Decide, once and for good; then show how it stands."""
        return _at(request, str(task_id), decides=True)


def _at(request: HttpRequest, task_id: str, *, decides: bool) -> HttpResponse:
    try:
        given = _pass_in(request)
        if given.task != task_id:
            return _over(request)
        sheet = look(given.who, given.task)
    except (NotFound, Forbidden, links.Over):
        return _over(request, task_id)
    if sheet.state == "open" and given.used:
        return _over(request, task_id)
    with speaking_to(request, sheet.profile):
        if not decides:
            return show(request, sheet, by_mail=True)
        return answer(request, sheet, partial(links.decide_by_link, given), by_mail=True)


def _pass_in(request: HttpRequest) -> Pass:
    value = request.COOKIES.get(cookie_name(), "")
    try:
        key = signing.loads(value, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise links.Over("There is no cookie of ours, or it is too old.") from None
    return links.pass_by_key(int(key))


def _missed(request: HttpRequest) -> HttpResponse:
    if guesses_too_much(request.META.get("REMOTE_ADDR", "")):
        with speaking_to(request):
            answer = refuse(request, "throttled", 429)
        answer["Retry-After"] = "60"
        return answer
    return errors.page_not_found(request, NotFound("There is no such link."))


def _over(request: HttpRequest, task_id: str | None = None) -> HttpResponse:
    with speaking_to(request):
        return refuse(request, "link_over", 410, task_id=task_id)


def _sealed(response: HttpResponse) -> HttpResponse:
    """Answer at an address that holds a token: it is told to nobody, not even to our next page."""
    guarded(response)
    response["Referrer-Policy"] = "no-referrer"
    return response
