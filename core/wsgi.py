"""HTTP without the socket, for hosts that only speak WSGI; `core.asgi` is the full entry."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
application = get_wsgi_application()
