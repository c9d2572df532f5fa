"""Claims about addresses that name nothing."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from workflows.web import health


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/no-such-page", "/no-such-page/", "/a/b.txt"])
def test_an_unknown_address_shows_our_page_also_with_debug(path: str, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        response = Client().get(path)
    assert response.status_code == 404
    assert "There is nothing here" in response.text
    assert "urlpatterns" not in response.text
    assert response["X-Correlation-ID"] in response.text


def test_an_exception_shows_an_id_and_no_details(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> object:
        raise RuntimeError("the password of the database")

    monkeypatch.setattr(health, "readiness", broken)
    client = Client(raise_request_exception=False)
    response = client.get("/readyz")
    assert response.status_code == 500
    assert response["X-Correlation-ID"] in response.text
    for detail in ("password", "Traceback", "RuntimeError", ".py"):
        assert detail not in response.text
    assert f"id={response['X-Correlation-ID']}" in caplog.text
    assert "the password of the database" in caplog.text


def test_an_unknown_address_answers_the_same_to_a_form() -> None:
    assert Client(enforce_csrf_checks=True).post("/no-such-page/").status_code == 404


@pytest.mark.parametrize("path", ["/sign-in", "/account/password", "/api/runs"])
def test_an_address_without_its_last_slash_is_led_to_the_page(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 301
    assert response["Location"] == f"{path}/"


@override_settings(DEBUG=True)
def test_an_unknown_address_of_the_api_is_a_problem() -> None:
    response = Client().get("/api/no-such-thing/")
    assert response.status_code in {401, 404}
    assert response["Content-Type"] == "application/problem+json"
