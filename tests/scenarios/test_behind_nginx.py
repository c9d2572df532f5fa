"""A real pass through nginx with the file of deploy/: pages, a socket, limits, secrets."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection

import httpx
import pytest
from websockets.sync.client import connect

from tests.support.nginx import PROGRAM
from tests.support.server import ROOT, Installation, free_port
from tests.support.threads import together
from tests.support.waiting import LONG

NGINX = ROOT / "deploy/nginx"
NAME = "fermata.example.org"
TOKEN = "a-token-of-monitoring"
pytestmark = pytest.mark.nginx

MAIN = """
daemon off; worker_processes 1; pid {home}/nginx.pid; error_log {home}/error.log warn;
events {{ worker_connections 128; }}
http {{
  client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/f;
  uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
  include {home}/fermata.conf;
}}
"""


def adapted(text: str, home: Path, port: int, plain: int, web: int) -> str:
    """Put our ports and folders into the file; nothing else is changed."""
    changes = [
        (r"server web:8000", f"server 127.0.0.1:{web}"),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl;"),
        (r"/etc/nginx/tls/", f"{home}/"),
        (r"/var/log/nginx/", f"{home}/"),
        (r"include fermata-proxy\.conf;", f"include {NGINX}/proxy.conf;"),
    ]
    for pattern, ours in changes:
        text, count = re.subn(pattern, ours, text)
        assert count, pattern
    return text


@dataclass
class Site:
    """An installation, nginx's two addresses, and the folder of its files."""

    server: Installation
    address: str
    plain: str
    home: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask through nginx."""
        told = {"Host": NAME, **headers}
        return httpx.get(self.address + path, headers=told, verify=False, timeout=LONG)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """An installation behind nginx."""
    with tempfile.TemporaryDirectory(prefix="fermata-") as name:
        home = Path(name)
        extra = {"DEBUG": "0", "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
                 "FERMATA_TRUST_PROXY": "1",
                 "FERMATA_SECRET_KEY": "n" * 50, "FERMATA_METRICS_TOKEN": TOKEN}  # fmt: skip
        server, port = Installation(home / "f", workers=0, extra=extra), free_port()
        plain = free_port()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
             "-keyout", str(home / "privkey.pem"), "-out", str(home / "fullchain.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
        conf = adapted((NGINX / "fermata.conf").read_text(), home, port, plain, server.port)
        (home / "fermata.conf").write_text(conf)
        (home / "nginx.conf").write_text(MAIN.format(home=home))
        server.migrate()
        server.start()
        nginx = subprocess.Popen([PROGRAM, "-p", name, "-c", str(home / "nginx.conf")])
        try:
            # It writes this file once it listens; on a busy machine that is later than our request.
            server.wait_until(lambda: (home / "nginx.pid").exists() or nginx.poll() is not None)
            yield Site(server, f"https://127.0.0.1:{port}", f"http://127.0.0.1:{plain}", home)
        finally:
            nginx.terminate()
            nginx.wait(LONG)
            server.stop()


def test_nginx_takes_the_file(site: Site) -> None:
    done = subprocess.run(
        [PROGRAM, "-t", "-q", "-p", str(site.home), "-c", str(site.home / "nginx.conf")],
        capture_output=True, text=True, timeout=LONG,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_page_comes_with_its_headers_each_once(site: Site) -> None:
    page = site.get("/sign-in/")
    assert page.status_code == 200
    names = [name.lower() for name, _ in page.headers.multi_items()]
    for name in ("strict-transport-security", "x-content-type-options", "x-request-id",
                 "content-security-policy"):  # fmt: skip
        assert names.count(name) == 1, name
    assert "__Host-csrftoken" in page.headers["set-cookie"]


def test_plain_http_leads_to_https(site: Site) -> None:
    answer = httpx.get(f"{site.plain}/inbox?x=1", headers={"Host": NAME}, timeout=LONG)
    assert (answer.status_code, answer.headers["location"]) == (308, f"https://{NAME}/inbox?x=1")


def test_a_socket_passes_and_stays(site: Site) -> None:
    token = site.server.manage("create_token", "admin", "--name", "x").stdout.split()[-1]
    trust = ssl._create_unverified_context()
    headers = {"Authorization": f"Bearer {token}"}
    way = create_connection(("127.0.0.1", int(site.address.rpartition(":")[2])))
    with connect(
        f"wss://{NAME}/ws/", sock=way, ssl=trust, additional_headers=headers, open_timeout=LONG
    ) as socket:
        socket.send(json.dumps({"type": "ping"}))
        assert json.loads(socket.recv(timeout=LONG)) == {"type": "pong"}


def test_figures_and_readiness_are_not_for_the_world(site: Site) -> None:
    for path in ("/metrics", "/readyz"):
        assert site.get(path, Authorization=f"Bearer {TOKEN}").status_code == 404
    # Whoever comes to the web process through a proxy is nobody of this machine.
    near = httpx.get(
        site.server.url + "/metrics", headers={"X-Forwarded-For": "203.0.113.9"}, timeout=LONG
    )
    assert near.status_code == 401


def test_a_body_beyond_the_limit_does_not_reach_the_application(site: Site) -> None:
    answer = httpx.post(
        f"{site.address}/api/signals/", content=b"x" * 1_200_000, headers={"Host": NAME},
        verify=False, timeout=LONG,
    )  # fmt: skip
    assert answer.status_code == 413
    assert b"nginx" in answer.content


def test_secrets_of_addresses_are_not_written_down(site: Site) -> None:
    secret = "this-is-the-secret"
    for path in ("hooks/callback", "hooks/start", "sign-in/link", "decide/link",
                 "account/invitation", "account/password/reset"):  # fmt: skip
        site.get(f"/{path}/{secret}/")
    site.server.wait_until(
        lambda: "account/password/reset" in (site.home / "access.log").read_text()
    )
    assert secret not in (site.home / "access.log").read_text()


def test_whoever_tries_passwords_is_held_up(site: Site) -> None:
    # At once: one after the other they may be too slow for the limit on a busy machine.
    answers = together(*[lambda: site.get("/sign-in/").status_code] * 80)
    assert set(answers) == {200, 429}
