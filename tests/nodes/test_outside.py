"""Claims about the nodes that reach other systems: requests and mail."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import context
from workflows.engine.errors import NodeError, Permanent, TryAgain
from workflows.engine.node import ProcessingContext
from workflows.nodes.connect import HttpRequestNode, SendEmailNode, email, outside
from workflows.nodes.connect.email import Mail

Seen = list[tuple[str, str, dict[str, str], bytes]]


class _Handler(BaseHTTPRequestHandler):
    def __getattr__(self, name: str) -> Any:
        """Answer every method in the same way."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        server: Any = self.server
        size = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        server.seen.append((self.command, self.path, headers, self.rfile.read(size)))
        status, kind, body, more = server.answers.get(self.path.split("?")[0], (404, "", b"", {}))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Any]:
    """Serve answers on loopback, which is allowed for as long as the test lasts."""
    made: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made.seen, made.answers = [], {}
    made.url = f"http://127.0.0.1:{made.server_port}"
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    outside.configure(["127.0.0.0/8"])
    yield made
    outside.configure([])
    made.shutdown()
    made.server_close()


def call(url: str, given: ProcessingContext | None = None, **properties: Any) -> dict[str, Any]:
    node = HttpRequestNode.model_validate({"url": url, **properties})
    return node.process(given or context())


def test_a_request_gives_status_headers_and_the_json_of_the_body(server: Any) -> None:
    server.answers["/x"] = (200, "application/json", b'{"a": [1]}', {"X-Made": "yes"})
    given = call(f"{server.url}/x", query={"q": "ä b", "n": 2})
    assert (given["status"], given["body"]) == (200, {"a": [1]})
    assert given["headers"]["x-made"] == "yes"
    method, path, _, _ = server.seen[0]
    assert (method, path) == ("GET", "/x?q=%C3%A4+b&n=2")


def test_a_body_is_sent_as_json_and_a_text_as_it_is(server: Any) -> None:
    server.answers["/x"] = (201, "text/plain", "grüß".encode(), {})
    given = call(f"{server.url}/x", method="POST", body={"n": 1})
    assert json.loads(server.seen[0][3]) == {"n": 1}
    assert server.seen[0][2]["content-type"] == "application/json"
    assert given["status"] == 201
    call(f"{server.url}/x", context(inputs={"w": "you"}), method="PUT", body="Hi {{ inputs.w }}")
    assert server.seen[1][3] == b"Hi you"


def test_every_attempt_carries_the_same_idempotency_key(server: Any) -> None:
    server.answers["/x"] = (200, "text/plain", b"", {})
    call(f"{server.url}/x", method="POST", body={})
    call(f"{server.url}/x", method="POST", body={}, headers={"idempotency-key": "mine"})
    assert server.seen[0][2]["idempotency-key"] == "r1/n/1"
    assert server.seen[1][2]["idempotency-key"] == "mine"


@pytest.mark.parametrize(
    ("status", "error"), [(400, Permanent), (404, Permanent), (429, TryAgain), (503, TryAgain)]
)
def test_an_error_status_fails_and_says_whether_trying_again_may_help(
    server: Any, status: int, error: type[NodeError]
) -> None:
    server.answers["/x"] = (status, "text/plain", b"no luck", {"Retry-After": "7"})
    with pytest.raises(error, match=f"{status}: no luck") as caught:
        call(f"{server.url}/x")
    if isinstance(caught.value, TryAgain):
        assert caught.value.after_seconds == 7
    assert call(f"{server.url}/x", fail_on_status=False)["status"] == status


def test_redirects_are_followed_so_far_and_no_further(server: Any) -> None:
    for n in range(10):
        server.answers[f"/{n}"] = (302, "", b"", {"Location": f"/{n + 1}"})
    server.answers["/10"] = (200, "text/plain", b"there", {})
    assert call(f"{server.url}/6")["body"] == "there"
    with pytest.raises(Permanent, match="redirects more than 5"):
        call(f"{server.url}/0")


def test_a_redirect_into_a_private_network_is_refused(server: Any) -> None:
    server.answers["/x"] = (302, "", b"", {"Location": "http://169.254.169.254/latest/"})
    with pytest.raises(Permanent, match="private network"):
        call(f"{server.url}/x")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fd00::1]",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "127.1",
    ],
)
def test_private_addresses_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(NodeError, match="private network|cannot be reached|no address"):
        call(f"http://{host}:9/")


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*args: Any, **more: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(Permanent, match="private network"):
        call("http://inside.example/")


