"""The page that carries the application; what the application shows comes from the API."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from workflows.services.queries.persons.directory import me

DRAWN = {"workflows": "src/editor/EditorPage.tsx", "runs": "src/run/RunPage.tsx"}
"""The pages of one workflow and of one run, which are the largest."""


@never_cache
@require_safe
@login_required
@ensure_csrf_cookie
def shell(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serve one page for every address of the application; its router reads `path` itself."""
    session = me(cast(User, request.user))
    # As the middleware has chosen, so that the frame and the words in it never differ.
    language = (get_language() or "en").partition("-")[0]
    context = {
        "session_json": session,
        "zone": session["settings"]["zone"],
        "theme": session["settings"]["theme"],
        "speech": f"src/strings/{language}/entry.ts",
        "early": early(language, path),
    }
    return render(request, "web/shell.html", context)


def early(language: str, path: str) -> list[str]:
    """Name what the page at `path` reads beyond the first scripts and words (see frontend/src).

    The inbox does without; for others the browser fetches them beside the scripts, not after them.
    """
    area, _, which = path.partition("/")
    if area == "inbox":
        return []
    page = DRAWN.get(area) if which else None
    return [f"src/strings/{language}/more/index.ts", *([page] if page else [])]
