"""`manage.py up` as a newcomer meets it: it serves, heals and ends; its links count once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.server import Installation
from workflows.management.banner import banner


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    Installation(home).migrate()
    return home


@pytest.fixture(scope="module")
def server(migrated: Path) -> Iterator[Installation]:
    """One server for the tests that leave it whole."""
    installation = Installation(migrated).start()
    yield installation
    installation.stop()


@pytest.fixture
def short_lived(migrated: Path) -> Iterator[Installation]:
    """A server of one's own, for the tests that end it."""
    installation = Installation(migrated).start()
    yield installation
    if installation.process is not None and installation.process.poll() is None:
        installation.stop()


def family(supervisor: int) -> dict[str, int]:
    """Return the children's process ids by what they run: `daphne` or `worker`."""
    listed = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(supervisor)], capture_output=True, text=True
    ).stdout
    found = {}
    for row in listed.splitlines():
        pid, _, command = row.strip().partition(" ")
        found["daphne" if "daphne" in command else "worker"] = int(pid)
    return found


def test_it_serves_is_ready_and_ends_in_order(short_lived: Installation) -> None:
    short_lived.wait_until(lambda: short_lived.answers("/readyz"))
    assert short_lived.answers("/static/admin/css/base.css")
    assert short_lived.process is not None
    children = family(short_lived.process.pid)
    assert short_lived.stop() == 0
    assert not short_lived.answers()
    assert [pid for pid in children.values() if Path(f"/proc/{pid}").exists()] == []


def test_a_killed_worker_is_replaced(server: Installation) -> None:
    assert server.process is not None
    pid = server.process.pid
    killed = family(pid)["worker"]
    os.kill(killed, signal.SIGKILL)
    server.wait_until(lambda: family(pid).get("worker", killed) != killed)
    server.wait_until(lambda: server.answers("/readyz"))
    assert not [line for line in server.lines if "could not be recorded" in line]


def test_a_killed_web_server_is_replaced(server: Installation) -> None:
    assert server.process is not None
    os.kill(family(server.process.pid)["daphne"], signal.SIGKILL)
    server.wait_until(lambda: any(line.startswith("web ended") for line in server.lines))
    server.wait_until(server.answers)


def test_nothing_outlives_a_killed_supervisor(short_lived: Installation) -> None:
    assert short_lived.process is not None
    children = family(short_lived.process.pid)
    short_lived.kill()
    short_lived.process = None
    short_lived.wait_until(lambda: not any(Path(f"/proc/{p}").exists() for p in children.values()))


def test_a_link_signs_in_once(server: Installation) -> None:
    path = server.sign_in_path("maria")
    with httpx.Client(base_url=server.url, follow_redirects=True) as first:
        assert sign_in(first, path).status_code == 200
        assert first.get("/api/me/").json()["username"] == "maria"
    with httpx.Client(base_url=server.url) as second:
        assert second.get(path).status_code == 410


def sign_in(client: httpx.Client, path: str) -> httpx.Response:
    """Press the button of a sign-in link's page."""
    page = client.get(path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    return client.post(path, data={"csrfmiddlewaretoken": token[1]})


@pytest.mark.django_db
def test_the_password_is_shown_at_the_first_start_only() -> None:
    shown = ["shown only now" in "\n".join(banner("http://here")) for _ in range(2)]
    assert shown == [True, False]
