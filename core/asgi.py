"""The web server's entry: static files, HTTP through Django, the socket through Channels."""

import asyncio
import contextvars
import os
from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

from core import loading

loading.begin()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django_application = get_asgi_application()

# Importable only now that Django is set up; the addresses would keep the first request waiting.
import core.urls  # noqa: E402, F401
from core.pace import paced  # noqa: E402
from core.static import static_application  # noqa: E402
from workflows.adapters.operating.flusher import keep_adding  # noqa: E402
from workflows.live.routing import websocket_application  # noqa: E402

loading.end()


async def pages(scope: Any, receive: Any, send: Any) -> None:
    """Serve what Django serves; figures are added up from the first request on."""
    keep_adding()
    await django_application(scope, receive, send)


router = ProtocolTypeRouter(
    {
        "http": URLRouter(
            [
                path("static/<path:path>", static_application()),
                re_path(r"", pages),  # type: ignore[arg-type]
            ]
        ),
        "websocket": websocket_application,
    }
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve one connection or request in a context of its own.

    Daphne starts the next request of a kept connection inside the context of the one before, which
    names a thread that has ended by then: "CurrentThreadExecutor already quit or is broken".
    """
    serving = router(scope, receive, paced(send))
    await asyncio.get_running_loop().create_task(serving, context=contextvars.Context())
