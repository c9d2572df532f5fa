"""Settings that later changes must not lose: durability, cookies, headers, limits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from tests.support.server import ROOT, Installation

PROBE = """
import json, django
django.setup()
from django.conf import settings as s
print(json.dumps({name: getattr(s, name, None) for name in %r}, default=str))
"""


def settings_under(tmp_path: Path, names: list[str], **given: str) -> dict[str, object]:
    """Return settings as a fresh process sees them."""
    environment = Installation(tmp_path, extra={"DEBUG": "0", **given}).environment
    done = subprocess.run(
        [sys.executable, "-c", PROBE % names], cwd=ROOT, text=True, capture_output=True, check=True,
        env={**environment, "DJANGO_SETTINGS_MODULE": "core.settings",
             "FERMATA_SECRET_KEY": "k" * 50},
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_connection_that_the_server_has_closed_is_not_given_to_a_request() -> None:
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True


@pytest.mark.django_db
def test_sqlite_loses_nothing_at_a_power_cut_and_checks_what_it_stores() -> None:
    if connection.vendor != "sqlite":
        assert settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] >= 10
        return
    expected = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1,
        "mmap_size": 0, "busy_timeout": 20_000,
    }  # fmt: skip
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
    assert found == expected
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_requests_are_no_transactions_of_their_own() -> None:
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


def test_bodies_above_one_mebibyte_are_refused() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 1024 * 1024


def test_over_tls_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME",
             "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER"]  # fmt: skip
    found = settings_under(tmp_path, names, ALLOWED_HOSTS="fermata.example")
    assert found == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": None,
    }


def test_people_are_signed_in_by_our_backends_alone(tmp_path: Path) -> None:
    names = ["AUTHENTICATION_BACKENDS", "SOCIALACCOUNT_PROVIDERS", "PASSWORD_HASHERS"]
    found = settings_under(tmp_path, names)
    assert found["AUTHENTICATION_BACKENDS"] == [
        "axes.backends.AxesStandaloneBackend", "workflows.adapters.people.backend.PersonBackend",
    ]  # fmt: skip
    assert found["SOCIALACCOUNT_PROVIDERS"] == {"openid_connect": {"APPS": []}}
    hashers = found["PASSWORD_HASHERS"]
    assert isinstance(hashers, list)
    assert "MD5" not in hashers[0]


def test_the_secret_of_the_issuer_reaches_its_provider_alone(tmp_path: Path) -> None:
    given = {
        "FERMATA_OIDC_URL": "https://id.example/", "FERMATA_OIDC_CLIENT_ID": "fermata",
        "FERMATA_OIDC_SECRET": "the-secret", "FERMATA_OIDC_NAME": "Example",
    }  # fmt: skip
    names = ["SOCIALACCOUNT_PROVIDERS", "FERMATA", "INSTALLED_APPS"]
    found = settings_under(tmp_path, names, **given)
    assert "allauth.socialaccount.providers.openid_connect" in found["INSTALLED_APPS"]  # type: ignore[operator]
    app = found["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"][0]  # type: ignore[index]
    assert (app["client_id"], app["secret"], app["name"]) == ("fermata", "the-secret", "Example")
    assert app["settings"] == {"server_url": "https://id.example", "oauth_pkce_enabled": True}
    assert "the-secret" not in str(found["FERMATA"])


def test_with_redis_jobs_are_json_and_never_pickled(tmp_path: Path) -> None:
    found = settings_under(
        tmp_path, ["RQ_QUEUES", "CHANNEL_LAYERS"], REDIS_URL="redis://127.0.0.1:6379/3"
    )
    assert found["RQ_QUEUES"]["default"]["SERIALIZER"] == "rq.serializers.JSONSerializer"  # type: ignore[index]
    assert "channels_redis" in str(found["CHANNEL_LAYERS"])


def test_an_installation_served_to_others_passes_the_deployment_check(tmp_path: Path) -> None:
    key = "kZ3-aB9xQ7wL2mN5" * 4
    extra = {"DEBUG": "0", "ALLOWED_HOSTS": "fermata.example", "FERMATA_SECRET_KEY": key}
    done = Installation(tmp_path, extra=extra).manage(
        "check", "--deploy", "--fail-level", "WARNING"
    )
    assert done.returncode == 0, done.stderr


POLICY = {
    "default-src": "'none'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self' data:", "manifest-src": "'self'", "worker-src": "'self'",
    "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'",
    "object-src": "'none'",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/nothing/here/"])
def test_pages_forbid_framing_foreign_scripts_and_sniffing(path: str) -> None:
    response = Client().get(path, secure=True, headers={"host": "127.0.0.1"})
    parts = (part.partition(" ") for part in response["Content-Security-Policy"].split("; "))
    policy = {name: value for name, _, value in parts}
    nonces = [part for part in policy["script-src"].split() if part.startswith("'nonce-")]
    assert policy.pop("script-src") == f"'self' {nonces[0]} 'strict-dynamic'"
    assert policy.pop("connect-src") == "'self' wss://127.0.0.1"
    assert policy.pop("style-src").replace(f" {nonces[0]}", "") == POLICY["style-src"]
    assert policy == {name: value for name, value in POLICY.items() if name != "style-src"}
    nonce = nonces[0].removeprefix("'nonce-").removesuffix("'")
    scripts = re.findall(r"<script(?![^>]*application/json)[^>]*>", response.content.decode())
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    headers = {name: response[name] for name in HEADERS}
    assert headers == HEADERS
    assert "camera=()" in response["Permissions-Policy"]


HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip


def test_every_script_of_a_template_has_the_nonce_of_its_answer() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {script}"
        for path in (ROOT / "templates").rglob("*.html")
        for script in re.findall(r"<script[^>]*>", path.read_text())
        if "request.csp_nonce" not in script and "application/json" not in script
    ]
    assert found == []


@pytest.mark.django_db
def test_only_the_admin_gets_the_wider_policy() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("chief"))
    assert "'unsafe-eval'" in client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/account/")["Content-Security-Policy"]
