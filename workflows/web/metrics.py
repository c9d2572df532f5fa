"""`/metrics` for Prometheus, and who may read it; the figures are made elsewhere."""

from __future__ import annotations

import ipaddress
import secrets

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workflows.conf import load_conf

_FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures of the installation and of this process."""
    # Its library is loaded by the first who asks: most installations are asked by nobody.
    from prometheus_client import CONTENT_TYPE_LATEST

    from workflows.services.monitoring import exposition

    if not may_look_inside(request):
        refused = HttpResponse("Not for strangers.\n", status=403, content_type="text/plain")
        if load_conf().metrics_token:
            refused.status_code = 401
            refused["WWW-Authenticate"] = 'Bearer realm="fermata metrics"'
        return refused
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def may_look_inside(request: HttpRequest) -> bool:
    """Say whether somebody may see how the machinery is: this machine, superusers, or whoever has
    FERMATA_METRICS_TOKEN."""
    return _is_near(request) or _has_token(request) or _is_chief(request)


def _is_near(request: HttpRequest) -> bool:
    """Tell a program of this machine from a proxy on it, behind which may be anybody.

    Also where a proxy is trusted: many only add to what the asker himself has written there.
    """
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _has_token(request: HttpRequest) -> bool:
    token = load_conf().metrics_token
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(given.strip().encode(), token.encode())


def _is_chief(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_authenticated and user.is_active and user.is_superuser)
