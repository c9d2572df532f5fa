"""Liveness and readiness for supervisors and load balancers; no details for strangers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workflows.services.readiness import broken_invariants, readiness


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process serves requests; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, migrations and a worker are there, else 503 with what lacks.

    Broken invariants are named, and take nobody's server away: the others have them just as well.
    """
    checks = readiness()
    ready = all(checks.values())
    told = broken_invariants() if checks["database"] and checks["migrations"] else []
    return JsonResponse(
        {"ready": ready, "checks": checks, "broken": told}, status=200 if ready else 503
    )
