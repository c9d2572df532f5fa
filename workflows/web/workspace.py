"""The workspace of a request: the one that the session's person has chosen, if he belongs to it, or
that of the run or task whose page he opens; a page that was opened in another one is told so before
it changes anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Literal
from uuid import UUID

from django.contrib.auth.models import User
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from workflows.services.workspaces import walls
from workflows.services.workspaces.entering import CHOSEN, current, enter_chosen, follow
from workflows.web.problem import problem

ALIVE = "/healthz"
"""Answered without the database, so that a process is not ended because that is away."""

# Figures of the whole installation, which no person asks for; by exact path.
OF_ALL = frozenset({"/readyz", "/metrics"})
PLACE = "X-Workspace"
"""In what a page asks: the slug of the workspace that it shows."""

CHANGED = "X-Workspace-Changed"
CHOOSING = "/api/me/workspace/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
PAGES: dict[str, Literal["run", "task"]] = {"runs": "run", "inbox": "task", "decide": "task"}
"""What the pages show whose addresses are handed on, in mails and by people."""

_PAGE = re.compile(r"/(runs|inbox|decide)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/.*)?")


class WorkspaceMiddleware:
    """Put the person of a session into the workspace that he has chosen, and show the database's
    connection that one alone, until the request is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter it; who has chosen none is at home, for which nothing is to be done."""
        if request.path == ALIVE:
            return self.get_response(request)
        if request.path in OF_ALL:
            return self._of_all(request)
        chosen = request.session.get(CHOSEN)
        if chosen is not None and isinstance(request.user, User):
            enter_chosen(request.user, chosen)
        _follow(request)
        with walls.shown(_place(request)):
            return _told() if _is_elsewhere(request) else self.get_response(request)

    def _of_all(self, request: HttpRequest) -> HttpResponse:
        # Whether the database is there is for the view to say.
        with suppress(Error):
            walls.show(walls.EVERYTHING)
        try:
            return self.get_response(request)
        finally:
            walls.show(None)


def _follow(request: HttpRequest) -> None:
    """Enter the workspace of the run or task whose page is opened, wherever its address is from."""
    page = _PAGE.fullmatch(request.path)
    if page is None or request.method != "GET" or not isinstance(request.user, User):
        return
    if place := follow(request.user, PAGES[page[1]], UUID(page[2])):
        request.session[CHOSEN] = place


def _place(request: HttpRequest) -> User | str | None:
    """Give what a request may see: the admin site's is everything, for those who may open it."""
    if not isinstance(request.user, User):
        return None
    if request.user.is_staff and request.path.startswith(_admin()):
        return walls.EVERYTHING
    return request.user


def _is_elsewhere(request: HttpRequest) -> bool:
    """Say whether a page would change something in another workspace than the one it shows, since
    its person has entered that in another tab."""
    shown = request.headers.get(PLACE)
    if not shown or request.method in READING or not request.path.startswith("/api/"):
        return False
    if request.path == CHOOSING or not isinstance(request.user, User):
        return False
    return shown != current(request.user)


def _told() -> HttpResponse:
    sentence = "You have entered another workspace since this page was opened."
    answer = problem(409, "other_workspace", sentence)
    answer.headers[CHANGED] = "1"
    return answer


@cache
def _admin() -> str:
    return reverse("admin:index")
