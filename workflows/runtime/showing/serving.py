"""A run's page in the browser: the server's own, or a small read-only one on loopback."""

from __future__ import annotations

import threading
import webbrowser
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any

from workflows.engine.errors import FermataError, NotFound

from ..runtime import Runtime
from .page import page_of
from .sources import is_of_project, source_of

DEFAULT_URL = "http://127.0.0.1:8000"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class ServedTrace(str):
    """The address of a run's page; ``close`` ends the server that was started for it."""

    _server: ThreadingHTTPServer | None = None

    def close(self) -> None:
        """Stop serving; a page of somebody else's server is left alone, twice is no error."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def serve_trace(
    run: Any, run_id: str | None = None, *, base_url: str | None = None, open_browser: bool = True
) -> ServedTrace:
    """Show a run's page and give its address.

    The run of a runtime is served on a free port of this machine, read-only, until ``close`` or
    the end of the process. The id of a run alone leads to its page on the server at ``base_url``
    (without one: where the Django project's settings say, else http://127.0.0.1:8000).
    """
    if is_of_project(run):
        address = ServedTrace(f"{(base_url or _project_url()).rstrip('/')}/runs/{run}")
    else:
        runtime, name = source_of(run, run_id)
        runtime.status(name)
        address = _serve(runtime, name)
    if open_browser:
        webbrowser.open(address)
    return address


def _project_url() -> str:
    try:
        from workflows.conf import load_conf

        return load_conf().base_url
    except Exception:
        # Django is missing or not configured: what is left is the address everybody starts with.
        return DEFAULT_URL


def _serve(runtime: Runtime, run_id: str) -> ServedTrace:
    # Other programs of this machine reach the port too: they do not know the path.
    path = f"/{token_urlsafe(16)}/{run_id}"

    class Handler(_Page):
        served = (runtime, run_id, path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="fermata-trace", daemon=True).start()
    address = ServedTrace(f"http://127.0.0.1:{server.server_port}{path}")
    address._server = server
    return address


class _Page(BaseHTTPRequestHandler):
    """Answers GET on one path with the run's page as it is now."""

    served: tuple[Runtime, str, str]

    def do_GET(self) -> None:
        """Send the page; 404 for every other path, and for other hosts (DNS rebinding)."""
        runtime, run_id, path = self.served
        port = self.connection.getsockname()[1]
        hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        if self.path != path or self.headers.get("Host") not in hosts:
            self._send(HTTPStatus.NOT_FOUND, "Not found.", "text/plain")
            return
        try:
            self._send(HTTPStatus.OK, page_of(runtime, runtime.trace(run_id)), "text/html")
        except NotFound as error:
            self._send(HTTPStatus.NOT_FOUND, error.message, "text/plain")
        except FermataError as error:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, error.message, "text/plain")

    def _send(self, status: HTTPStatus, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: the terminal belongs to the program."""
