"""The only reader of the environment: every setting by name, typed, checked, with its default."""

from __future__ import annotations

import base64
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.errors import ConfigurationError
from core.secret_key import find_secret_key

__all__ = ["BASE_DIR", "ConfigurationError", "Env", "load_env"]

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}
MFA_CHOICES = ("none", "staff", "all")
"""Who must have a second factor; the first is the default."""

LOG_FORMATS = ("line", "json")
LEAST_TOKEN = 16
"""Characters of a token that nobody can guess."""


@dataclass(frozen=True, slots=True)
class Env:
    """Everything the environment says. Durations are seconds; empty values count as unset."""

    home: Path
    debug: bool
    host: str
    port: int
    secret_key: str
    database_url: str
    redis_url: str | None
    database_pool: int
    email_url: str | None
    allowed_hosts: tuple[str, ...]
    csrf_trusted_origins: tuple[str, ...]
    trust_proxy: bool
    credential_keys: tuple[str, ...]
    credential_file_keys: tuple[str, ...]
    callback_keys: tuple[str, ...]
    audit_keys: tuple[str, ...]
    admin_user: str
    admin_password: str | None
    demo: bool
    demo_runs: int
    http_allow: tuple[str, ...]
    modules: tuple[str, ...]
    worker_id: str | None
    worker_memory_mb: int
    lease_seconds: float
    sweep_seconds: float
    base_url: str | None
    vite_url: str | None
    require_mfa: str
    oidc_url: str | None
    oidc_client_id: str
    oidc_secret: str
    oidc_name: str
    oidc_groups_claim: str
    oidc_create: bool
    metrics_token: str | None
    log_format: str
    traces_url: str | None
    faults: Path | None

    @property
    def https(self) -> bool:
        """Tell whether browsers reach us over TLS: yes, unless only loopback names are served."""
        return not self.debug and any(name not in LOOPBACK_NAMES for name in self.allowed_hosts)


def load_env(source: Mapping[str, str] | None = None) -> Env:
    """Read and check the environment; raise ConfigurationError with one sentence."""
    raw = os.environ if source is None else source
    home = Path(raw.get("FERMATA_HOME") or BASE_DIR / "var").expanduser().absolute()
    host = raw.get("HOST") or "127.0.0.1"
    debug = _flag(raw, "DEBUG")
    if debug and not is_loopback(host):
        raise ConfigurationError(
            f"DEBUG is on and HOST is {host}: debug pages show secrets, so set DEBUG=0 "
            "or bind to 127.0.0.1."
        )
    _make_home(home)
    return Env(
        home=home,
        debug=debug,
        host=host,
        port=parse_port(raw.get("PORT") or "8000"),
        secret_key=find_secret_key(raw, home, debug),
        database_url=_database_url(raw, home),
        redis_url=_url(raw, "REDIS_URL", ("redis", "rediss", "unix")),
        database_pool=_count(raw, "FERMATA_DATABASE_POOL", 16, 1_000),
        email_url=_url(raw, "EMAIL_URL", ("smtp", "smtps", "console", "file")),
        allowed_hosts=_words(raw, "ALLOWED_HOSTS") or LOOPBACK_NAMES,
        csrf_trusted_origins=_words(raw, "CSRF_TRUSTED_ORIGINS"),
        trust_proxy=_flag(raw, "FERMATA_TRUST_PROXY"),
        credential_keys=_keys(raw, "FERMATA_CREDENTIAL_KEYS"),
        credential_file_keys=_file_keys(raw, "FERMATA_CREDENTIAL_KEYS_FILE"),
        callback_keys=_shared_keys(raw, "FERMATA_CALLBACK_KEYS"),
        audit_keys=_keys(raw, "FERMATA_AUDIT_KEYS"),
        admin_user=raw.get("FERMATA_ADMIN_USER") or "admin",
        admin_password=raw.get("FERMATA_ADMIN_PASSWORD") or None,
        demo=_flag(raw, "FERMATA_DEMO"),
        demo_runs=_count(raw, "FERMATA_DEMO_RUNS", 300, 10_000),
        http_allow=_networks(raw, "FERMATA_HTTP_ALLOW"),
        modules=_words(raw, "FERMATA_MODULES"),
        worker_id=raw.get("FERMATA_WORKER_ID") or None,
        worker_memory_mb=_count(raw, "FERMATA_WORKER_MEMORY_MB", 4_096, 1_048_576),
        lease_seconds=_seconds(raw, "FERMATA_LEASE_SECONDS", 30.0),
        sweep_seconds=_seconds(raw, "FERMATA_SWEEP_SECONDS", 2.0),
        base_url=_url(raw, "FERMATA_BASE_URL", ("http", "https")),
        vite_url=_url(raw, "FERMATA_VITE_URL", ("http",)),
        require_mfa=_choice(raw, "FERMATA_REQUIRE_MFA", MFA_CHOICES),
        **_oidc(raw),
        metrics_token=_token(raw, "FERMATA_METRICS_TOKEN"),
        log_format=_choice(raw, "FERMATA_LOG_FORMAT", LOG_FORMATS),
        traces_url=_url(raw, "OTEL_EXPORTER_OTLP_ENDPOINT", ("http", "https")),
        faults=_faults(raw, debug),
    )


def parse_port(text: str) -> int:
    """Return a TCP port, 1 to 65535."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise ConfigurationError(f"PORT is {text!r}: it must be a number from 1 to 65535.")


def is_loopback(host: str) -> bool:
    """Tell whether a bind address is reachable from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _flag(raw: Mapping[str, str], name: str) -> bool:
    word = raw.get(name, "").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ConfigurationError(f"{name} is {raw[name]!r}: use 1 or 0.")


