"""EMAIL_URL as Django's mail settings; sending mail is the app's affair."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from core.env import ConfigurationError

BACKENDS = "django.core.mail.backends"


def mail_settings(url: str | None) -> dict[str, Any]:
    """Return settings for `smtp://user:password@host:587?from=a@b`, `smtps:` or `file:///dir`.

    None and `console:` print the mail to standard output.
    """
    if url is None or url.startswith("console:"):
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    try:
        port = parts.port
    except ValueError as error:
        raise ConfigurationError("EMAIL_URL has a port that is not a number.") from error
    if not parts.hostname:
        raise ConfigurationError("EMAIL_URL names no mail server.")
    secure = parts.scheme == "smtps"
    query = parse_qs(parts.query)
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and query.get("tls", ["1"])[0] != "0",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": query.get("from", ["fermata@localhost"])[0],
    }
