"""The only reader of the environment: every setting by name, typed, checked, with its default."""

from __future__ import annotations

import base64
import ipaddress
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}
MFA_CHOICES = ("none", "staff", "all")
"""Who must have a second factor; the first is the default."""


class ConfigurationError(Exception):
    """Say in one sentence what is wrong with the set-up and how to mend it; exit code 2."""


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
    email_url: str | None
    allowed_hosts: tuple[str, ...]
    csrf_trusted_origins: tuple[str, ...]
    trust_proxy: bool
    credential_keys: tuple[str, ...]
    admin_user: str
    admin_password: str | None
    demo: bool
    demo_runs: int
    http_allow: tuple[str, ...]
    modules: tuple[str, ...]
    worker_id: str | None
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
        secret_key=_secret_key(raw, home, debug),
        database_url=_database_url(raw, home),
        redis_url=_url(raw, "REDIS_URL", ("redis", "rediss", "unix")),
        email_url=_url(raw, "EMAIL_URL", ("smtp", "smtps", "console", "file")),
        allowed_hosts=_words(raw, "ALLOWED_HOSTS") or LOOPBACK_NAMES,
        csrf_trusted_origins=_words(raw, "CSRF_TRUSTED_ORIGINS"),
        trust_proxy=_flag(raw, "FERMATA_TRUST_PROXY"),
        credential_keys=_keys(raw, "FERMATA_CREDENTIAL_KEYS"),
        admin_user=raw.get("FERMATA_ADMIN_USER") or "admin",
        admin_password=raw.get("FERMATA_ADMIN_PASSWORD") or None,
        demo=_flag(raw, "FERMATA_DEMO"),
        demo_runs=_count(raw, "FERMATA_DEMO_RUNS", 300, 10_000),
        http_allow=_networks(raw, "FERMATA_HTTP_ALLOW"),
        modules=_words(raw, "FERMATA_MODULES"),
        worker_id=raw.get("FERMATA_WORKER_ID") or None,
        lease_seconds=_seconds(raw, "FERMATA_LEASE_SECONDS", 30.0),
        sweep_seconds=_seconds(raw, "FERMATA_SWEEP_SECONDS", 2.0),
        base_url=_url(raw, "FERMATA_BASE_URL", ("http", "https")),
        vite_url=_url(raw, "FERMATA_VITE_URL", ("http",)),
        require_mfa=_choice(raw, "FERMATA_REQUIRE_MFA", MFA_CHOICES),
        oidc_url=_oidc_url(raw),
        oidc_client_id=raw.get("FERMATA_OIDC_CLIENT_ID", "").strip(),
        oidc_secret=raw.get("FERMATA_OIDC_SECRET", "").strip(),
        oidc_name=raw.get("FERMATA_OIDC_NAME", "").strip() or "Single sign-on",
        oidc_groups_claim=raw.get("FERMATA_OIDC_GROUPS_CLAIM", "").strip(),
        oidc_create=_flag(raw, "FERMATA_OIDC_CREATE"),
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


def _networks(raw: Mapping[str, str], name: str) -> tuple[str, ...]:
    words = _words(raw, name)
    for word in words:
        try:
            ipaddress.ip_network(word, strict=False)
        except ValueError as error:
            raise ConfigurationError(
                f"{name} holds {word!r}: list networks such as 10.0.0.0/8 or 192.168.1.7."
            ) from error
    return words


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


def _secret_key(raw: Mapping[str, str], home: Path, debug: bool) -> str:
    key = raw.get("FERMATA_SECRET_KEY")
    if key:
        if len(key) < 32:
            raise ConfigurationError("FERMATA_SECRET_KEY is too short: use 32 characters or more.")
        return key
    path = home / "secret_key"
    try:
        kept = path.read_text("ascii").strip()
        if len(kept) < 32:
            raise ConfigurationError(f"The key in {path} is damaged: remove the file or mend it.")
        return kept
    except FileNotFoundError:
        if not debug:
            raise ConfigurationError(
                "FERMATA_SECRET_KEY is not set: give it 50 random characters, or set DEBUG=1 "
                "to have a key made and kept in FERMATA_HOME."
            ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The key in {path} cannot be read.") from error
    return _make_secret_key(path)


def _make_secret_key(path: Path) -> str:
    """Write a new key beside its place and link it in: of two starters, both use one key."""
    draft = path.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        return path.read_text("ascii").strip()
    except OSError as error:
        raise ConfigurationError(
            f"A secret key cannot be kept in {path.parent} ({error.strerror})."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
