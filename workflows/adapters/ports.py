"""The ports in force: store, bell and feed as the settings say."""

from __future__ import annotations

import threading

from workflows.conf import Conf, load_conf
from workflows.engine.ports import Bell, Feed, Ports

from .bell import QueueBell, SocketBell
from .feed import ChannelFeed, Courier, SocketFeed
from .hub import Sender
from .queue import Enqueuer
from .store import DjangoStore

_lock = threading.Lock()
_made: dict[tuple[str, str | None], Ports] = {}


def current_ports() -> Ports:
    """Give the ports of this process; made once for each set of settings."""
    conf = load_conf()
    key = (str(conf.run_dir), conf.redis_url)
    ports = _made.get(key)
    if ports is None:
        with _lock:
            ports = _made.setdefault(key, _make(conf))
    return ports


def forget_ports() -> None:
    """Drop the ports and what they keep: the database behind them is another now."""
    with _lock:
        _made.clear()


def _make(conf: Conf) -> Ports:
    workers, pages = Sender(conf.run_dir, "worker"), Sender(conf.run_dir, "web")
    bell: Bell
    feed: Feed
    if conf.redis_url:
        bell, feed = QueueBell(workers, Enqueuer()), ChannelFeed(Courier())
    else:
        bell, feed = SocketBell(workers), SocketFeed(pages)
    return Ports(DjangoStore(), bell, feed)
