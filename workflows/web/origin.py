"""From which address a request comes, for what is noted meanwhile; nothing is noted here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from workflows.services.audit import coming_from


class OriginMiddleware:
    """Say for the time of a request through which door it came, and from where."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle the request; the API names a token's door itself."""
        door = "admin" if request.path.startswith(_admin()) else "ui"
        with coming_from(door, request.META.get("REMOTE_ADDR") or None):
            return self.get_response(request)


@cache
def _admin() -> str:
    return reverse("admin:index")
