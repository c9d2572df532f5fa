"""The page that carries the application, and the pages of errors."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from core.urls import urlpatterns as ours
from workflows.models import Profile
from workflows.web import errors

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/settings",
    "/workflows",
    "/workflows/expense",
    "/runs/1/x",
    "/inbox",
    "/dashboard",
]


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret inside")


urlpatterns = [path("broken", broken), *ours]
handler500 = "workflows.web.errors.server_error"
handler404 = "workflows.web.errors.page_not_found"


@pytest.fixture
def ann(client: Client) -> User:
    user = User.objects.create_user("ann", "ann@example.invalid", first_name="</script>Ann")
    user.groups.add(Group.objects.get_or_create(name="authors")[0])
    client.force_login(user)
    return user


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, address: str) -> None:
    answer = client.get(address + "?a=1")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_the_application_gets_the_page(
    client: Client, ann: User, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert b'id="root"' in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert "csrftoken" in answer.cookies


def test_the_page_says_who_is_signed_in_as_text(client: Client, ann: User) -> None:
    page = client.get("/").content.decode()
    found = re.search(r'<script id="session" type="application/json">(.*?)</script>', page)
    assert found is not None
    session = json.loads(found[1])
    assert session["username"] == "ann"
    assert session["name"] == "</script>Ann"
    assert session["groups"] == ["authors"]


@pytest.mark.parametrize(
    ("chosen", "browser", "spoken"),
    [
        ("", "", "en"),
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "fr-CH, fr;q=0.9, de;q=0.7, en;q=0.5", "de"),
        ("", "en;q=0.2, de;q=0.1", "en"),
        ("", "de;q=0, *;q=0.5", "en"),
        ("", "not a language;;", "en"),
        ("de", "en-GB,en", "de"),
        ("en", "de", "en"),
        ("xx", "de", "de"),
    ],
)
def test_the_page_speaks_the_chosen_language_else_the_best_of_the_browser(
    client: Client, ann: User, chosen: str, browser: str, spoken: str
) -> None:
    Profile.objects.update_or_create(user=ann, defaults={"language": chosen})
    page = client.get("/inbox", headers={"accept-language": browser}).content.decode()
    assert re.search(r"<html[^>]*>", page)[0] == f'<html lang="{spoken}" data-theme="auto">'  # type: ignore[index]
    assert f'src="/static/frontend/assets/strings-{spoken}-entry.ts"' in page


def test_without_settings_of_their_own_people_get_what_the_browser_asks_for(
    client: Client, ann: User
) -> None:
    page = client.get("/inbox", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="de"' in page
    assert "in diesem Browser aus" in page


def test_the_page_carries_the_zone_of_the_person(client: Client, ann: User) -> None:
    Profile.objects.update_or_create(user=ann, defaults={"zone": "Europe/Rome"})
    assert (
        '<html lang="en" data-zone="Europe/Rome" data-theme="auto">'
        in client.get("/inbox").content.decode()
    )


def test_only_the_inbox_begins_with_few_words(client: Client, ann: User) -> None:
    more = 'rel="modulepreload" href="/static/frontend/assets/strings-en-more-index.ts"'
    assert more not in client.get("/inbox/1").content.decode()
    assert more in client.get("/runs/1").content.decode()
    assert more in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("address", "page"),
    [("/workflows/expense", "editor-EditorPage"), ("/runs/1", "run-RunPage"), ("/runs", None)],
)
def test_the_largest_pages_are_fetched_beside_the_first_scripts(
    client: Client, ann: User, address: str, page: str | None
) -> None:
    html = client.get(address).content.decode()
    found = re.findall(r'rel="modulepreload" href="/static/frontend/assets/(\S+)\.tsx"', html)
    assert found == ([page] if page else [])


def test_the_page_sends_what_protects_it(client: Client, ann: User) -> None:
    answer = client.get("/")
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_only_read(client: Client, ann: User, method: str) -> None:
    assert getattr(client, method)("/runs").status_code == 405


def test_a_page_that_is_not_there_has_an_id_to_quote(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert answer["X-Correlation-ID"].encode() in answer.content


@pytest.mark.urls("tests.web.test_shell")
def test_a_broken_page_keeps_its_secret_and_the_log_has_its_id(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = Client(raise_request_exception=False).get("/broken")
    assert answer.status_code == 500
    assert b"the secret inside" not in answer.content
    record = next(r for r in caplog.records if answer["X-Correlation-ID"] in r.getMessage())
    assert record.exc_info is not None
    assert "the secret inside" in str(record.exc_info[1])


def test_an_error_page_that_breaks_is_still_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*args: object, **kwargs: object) -> HttpResponse:
        raise RuntimeError

    monkeypatch.setattr(errors, "render", explode)
    assert errors.server_error(RequestFactory().get("/")).status_code == 500


def test_the_log_of_an_error_holds_no_token(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "workflows.web.errors")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/link/a-secret-token/").status_code == 403
    assert "a-secret-token" not in "".join(r.getMessage() for r in caplog.records)
