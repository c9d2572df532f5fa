"""The workspace of a request: the one that the session's person has chosen, if he belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from workflows.services.workspaces import walls
from workflows.services.workspaces.entering import CHOSEN, enter_chosen

# Figures of the whole installation, which no person asks for; by exact path.
OF_ALL = frozenset({"/healthz", "/readyz", "/metrics"})


class WorkspaceMiddleware:
    """Put the person of a session into the workspace that he has chosen, and show the database's
    connection that one alone, until the request is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter it; who has chosen none is at home, for which nothing is to be done."""
        chosen = request.session.get(CHOSEN)
        if chosen is not None and isinstance(request.user, User):
            enter_chosen(request.user, chosen)
        with walls.shown(_place(request)):
            return self.get_response(request)


def _place(request: HttpRequest) -> User | str | None:
    """Give what a request may see: the admin site's is everything, for those who may open it."""
    if request.path in OF_ALL:
        return walls.EVERYTHING
    if not isinstance(request.user, User):
        return None
    if request.user.is_staff and request.path.startswith(_admin()):
        return walls.EVERYTHING
    return request.user


@cache
def _admin() -> str:
    return reverse("admin:index")
