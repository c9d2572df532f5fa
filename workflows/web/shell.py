"""The page that carries the application; what the application shows comes from the API."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from workflows.services.queries.people import me


@never_cache
@require_safe
@login_required
@ensure_csrf_cookie
def shell(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serve one page for every address of the application; its router reads `path` itself."""
    return render(request, "web/shell.html", {"session_json": me(cast(User, request.user))})
