"""Every address is called by a stranger, and by somebody who may see nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.api.conftest import Api, Drain, approval

# The literal list of what strangers may reach; everything else must send them away.
PUBLIC = {
    "account_login", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "healthz",
    "hook_callback", "hook_start", "invitation", "readyz", "sign_in", "sign_in_link",
}  # fmt: skip
VALUES = {
    "substitution_id": 1,
    "slug": "flow",
    "credential": "bank",
    "set_name": "usual",
    "number": 1,
    "run_id": "01a1fced-7576-72a6-9a30-dcea6133dbfd",
    "task_id": "01a1fced-7576-72a6-9a30-dcea6133dbfd",
    "trigger_id": "01a1fced-7576-72a6-9a30-dcea6133dbfd",
    "file_id": "01a1fced-7576-72a6-9a30-dcea6133dbfd",
    "view_id": 1,
    "invitation_id": "01a1fced-7576-72a6-9a30-dcea6133dbfd",
    "session_id": 1,
    "token_id": 1,
    "webhook_id": "01a1fced-7576-72a6-9a30-dcea6133dbfd",
    "delivery_id": 1,
    "suspension": "01a1fced-7576-72a6-9a30-dcea6133dbfd.3",
}


def walk(patterns: list[Any], names: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    """Give (name, pattern) of each route, with the namespaces before the name."""
    for item in patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            inner = f"{names}{item.namespace}:" if item.namespace else names
            yield from walk(item.url_patterns, inner, route)
        elif isinstance(item, URLPattern):
            yield f"{names}{item.name}", route


def api_paths() -> Iterator[str]:
    for _, route in walk(get_resolver().url_patterns):
        if route.startswith("api/") and "^" not in route:
            path = route.removeprefix("api/")
            for name, value in VALUES.items():
                for kind in ("slug", "int", "uuid", "str"):
                    path = path.replace(f"<{kind}:{name}>", str(value))
            yield path


@pytest.mark.parametrize("path", sorted(set(api_paths())))
def test_no_address_of_the_api_answers_a_stranger(db: None, path: str) -> None:
    assert "<" not in path
    stranger = Api(None)
    for answer in (stranger.get(path), stranger.post(path), stranger.delete(path)):
        if path == "docs/":
            assert answer.status_code in (302, 405)
        else:
            assert answer.status_code == 401, (path, answer.status_code)


def test_an_address_outside_the_api_sends_strangers_to_sign_in(client: Any, db: None) -> None:
    checked = 0
    assert {name for name, _ in walk(get_resolver().url_patterns)} >= PUBLIC
    for name, route in walk(get_resolver().url_patterns):
        if name in PUBLIC or route.startswith("api/") or "<" in route or "(?P" in route:
            continue
        path = "/" + route.replace("^", "").replace("$", "").replace("\\Z", "")
        if any(sign in path for sign in "(*?["):
            continue
        # From elsewhere: this machine may read `/metrics`.
        status = client.get(path, REMOTE_ADDR="203.0.113.9").status_code
        assert status in (301, 302, 401, 403, 404, 405), (name, path, status)
        checked += 1
    assert checked > 0


@pytest.mark.parametrize("end", ["healthz", "readyz", "health", "sign-in/", "hooks/start/x/"])
def test_an_address_that_only_ends_like_a_public_one_is_none(
    client: Any, db: None, end: str
) -> None:
    for start in ("/api/", "/api/runs/", "/api/workflows/"):
        for call in (client.get, client.post):
            # One without its last slash is led to the one with it, where nobody gets in either.
            assert call(start + end, follow=True).status_code == 401, start + end
    for start in ("/runs/", "/inbox/", "/admin/"):
        assert client.get(start + end).status_code in (302, 404), start + end


def test_the_queues_own_pages_have_no_address() -> None:
    routes = [f"{name} {route}" for name, route in walk(get_resolver().url_patterns)]
    assert not [route for route in routes if "rq" in route.casefold().split("/")]
    assert not [route for route in routes if "django_rq" in route or "django-rq" in route]


def test_somebody_who_may_see_nothing_is_told_404(
    api: Callable[..., Api], published: Callable[..., str], drain: Drain
) -> None:
    slug, olga = published(approval()), api("olga")
    run = api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
    drain()
    task = api("maria").get("tasks/").json()["results"][0]["id"]
    for path in ("", "events/", "explain/", "checkpoints/"):
        assert olga.get(f"runs/{run}/{path}").status_code == 404, path
    for path in ("resume/", "stop/", "checkpoints/"):
        assert olga.post(f"runs/{run}/{path}", {"name": "x"}).status_code == 404, path
    assert olga.get(f"tasks/{task}/").status_code == 404
    body = {"decision": "approved", "text": "x", "to": "olga"}
    for verb in ("decide", "claim", "release", "comment", "delegate"):
        assert olga.post(f"tasks/{task}/{verb}/", body).status_code == 404, verb
    for path in ("runs/", "suspensions/", f"workflows/{slug}/runs/", f"runs/?q={run}"):
        assert olga.client.get(f"/api/{path}").json()["results"] == []
    for box in ("mine", "team", "all"):
        assert olga.get("tasks/", box=box, state="all").json()["results"] == []
    seen = olga.get("dashboard/").json()
    assert {seen[card]["count"] for card in ("running", "people", "outside", "failed")} == {0}
    assert olga.get("workflows/").json()["results"][0]["recent_runs"] == []
