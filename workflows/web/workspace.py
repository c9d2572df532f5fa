"""The workspace of a request: the one that the session's person has chosen, if he belongs to it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from workflows.services.workspaces.entering import CHOSEN, enter_chosen


class WorkspaceMiddleware:
    """Put the person of a session into the workspace that he has chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter it; who has chosen none is at home, for which nothing is to be done."""
        chosen = request.session.get(CHOSEN)
        if chosen is not None and isinstance(request.user, User):
            enter_chosen(request.user, chosen)
        return self.get_response(request)
