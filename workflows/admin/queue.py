"""The dashboard of RQ within the admin, for superusers alone: it can cancel and start jobs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern

View = Callable[..., HttpResponseBase]


def is_chief(request: HttpRequest) -> bool:
    """Say whether an active superuser asks."""
    return bool(request.user.is_active and request.user.is_superuser)


def for_superusers(view: View) -> View:
    """Refuse everybody else; who has not signed in is sent to the sign-in by the view itself."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **names: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_chief(request):
            raise PermissionDenied
        return view(request, *args, **names)

    return guarded


def guard(patterns: list[URLPattern]) -> list[URLPattern]:
    """Put the guard before each view."""
    for pattern in patterns:
        pattern.callback = for_superusers(pattern.callback)
    return patterns


if apps.is_installed("django_rq"):
    # Importable only where the app is installed.
    from django_rq.admin import QueueAdmin
    from django_rq.models import Dashboard

    class OurQueueAdmin(QueueAdmin):
        """RQ's own pages behind the guard."""

        def has_module_permission(self, request: HttpRequest) -> bool:
            """Show the link to superusers."""
            return is_chief(request)

        def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
            """Show the pages to superusers."""
            return is_chief(request)

        def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
            """Let superusers act."""
            return is_chief(request)

        def get_urls(self) -> list[URLPattern]:
            """Guard all of them, those for programs too."""
            return guard(super().get_urls())  # type: ignore[no-untyped-call]

    if admin.site.is_registered(Dashboard):
        admin.site.unregister(Dashboard)
    admin.site.register(Dashboard, OurQueueAdmin)
