"""The page that carries the application; what the application shows comes from the API."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe


@never_cache
@require_safe
@login_required
@ensure_csrf_cookie
def shell(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serve one page for every address of the application; its router reads `path` itself."""
    return render(request, "web/shell.html", {"session_json": _session(request.user)})


def _session(user: Any) -> dict[str, Any]:
    """Say who looks at the page, in the shape of `GET /api/me/`."""
    return {
        "username": user.get_username(),
        "name": user.get_full_name() or user.get_username(),
        "email": user.email,
        "groups": sorted(group.name for group in user.groups.all()),
        "permissions": sorted(
            name.removeprefix("workflows.")
            for name in user.get_all_permissions()
            if name.startswith("workflows.")
        ),
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
    }
