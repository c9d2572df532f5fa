"""Static files beside Django: no middleware and no database stands before a script or a font."""

from __future__ import annotations

import re
from typing import Any

from asgiref.wsgi import WsgiToAsgi
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from whitenoise import WhiteNoise

HASHED_NAME = re.compile(r"^.+[.-][0-9A-Za-z_-]{8,}\.[0-9a-z]+(\.map)?$")


def not_found(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer 404 for a path that is no static file."""
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Not found\n"]


def add_headers(headers: Any, path: str, url: str) -> None:
    """Forbid content sniffing and framing of static files too."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def static_application() -> WsgiToAsgi:
    """Return an ASGI application that serves every app's static files and the built front end."""
    served = WhiteNoise(
        not_found,
        autorefresh=settings.DEBUG,
        max_age=60,
        allow_all_origins=False,
        add_headers_function=add_headers,
        immutable_file_test=lambda path, url: (
            "/frontend/assets/" in url and HASHED_NAME.match(url) is not None
        ),
    )
    prefix = settings.STATIC_URL
    for finder in get_finders():
        for storage in getattr(finder, "storages", {}).values():
            served.add_files(storage.location, prefix=prefix)
    return WsgiToAsgi(served)
