"""Liveness and readiness for supervisors and load balancers; no details for strangers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workflows.services.readiness import broken_invariants, is_ready, late_seconds, readiness
from workflows.web.metrics import may_look_inside


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
    ready = is_ready(checks)
    told = broken_invariants() if checks["database"] and checks["migrations"] else []
    answer: dict[str, Any] = {"ready": ready, "checks": checks, "broken": told}
    if checks["database"] and may_look_inside(request):
        answer["late_seconds"] = late_seconds()
    return JsonResponse(answer, status=200 if ready else 503)
