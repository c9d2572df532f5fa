"""Runs shown to developers: the tree in the terminal, the summary, the page on loopback."""

from __future__ import annotations

import io
import urllib.error
import urllib.request
import webbrowser
from typing import Any

import pytest
from rich.console import Console

from workflows import Flow, ProcessingContext, Runtime, explain_run, inspect_trace, serve_trace
from workflows.engine.errors import Invalid, NotFound
from workflows.engine.memory import MemoryClock


def note(context: ProcessingContext) -> dict[str, Any]:
    context.log("Looked at it", "warning")
    return {"text": "<script>alert(1)</script>\x1b[31m"}


def asking() -> Flow:
    return (
        Flow("asking").node("note", note, label="Take a note").approval("ok", groups=["managers"])
    )


def get(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


def test_a_trace_is_a_tree_of_steps_with_what_happened_at_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    held = Runtime(clock=MemoryClock()).run(asking())
    text = inspect_trace(held)
    assert text.splitlines()[0].split("  ")[:3] == [
        "⏸ asking v1", "suspended", "Waiting: Approval needed",
    ]  # fmt: skip
    assert "✓ Take a note (note)  completed  0 ms" in text
    assert "warning: Looked at it" in text
    assert "Waits (approval): Approval needed" in text
    assert "Asked: managers" in text
    assert "\x1b" not in text
    assert capsys.readouterr().out.splitlines()[0].startswith("⏸ asking v1")


def test_colours_are_for_terminals_and_quiet_prints_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runtime = Runtime()
    held = runtime.run(asking())
    file = io.StringIO()
    inspect_trace(runtime, held.run_id, console=Console(file=file, force_terminal=True))
    assert "\x1b[" in file.getvalue()
    assert inspect_trace(held, quiet=True)
    assert capsys.readouterr().out == ""


def test_runs_below_a_run_are_drawn_within_it() -> None:
    child = Flow("child").constant("leaf", 7)
    text = inspect_trace(Runtime().run(Flow("parent").map("each", child, list(range(25)))))
    assert text.count("✓ child v1") == 20
    assert "… and 5 more" in text
    assert "leaf  completed" in text


def test_a_failure_shows_its_attempts() -> None:
    failed = Runtime().run(Flow("x").fail("bang", "No money"))
    text = inspect_trace(failed)
    assert "✗ bang  failed" in text
    assert "Attempt 1 failed: No money" in text


def test_a_run_is_explained_by_its_result_or_by_runtime_and_id() -> None:
    runtime = Runtime()
    held = runtime.run(asking())
    told = explain_run(held)
    assert told == explain_run(runtime, held.run_id)
    assert set(told) >= {"status", "waits", "path", "failures", "retries", "counts"}
    assert told["waits"][0]["groups"] == ["managers"]


def test_what_is_no_run_is_refused_with_a_sentence() -> None:
    with pytest.raises(Invalid, match="Give the result of a run"):
        explain_run(5)
    with pytest.raises(NotFound):
        inspect_trace(Runtime(), "nothing")
    with pytest.raises(NotFound):
        serve_trace(Runtime(), "nothing", open_browser=False)


def test_a_page_is_served_on_loopback_to_who_knows_its_path() -> None:
    runtime = Runtime()
    held = runtime.run(asking())
    address = serve_trace(held, open_browser=False)
    try:
        status, page, headers = get(address)
        assert status == 200
        assert address.startswith("http://127.0.0.1:")
        assert "Waiting: Approval needed" in page
        assert "&lt;script&gt;alert(1)" in page
        assert "<script" not in page
        assert 'http-equiv="refresh"' in page
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        root = address[: address.index("/", 8) + 1]
        assert get(root)[0] == 404
        assert get(root + held.run_id)[0] == 404
        assert get(address, Host="evil.example")[0] == 404
        runtime.resume(held.run_id, {"approved": True})
        page = get(address)[1]
        assert "Completed." in page
        assert 'http-equiv="refresh"' not in page
    finally:
        address.close()
        address.close()
    with pytest.raises(urllib.error.URLError):
        get(address)


def test_a_page_shows_the_runs_below_and_what_they_gave() -> None:
    child = Flow("child").constant("leaf", {"deep": 7})
    address = serve_trace(Runtime().run(Flow("parent").node("sub", child)), open_browser=False)
    page = get(address)[1]
    address.close()
    assert "<h2>✓ child" in page
    assert "{&quot;deep&quot;:7}" in page


def test_the_browser_is_opened_at_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    address = serve_trace(Runtime().run(asking()))
    address.close()
    assert opened == [address]
    served = serve_trace("01a1", base_url="https://flows.example/")
    assert (served, opened[1]) == ("https://flows.example/runs/01a1",) * 2
    served.close()
