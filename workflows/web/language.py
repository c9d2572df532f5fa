"""In which language a page is drawn: what its person chose, else what the browser asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from workflows.services.people.mails import chosen_language

# What programs read is always in one language: they compare texts, and the page has its own words.
FOR_PROGRAMS = ("/api/", "/hooks/", "/healthz", "/readyz", "/metrics")


class LanguageMiddleware:
    """Draw pages in the person's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the language for as long as the page is drawn."""
        if request.path.startswith(FOR_PROGRAMS):
            return self.get_response(request)
        language = chosen_language(request.user) or translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language",))
        return response