def test_an_allowed_network_does_not_allow_another(server: Any) -> None:
    outside.configure(["10.0.0.0/8"])
    with pytest.raises(Permanent, match="private network"):
        call(f"{server.url}/x")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "//example.org/",
        "http://me:secret@example.org/",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "http://example.org/\r\nX: y",
    ],
)
def test_what_is_no_address_is_refused_without_a_request(url: str) -> None:
    with pytest.raises(Permanent, match="address"):
        call(url)


def test_a_header_cannot_be_smuggled_in(server: Any) -> None:
    with pytest.raises(Permanent, match="line break"):
        call(f"{server.url}/x", context(inputs={"n": "a\r\nX: y"}), headers={"A": "{{ inputs.n }}"})
    assert server.seen == []


def test_too_large_an_answer_and_one_that_is_no_text_fail(server: Any) -> None:
    server.answers["/big"] = (200, "text/plain", b"x" * (outside.MAX_BODY_BYTES + 1), {})
    server.answers["/bin"] = (200, "application/octet-stream", b"\xff\xfe\x00\x81", {})
    server.answers["/lie"] = (200, "application/json", b"<html>", {})
    with pytest.raises(Permanent, match="larger than 1024 KiB"):
        call(f"{server.url}/big")
    with pytest.raises(Permanent, match="not a text"):
        call(f"{server.url}/bin")
    with pytest.raises(Permanent, match="JSON"):
        call(f"{server.url}/lie")


def test_nobody_who_listens_may_be_asked_again_later(server: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(TryAgain, match="cannot be reached"):
            call(f"http://127.0.0.1:{free.getsockname()[1]}/")


def test_a_get_with_a_body_and_a_limit_of_an_hour_are_refused(server: Any) -> None:
    with pytest.raises(Permanent, match="no body"):
        call(f"{server.url}/x", body={"a": 1})
    with pytest.raises(ValidationError):
        call(f"{server.url}/x", timeout_seconds="1h")


@pytest.fixture
def sent() -> Iterator[list[Mail]]:
    """Collect the mails that leave."""
    mails: list[Mail] = []
    before = list(email._sender)
    email.configure(mails.append)
    yield mails
    email.configure(before[0] if before else None)


def mail(given: ProcessingContext | None = None, **properties: Any) -> dict[str, Any]:
    return SendEmailNode.model_validate(properties).process(given or context())


def test_a_mail_is_rendered_and_leaves_once_an_attempt(sent: list[Mail]) -> None:
    given = context(inputs={"who": "Ann", "to": "ann@example.org"})
    output = mail(
        given,
        to="{{ inputs.to }}, bob@example.org",
        subject="Dear {{ inputs.who }}",
        body="Hello {{ inputs.who }}",
    )
    assert output == {"sent_to": ["ann@example.org", "bob@example.org"]}
    assert sent == [Mail(["ann@example.org", "bob@example.org"], "Dear Ann", "Hello Ann", "r1/n/1")]


def test_a_subject_holds_no_line_break_and_an_address_no_second_header(sent: list[Mail]) -> None:
    mail(context(inputs={"s": "a\r\nBcc: x@y.z"}), to=["a@b.c"], subject="{{ inputs.s }}")
    assert sent[0].subject == "a Bcc: x@y.z"
    for wrong in ("nobody", "a@b.c\r\nBcc: x@y.z", "Ann <a@b.c>", "a@b.c;d@e.f", ""):
        with pytest.raises(Permanent, match="no mail address"):
            mail(context(inputs={"to": wrong}), to=["{{ inputs.to }}"], subject="s")
    assert len(sent) == 1


def test_there_are_at_most_fifty_recipients(sent: list[Mail]) -> None:
    with pytest.raises(ValidationError):
        mail(to=[f"a{n}@b.c" for n in range(51)], subject="s")


def test_without_a_mail_server_the_step_says_so(sent: list[Mail]) -> None:
    email.configure(None)
    with pytest.raises(Permanent, match="No mail server"):
        mail(to="a@b.c", subject="s")
