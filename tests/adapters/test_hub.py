"""Hints between processes: who listens hears them, who does not costs nothing, nobody waits."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from workflows.adapters.bell import SocketBell
from workflows.adapters.feed import SocketFeed
from workflows.adapters.hub import Hint, Sender, listening, open_socket, socket_path


async def heard(folder: Path, kind: str, say: object, number: int = 1) -> list[Hint]:
    """Listen, speak, and give what was heard."""
    assert callable(say)
    found: list[Hint] = []
    done = asyncio.Event()

    def callback(hint: Hint) -> None:
        found.append(hint)
        if len(found) == number:
            done.set()

    with listening(folder, kind, callback):
        say()
        async with asyncio.timeout(5):
            await done.wait()
    return found


async def test_the_bell_is_heard_by_workers(tmp_path: Path) -> None:
    bell = SocketBell(Sender(tmp_path, "worker"))
    assert await heard(tmp_path, "worker", lambda: bell.ring(["a", "b"])) == [{"rung": ["a", "b"]}]


async def test_long_lists_come_in_several_hints(tmp_path: Path) -> None:
    bell = SocketBell(Sender(tmp_path, "worker"))
    names = [f"{number:036}" for number in range(1_100)]
    hints = await heard(tmp_path, "worker", lambda: bell.ring(names), 3)
    assert [name for hint in hints for name in hint["rung"]] == names


async def test_the_feed_says_where_runs_are_and_how_far_nodes(tmp_path: Path) -> None:
    feed = SocketFeed(Sender(tmp_path, "web"))

    def say() -> None:
        feed.publish({"r": 7})
        feed.progress("r", "n", 1, {"fraction": 0.5, "message": "half"})

    assert await heard(tmp_path, "web", say, 2) == [
        {"moved": {"r": 7}},
        {
            "progress": {
                "run_id": "r", "node_id": "n", "iteration": 1, "fraction": 0.5, "message": "half",
            }
        },
    ]  # fmt: skip


async def test_a_listener_that_comes_later_is_heard_of(tmp_path: Path) -> None:
    sender = Sender(tmp_path, "web")
    sender.send({"nobody": "listens"})
    assert await heard(tmp_path, "web", lambda: sender.send({"a": 1})) == [{"a": 1}]
    assert await heard(tmp_path, "web", lambda: sender.send({"b": 2})) == [{"b": 2}]


def test_the_socket_of_a_dead_process_is_removed(tmp_path: Path) -> None:
    path = socket_path(tmp_path, "worker", "dead")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(path))
    assert path.exists()
    Sender(tmp_path, "worker").send({"rung": []})
    assert not path.exists()


def test_a_sender_never_waits_for_a_listener_that_is_busy(tmp_path: Path) -> None:
    with open_socket(tmp_path, "worker") as ear:
        sender = Sender(tmp_path, "worker")
        for number in range(50_000):
            sender.send({"rung": [str(number)]})
        assert b"0" in ear.recv(100)


def test_a_missing_folder_is_no_error(tmp_path: Path) -> None:
    Sender(tmp_path / "none", "worker").send({"rung": []})


def test_too_long_a_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="FERMATA_HOME"):
        socket_path(tmp_path / ("x" * 90), "worker", "w1")


async def test_what_is_no_json_object_is_passed_over(tmp_path: Path) -> None:
    def say() -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
            for path in tmp_path.glob("web-*.sock"):
                for data in (b"", b"\xff\x00", b"[1]", b'{"moved": {}}'):
                    mouth.sendto(data, str(path))

    assert await heard(tmp_path, "web", say) == [{"moved": {}}]
