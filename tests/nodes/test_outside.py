"""Claims about requests to other systems: where they never go, and that they always end."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.nodes.built_in import context
from tests.nodes.test_http import call
from workflows.conf import own_services
from workflows.engine.errors import NodeError, Permanent, TryAgain
from workflows.nodes.connect import outside, wire
from workflows.nodes.connect.outside import Request, safe_request

Found = list[tuple[Any, ...]]


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let every name lead to these addresses, one answer a look-up; collect the names."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        if str(host)[:1].isdigit() or ":" in str(host):
            return real(host, port, *args, **more)
        now = answers[min(len(asked), len(answers) - 1)]
        asked.append(str(host))
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port or 0, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0))
            for address in now
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Collect the addresses that are connected to; nothing leaves the machine."""
    seen: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        seen.append(address[0])
        raise ConnectionRefusedError("closed by the test")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return seen


HOSTILE = [
    "127.0.0.1", "localhost", "0.0.0.0", "0", "10.0.0.1", "192.168.1.1", "172.16.0.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "2130706433", "0x7f000001", "017700000001", "127.1", "0177.0.0.1",
    "0x7f.1", "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]", "[fd00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTILE)
def test_private_addresses_are_refused_in_every_spelling(host: str, connected: list[Any]) -> None:
    with pytest.raises(NodeError, match="private network|cannot be reached|no address"):
        call(f"http://{host}/")
    assert connected == []


PRIVATE = ["10.1.2.3", "127.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:10.0.0.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch, connected: list[Any]
) -> None:
    resolving(monkeypatch, [address])
    with pytest.raises(Permanent, match=r"^inside\.example is not reachable.*private network"):
        call("http://inside.example/")
    assert connected == []


def test_a_name_that_changes_its_mind_is_met_at_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch, connected: list[Any]
) -> None:
    asked = resolving(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    with pytest.raises(TryAgain, match="cannot be reached"):
        call("https://rebinding.example/")
    assert (asked, connected) == (["rebinding.example"], ["93.184.215.14"])


def test_an_allowed_name_that_changes_its_mind_too(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/x"] = (200, "text/plain", b"here", {})
    asked = resolving(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    port = server.server_port
    assert call(f"http://inside.example:{port}/x")["body"] == "here"
    assert asked == ["inside.example"]
    assert server.seen[0][2]["host"] == f"inside.example:{port}"
    with pytest.raises(Permanent, match="private network"):
        call(f"http://inside.example:{port}/x")


def test_an_allowed_network_does_not_allow_another(server: Any) -> None:
    wire.configure(["10.0.0.0/8"])
    with pytest.raises(Permanent, match="private network"):
        call(f"{server.url}/x")
    assert server.seen == []


def test_an_allowed_address_allows_no_other_scheme_host_or_port(server: Any) -> None:
    port = server.server_port
    server.answers["/x"] = (200, "text/plain", b"here", {})
    wire.configure([f"http://127.0.0.1:{port}"])
    assert call(f"{server.url}/x")["body"] == "here"
    for url in (f"https://127.0.0.1:{port}/x", f"http://localhost:{port}/x",
                f"http://127.0.0.1:{port + 1}/x", "http://127.0.0.1/x"):  # fmt: skip
        with pytest.raises(Permanent, match="private network"):
            call(url)
    server.answers["/away"] = (302, "", b"", {"Location": f"http://127.0.0.2:{port}/x"})
    with pytest.raises(Permanent, match="private network"):
        call(f"{server.url}/away")
    wire.configure([f"http://127.0.0.1:{port}"], [("127.0.0.1", port)])
    with pytest.raises(Permanent, match="own services"):
        call(f"{server.url}/x")


def test_our_own_services_are_closed_even_where_their_network_is_allowed(server: Any) -> None:
    for host in ("127.0.0.1", "0.0.0.0", "localhost"):
        wire.configure(["127.0.0.0/8"], [(host, server.server_port)])
        with pytest.raises(Permanent, match="own services"):
            call(f"{server.url}/x")
    assert server.seen == []


def test_web_server_database_and_redis_are_our_own_services(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FERMATA = {
        **settings.FERMATA, "host": "127.0.0.1", "port": 8001, "base_url": "https://f.example",
        "redis_url": "redis://cache:6380/1",
    }  # fmt: skip
    for name, value in (("HOST", "db"), ("PORT", "")):
        monkeypatch.setitem(settings.DATABASES["default"], name, value)
    assert own_services() == [
        ("127.0.0.1", 8001), ("f.example", 443), ("cache", 6380), ("db", 5432),
    ]  # fmt: skip


def test_public_addresses_are_reached_on_the_ports_of_the_web_only(connected: list[Any]) -> None:
    with pytest.raises(Permanent, match="ports 80 and 443, not on 6379"):
        call("http://93.184.215.14:6379/")
    assert connected == []
    wire.configure(["93.184.215.0/24"])
    try:
        with pytest.raises(TryAgain):
            call("http://93.184.215.14:6379/")
    finally:
        wire.configure([])
    assert connected == ["93.184.215.14"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http://",
        "http:///x",
        "//example.org/",
        "example.org",
        "http://me:secret@example.org/",
        "http://@example.org/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://exa mple.org/",
        "http://example.org/\r\nX: y",
        "http://[::1/",
        "http://example.org\\.other.example/",
    ],
)
def test_what_is_no_address_is_refused_without_a_request(url: str, connected: list[Any]) -> None:
    with pytest.raises(Permanent, match="address"):
        call(url)
    assert connected == []


def test_redirects_are_followed_so_far_and_no_further(server: Any) -> None:
    for n in range(10):
        server.answers[f"/{n}"] = (302, "", b"", {"Location": f"/{n + 1}"})
    server.answers["/10"] = (200, "text/plain", b"there", {})
    assert call(f"{server.url}/7")["body"] == "there"
    with pytest.raises(Permanent, match="redirects more than 3"):
        call(f"{server.url}/6")


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "http://me:secret@127.0.0.1/",
        "http://93.184.215.14:22/",
    ],
)
def test_a_redirect_leads_nowhere_where_a_request_may_not_go(server: Any, to: str) -> None:
    server.answers["/x"] = (302, "", b"", {"Location": to})
    with pytest.raises(Permanent):
        call(f"{server.url}/x")
    assert [seen[1] for seen in server.seen] == ["/x"]


def test_a_redirect_to_another_host_leaves_secrets_behind(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    there = f"http://other.example:{server.server_port}/y"
    server.answers["/x"] = (307, "", b"", {"Location": there})
    server.answers["/y"] = (200, "text/plain", b"ok", {})
    secrets = {"Authorization": "Bearer CANARY", "X-Api-Key": "CANARY", "Cookie": "c=CANARY"}
    call(f"{server.url}/x", method="POST", body={"n": 1}, headers=secrets)
    first, second = (seen[2] for seen in server.seen)
    assert (first["authorization"], first["x-api-key"]) == ("Bearer CANARY", "CANARY")
    assert not [value for value in second.values() if "CANARY" in value]
    assert second["idempotency-key"] == "r1/n/1"
    assert server.seen[1][3] == server.seen[0][3]


@pytest.mark.parametrize(
    "headers",
    [
        {"A B": "x"},
        {"A": "{{ inputs.n }}"},
        {"A\r\nB": "c"},
        {"Host": "other.example"},
        {"Transfer-Encoding": "chunked"},
        {"content-length": "0"},
        {"Proxy-Authorization": "x"},
        {"A": "Ω"},
        {"Ä": "x"},
        {"A:B": "x"},
        {"": "x"},
    ],
)
def test_headers_that_change_the_message_are_refused(server: Any, headers: dict[str, str]) -> None:
    with pytest.raises(Permanent, match="header"):
        call(f"{server.url}/x", context(inputs={"n": "a\r\nX: y"}), headers=headers)
    assert server.seen == []


def test_nothing_is_taken_from_the_environment(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/x"] = (200, "text/plain", b"direct", {})
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert call(f"{server.url}/x")["body"] == "direct"


def test_too_large_an_answer_fails_packed_or_not(server: Any) -> None:
    plain = b"x" * (outside.MAX_BODY_BYTES + 1)
    bomb = gzip.compress(b"x" * (64 * outside.MAX_BODY_BYTES))
    server.answers["/big"] = (200, "text/plain", plain, {})
    server.answers["/bomb"] = (200, "text/plain", bomb, {"Content-Encoding": "gzip"})
    for path in ("/big", "/bomb"):
        with pytest.raises(Permanent, match="larger than 1024 KiB"):
            call(f"{server.url}{path}")
    server.answers["/fits"] = (200, "text/plain", plain[1:], {})
    assert len(call(f"{server.url}/fits")["body"]) == outside.MAX_BODY_BYTES


def _drip(write: Callable[[Any], bytes]) -> Callable[[Any], None]:
    """Answer with a byte now and then, until the other side is gone."""

    def answer(handler: Any) -> None:
        try:
            handler.wfile.write(write(handler))
            while True:
                handler.wfile.write(b"x")
                handler.wfile.flush()
                handler.server.pause.wait(0.05)
        except OSError:
            handler.close_connection = True

    return answer


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99999\r\n\r\n",
    ],
)
def test_the_whole_exchange_ends_in_time_however_slowly_bytes_come(
    server: Any, start: bytes
) -> None:
    server.pause = threading.Event()
    server.answers["/slow"] = _drip(lambda handler: start)
    began = time.monotonic()
    with pytest.raises(TryAgain, match="did not answer within 0.3 s"):
        safe_request(Request("GET", f"{server.url}/slow", seconds=0.3))
    assert time.monotonic() - began < 5


def test_nobody_who_listens_may_be_asked_again_later(server: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(TryAgain, match=r"^127\.0\.0\.1 cannot be reached"):
            call(f"http://127.0.0.1:{free.getsockname()[1]}/")


def test_a_redirect_may_be_the_answer_itself(server: Any) -> None:
    server.answers["/a"] = (307, "", b"", {"Location": f"{server.url}/b"})
    answer = safe_request(Request("POST", f"{server.url}/a", text="x", redirects=0))
    assert (answer.status, [path for _, path, _, _ in server.seen]) == (307, ["/a"])


def test_of_an_answer_no_more_is_read_than_is_wanted(server: Any) -> None:
    server.answers["/a"] = (200, "text/plain", b"x" * (outside.MAX_BODY_BYTES + 1), {})
    answer = safe_request(Request("GET", f"{server.url}/a", most_bytes=100))
    assert (answer.status, answer.body) == (200, b"x" * 100)
    server.answers["/a"] = (200, "text/plain", b"short", {})
    assert safe_request(Request("GET", f"{server.url}/a", most_bytes=100)).body == b"short"
