"""The web server's entry: static files, HTTP through Django, the socket through Channels."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django_application = get_asgi_application()

# Importable only now that Django is set up.
from core.static import static_application  # noqa: E402
from workflows.live.routing import websocket_application  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": URLRouter(
            [
                path("static/<path:path>", static_application()),
                re_path(r"", django_application),  # type: ignore[arg-type]
            ]
        ),
        "websocket": websocket_application,
    }
)
