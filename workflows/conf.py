"""The app's settings as one typed object, read from Django's `FERMATA`, not the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Conf:
    """What the app may be told. Durations are seconds."""

    home: Path
    """Folder of the database, the sockets and the keys."""

    base_url: str = "http://127.0.0.1:8000"
    """Where people reach the web server, without a slash at the end."""

    host: str = "127.0.0.1"
    port: int = 8000
    trust_proxy: bool = False
    """A proxy in front tells the real address and scheme of a request."""

    redis_url: str | None = None
    """None means embedded mode: bell and feed are sockets in `home`."""

    modules: tuple[str, ...] = ()
    """Extra Python modules with nodes and workflows."""

    http_allow: tuple[str, ...] = ()
    """Networks that HTTP nodes may reach beside public ones."""

    credential_keys: tuple[str, ...] = ()
    worker_id: str | None = None
    """Given by the supervisor to its children; None outside of one."""

    lease_seconds: float = 30.0
    sweep_seconds: float = 2.0
    """How often a worker looks into the database when no bell rings."""

    demo: bool = False
    demo_runs: int = 300
    """So many runs the demo has behind it at its first start; 0: people and workflows alone."""

    admin_user: str = "admin"
    admin_password: str | None = None
    vite_url: str | None = None
    """Address of the Vite server while developing; None serves the built page."""

    require_mfa: str = "none"
    """Who must have a second factor: ``none``, ``staff`` (before the admin opens) or ``all``."""

    oidc_url: str | None = None
    """The issuer of OpenID Connect sign-in; None: there is none."""

    oidc_client_id: str = ""
    oidc_name: str = "Single sign-on"
    oidc_groups_claim: str = ""
    """The claim that names groups; empty: groups are kept here."""

    oidc_create: bool = False
    """Whoever the issuer vouches for gets an account; else only people who have one come in."""

    faults: Path | None = None
    """Where a test leaves its faults; see `adapters/upkeep/faultpoints.py`."""

    @property
    def run_dir(self) -> Path:
        """Return the folder of the Unix sockets."""
        return self.home / "run"


def load_conf() -> Conf:
    """Return the settings in force; unknown names raise TypeError, so a slip shows at once."""
    given: Mapping[str, Any] = settings.FERMATA
    unknown = set(given) - {field.name for field in fields(Conf)}
    if unknown:
        raise TypeError(f"FERMATA has unknown names: {', '.join(sorted(unknown))}")
    return Conf(**given)


_PORTS = {"http": 80, "https": 443, "redis": 6379, "rediss": 6379}


def own_services() -> list[tuple[str, int]]:
    """List (host, port) of what this installation consists of: web server, database, Redis.

    Workflows never send requests there, whatever networks they may reach.
    """
    conf = load_conf()
    found = [(conf.host, conf.port)]
    for url in (conf.base_url, conf.redis_url):
        parts = urlsplit(url or "")
        if parts.hostname and parts.scheme in _PORTS:
            found.append((parts.hostname, parts.port or _PORTS[parts.scheme]))
    database = settings.DATABASES["default"]
    if database.get("HOST"):
        found.append((str(database["HOST"]), int(database.get("PORT") or 5432)))
    return found
