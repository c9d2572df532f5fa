"""Hints between the processes of one machine: datagrams on Unix sockets; any of them may be lost.

Each listener has a socket of its own in a folder; who has something to say sends to all of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workflows.engine.payload import dumps, loads

log = logging.getLogger(__name__)

SUFFIX = ".sock"
LARGEST = 32_000
"""Bytes of a datagram; longer lists are cut into several by who sends."""

_LONGEST_PATH = 100
_GONE = {errno.ECONNREFUSED, errno.ENOENT, errno.ENOTSOCK}

Hint = Mapping[str, Any]


class Sender:
    """Sends hints to all listeners of a kind (``worker``, ``web``); never raises, never waits."""

    def __init__(self, folder: Path, kind: str) -> None:
        """Take the folder of the sockets."""
        self._folder = str(folder)
        self._prefix = f"{kind}-"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._lock = threading.Lock()
        self._seen = -1
        self._paths: list[str] = []

    def send(self, hint: Hint) -> None:
        """Send to whoever listens now."""
        paths = self._listeners()
        if not paths:
            return
        data = dumps(hint).encode()
        for path in paths:
            self._send(path, data)

    def _send(self, path: str, data: bytes) -> None:
        try:
            self._socket.sendto(data, path)
        except OSError as error:
            # A full socket belongs to somebody who is busy and will sweep. A dead one is removed.
            if error.errno in _GONE:
                with contextlib.suppress(OSError):
                    os.unlink(path)  # noqa: PTH108  (a text path: this is the hot path)

    def _listeners(self) -> list[str]:
        """List the sockets; the folder is read again only when it has changed."""
        try:
            changed = os.stat(self._folder).st_mtime_ns  # noqa: PTH116
            if changed != self._seen:
                names = os.listdir(self._folder)  # noqa: PTH208
                with self._lock:
                    self._paths = [
                        f"{self._folder}/{name}"
                        for name in sorted(names)
                        if name.startswith(self._prefix) and name.endswith(SUFFIX)
                    ]
                    # A change within the clock's grain after the listing would be overlooked.
                    fresh = abs(_clock_ns() - changed) < 50_000_000
                    self._seen = -1 if fresh else changed
        except OSError:
            return []
        return self._paths


def _clock_ns() -> int:
    import time

    return time.time_ns()


def socket_path(folder: Path, kind: str, name: str) -> Path:
    """Name a listener's socket; ``ValueError`` when the path is too long for the system."""
    path = folder / f"{kind}-{name}{SUFFIX}"
    if len(str(path)) > _LONGEST_PATH:
        raise ValueError(
            f"FERMATA_HOME is too long a path for sockets: {folder} leaves less than "
            f"{_LONGEST_PATH} characters."
        )
    return path


@contextmanager
def open_socket(folder: Path, kind: str, name: str | None = None) -> Iterator[socket.socket]:
    """Listen on a socket of our own, which goes away at the end."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = socket_path(folder, kind, name or f"{os.getpid()}-{secrets.token_hex(3)}")
    path.unlink(missing_ok=True)
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        ear.setblocking(False)
        with contextlib.suppress(OSError):
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        ear.bind(str(path))
        path.chmod(0o600)
        yield ear
    finally:
        ear.close()
        path.unlink(missing_ok=True)


@contextmanager
def listening(
    folder: Path, kind: str, callback: Callable[[Hint], None], name: str | None = None
) -> Iterator[None]:
    """Call back in the running event loop for each hint, for as long as the block lasts."""
    loop = asyncio.get_running_loop()
    with open_socket(folder, kind, name) as ear:
        loop.add_reader(ear.fileno(), _drain, ear, callback)
        try:
            yield
        finally:
            loop.remove_reader(ear.fileno())


async def listen(kind: str, callback: Callable[[Hint], None], name: str | None = None) -> None:
    """Call back for each hint of the embedded mode until cancelled. Kinds: ``worker``, ``web``.

    Hints of ``worker``: ``{"rung": [run ids]}``. Of ``web``: ``{"moved": {run id: seq}}``,
    ``{"progress": {"run_id", "node_id", "iteration", "fraction", "message"}}`` and
    ``{"look_again": user id}``.
    """
    from workflows.conf import load_conf

    with listening(load_conf().run_dir, kind, callback, name):
        await asyncio.Event().wait()


def _drain(ear: socket.socket, callback: Callable[[Hint], None]) -> None:
    """Read what has arrived, a bounded number at a time: the loop has other things to do."""
    for _ in range(64):
        try:
            data = ear.recv(65_536)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            log.exception("A socket of hints cannot be read.")
            return
        try:
            hint = loads(data)
        except ValueError:
            continue
        if isinstance(hint, dict):
            callback(hint)
