"""A session that another process ends: the web server's socket closes long before its next look."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.support.server import Installation
from workflows.live.consumers import CHECK_SECONDS, SIGNED_OUT

CHANGE = (
    "from django.contrib.auth.models import User; user = User.objects.get(username='otto'); "
    "user.set_password('quite another password'); user.save()"
)


def cookie_of(installation: Installation, name: str) -> str:
    """Sign somebody in by a link; give the session's cookie."""
    path = installation.sign_in_path(name)
    with httpx.Client(base_url=installation.url, timeout=20) as client:
        client.get(path)
        form = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
        assert client.post(path, data=form).status_code == 302
        assert client.get("/account/").status_code == 200
        return f"sessionid={client.cookies['sessionid']}"


def test_a_password_changed_by_a_command_closes_sockets_at_once(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.migrate()
    installation.start()
    try:
        headers = {"Cookie": cookie_of(installation, "otto"), "Origin": installation.url}
        address = f"{installation.url.replace('http', 'ws', 1)}/ws/"
        with connect(address, additional_headers=headers) as socket:
            socket.send('{"type": "ping"}')
            assert "pong" in str(socket.recv(10))
            done = installation.manage("shell", "-c", CHANGE)
            assert done.returncode == 0, done.stderr
            with pytest.raises(ConnectionClosed) as caught:
                socket.recv(CHECK_SECONDS / 3)
            assert caught.value.rcvd is not None
            assert caught.value.rcvd.code == SIGNED_OUT
    finally:
        installation.stop()
