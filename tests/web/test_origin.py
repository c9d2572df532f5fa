"""What is noted while a request is handled tells its door and address, and nothing later does."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from workflows.models import AuditEntry
from workflows.services.audit import note
from workflows.web.origin import OriginMiddleware

pytestmark = pytest.mark.django_db


def noting(request: HttpRequest) -> HttpResponse:
    note("ada", "tried")
    return HttpResponse()


@pytest.mark.parametrize(
    ("path", "door"), [("/admin/auth/user/", "admin"), ("/", "ui"), ("/api/me/", "ui")]
)
def test_a_request_is_known_by_its_door_and_address(path: str, door: str) -> None:
    OriginMiddleware(noting)(RequestFactory().get(path, REMOTE_ADDR="192.0.2.7"))
    note("ada", "later")
    rows = AuditEntry.objects.order_by("pk").values_list("verb", "door", "address")
    assert list(rows) == [("tried", door, "192.0.2.7"), ("later", "system", None)]


def test_the_origin_is_forgotten_when_a_request_fails() -> None:
    def failing(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        OriginMiddleware(failing)(RequestFactory().get("/"))
    note("ada", "later")
    assert AuditEntry.objects.get().door == "system"