def _choice(raw: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    word = raw.get(name, "").strip().lower() or choices[0]
    if word in choices:
        return word
    raise ConfigurationError(f"{name} is {raw[name]!r}: use {', '.join(choices)}.")


def _faults(raw: Mapping[str, str], debug: bool) -> Path | None:
    """Read where a test leaves its faults: nobody else is to break an installation by a file."""
    folder = raw.get("FERMATA_FAULTS")
    if not folder:
        return None
    if not debug:
        raise ConfigurationError("FERMATA_FAULTS is for tests alone: it needs DEBUG=1.")
    return Path(folder)


def _oidc(raw: Mapping[str, str]) -> dict[str, Any]:
    return {
        "oidc_url": _oidc_url(raw),
        "oidc_client_id": raw.get("FERMATA_OIDC_CLIENT_ID", "").strip(),
        "oidc_secret": raw.get("FERMATA_OIDC_SECRET", "").strip(),
        "oidc_name": raw.get("FERMATA_OIDC_NAME", "").strip() or "Single sign-on",
        "oidc_groups_claim": raw.get("FERMATA_OIDC_GROUPS_CLAIM", "").strip(),
        "oidc_create": _flag(raw, "FERMATA_OIDC_CREATE"),
    }


def _oidc_url(raw: Mapping[str, str]) -> str | None:
    """Read the issuer: over TLS, except on this machine, since tokens come from there."""
    name = "FERMATA_OIDC_URL"
    url = _url(raw, name, ("https", "http"))
    if url is None:
        return None
    parts = urlsplit(url)
    if not parts.hostname or (parts.scheme == "http" and not is_loopback(parts.hostname)):
        raise ConfigurationError(f"{name} must be the issuer's address, with https:.")
    if not raw.get("FERMATA_OIDC_CLIENT_ID") or not raw.get("FERMATA_OIDC_SECRET"):
        raise ConfigurationError(
            f"{name} is set: FERMATA_OIDC_CLIENT_ID and FERMATA_OIDC_SECRET are needed, too."
        )
    return url.rstrip("/")


def _count(raw: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = raw.get(name, "").strip() or str(default)
    if text.isascii() and text.isdigit() and int(text) <= most:
        return int(text)
    raise ConfigurationError(f"{name} is {text!r}: it must be a number from 0 to {most}.")


def _words(raw: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in raw.get(name, "").split(",") if word.strip())


def _token(raw: Mapping[str, str], name: str) -> str | None:
    token = raw.get(name, "").strip()
    if not token:
        return None
    if len(token) < LEAST_TOKEN or not token.isascii() or len(token.split()) != 1:
        # The value itself is never repeated.
        raise ConfigurationError(
            f"{name} must have {LEAST_TOKEN} letters and digits or more, without spaces."
        )
    return token


def _networks(raw: Mapping[str, str], name: str) -> tuple[str, ...]:
    words = _words(raw, name)
    for word in words:
        if not _is_origin(word) and not _is_network(word):
            raise ConfigurationError(
                f"{name} holds {word!r}: list networks such as 10.0.0.0/8 or 192.168.1.7, or exact "
                "addresses such as http://intranet.example:8080."
            )
    return words


def _is_network(word: str) -> bool:
    try:
        ipaddress.ip_network(word, strict=False)
    except ValueError:
        return False
    return True


def _is_origin(word: str) -> bool:
    try:
        parts = urlsplit(word)
        whole = f"{parts.scheme}://{parts.netloc}" == word and parts.port is not None
    except ValueError:
        return False
    return whole and parts.scheme in ("http", "https") and "@" not in word and bool(parts.hostname)


def _file_keys(raw: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Read keys from a file; whoever may not read it, as the web server, has none."""
    if not raw.get(name):
        return ()
    try:
        text = Path(raw[name]).expanduser().read_text("ascii")
    except PermissionError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The keys that {name} names cannot be read.") from error
    return _keys({name: ",".join(text.split())}, name)


def _keys(raw: Mapping[str, str], name: str) -> tuple[str, ...]:
    words = _words(raw, name)
    for word in words:
        try:
            right = len(base64.b64decode(word, altchars=b"-_", validate=True)) == 32
        except ValueError:
            right = False
        if not right:
            # The value itself is never repeated.
            raise ConfigurationError(
                f"{name} must hold keys of 32 bytes in base64, with commas between them: "
                "`manage.py credentials new-key` prints one."
            )
    return words


def _shared_keys(raw: Mapping[str, str], name: str) -> tuple[str, ...]:
    words = _words(raw, name)
    # The value itself is never repeated.
    if len(words) > 2 or any(len(word) < 32 for word in words):
        raise ConfigurationError(
            f"{name} must hold one key, or two with a comma between them, of 32 characters or more."
        )
    return words


def _seconds(raw: Mapping[str, str], name: str, default: float) -> float:
    text = raw.get(name) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if 0.1 <= seconds <= 86_400:
        return seconds
    raise ConfigurationError(f"{name} is {text!r}: it must be seconds from 0.1 to 86400.")


def _url(raw: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    url = raw.get(name)
    if not url:
        return None
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in schemes:
        raise ConfigurationError(f"{name} must start with {' or '.join(f'{s}:' for s in schemes)}.")
    return url


def _database_url(raw: Mapping[str, str], home: Path) -> str:
    # The value itself is never repeated: it may hold a password.
    url = _url(raw, "DATABASE_URL", ("sqlite", "postgres", "postgresql"))
    if url is None:
        return f"sqlite:///{home / 'fermata.sqlite3'}"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ConfigurationError("DATABASE_URL has a port that is not a number.") from error
    if len(parts.path) < 2:
        raise ConfigurationError("DATABASE_URL names no database after the host.")
    return url


def _make_home(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"FERMATA_HOME is {home}: the folder cannot be made ({error.strerror})."
        ) from error
