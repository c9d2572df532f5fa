"""TCP proxies in front of databases and Redis: cut, stall, drop replies, per connection."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.support.waiting import LONG

CHUNK = 65_536


class Link:
    """One connection through a proxy."""

    def __init__(self, proxy: Proxy, ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter]):
        self._proxy = proxy
        self._ends = ends
        self.open = asyncio.Event()
        self.mute = False
        """What the server answers is thrown away."""

        if not proxy.stalled:
            self.open.set()

    async def pump(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter, up: bool) -> None:
        """Hand on what comes from one side."""
        try:
            while data := await reader.read(CHUNK):
                if up and any(word in data for word in self._proxy.hold_words):
                    self.open.clear()
                if up and any(word in data for word in self._proxy.mute_words):
                    self.mute = True
                await self.open.wait()
                if up or not self.mute:
                    to.write(data)
                    await to.drain()
        except OSError:
            pass
        finally:
            self.close()

    def close(self) -> None:
        """End both sides, without a word of farewell."""
        for end in self._ends:
            with suppress(OSError, RuntimeError):
                end.transport.abort()


class Proxy:
    """One listening port that leads to another. Its methods may be called from any thread."""

    def __init__(self, switchboard: Switchboard, target: int) -> None:
        self._switchboard = switchboard
        self._links: set[Link] = set()
        self.target = target
        self.port = 0
        self.stalled = False
        self.refusing = False
        self.hold_words: tuple[bytes, ...] = ()
        self.mute_words: tuple[bytes, ...] = ()

    async def serve(self) -> None:
        """Begin to listen."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        try:
            answers, asking = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        link = Link(self, (writer, asking))
        self._links.add(link)
        await asyncio.gather(link.pump(reader, asking, True), link.pump(answers, writer, False))
        self._links.discard(link)

    @property
    def count(self) -> int:
        """Count the connections."""
        return len(self._links)

    def cut(self) -> None:
        """End all connections; new ones are taken."""
        self._do(lambda: [link.close() for link in list(self._links)])

    def refuse(self) -> None:
        """End all connections and take none."""
        self.refusing = True
        self.cut()

    def stall(self) -> None:
        """Hand on nothing any more, and close nothing: the other side hangs."""
        self.stalled = True
        self._do(lambda: [link.open.clear() for link in self._links])

    def hold(self, *words: bytes) -> None:
        """Stall each connection on which one of the words is said, from there on."""
        self.hold_words = words

    def drop_replies_to(self, *words: bytes) -> None:
        """Hand on what holds one of the words, and nothing of what is answered from there on."""
        self.mute_words = words

    def heal(self) -> None:
        """Serve as if nothing had been; what was held back is cut, as a network would."""
        hurt = self.stalled or self.hold_words or self.mute_words
        self.stalled = self.refusing = False
        self.hold_words = self.mute_words = ()
        if hurt:
            self.cut()

    def _do(self, what: Callable[[], object]) -> None:
        self._switchboard.call(what)


class Switchboard:
    """The thread in which all proxies work."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def proxy(self, target: int) -> Proxy:
        """Lead a new port to a port of this machine."""
        made = Proxy(self, target)
        asyncio.run_coroutine_threadsafe(made.serve(), self._loop).result(LONG)
        return made

    def call(self, what: Callable[[], object]) -> None:
        """Do it in the thread, and wait for it."""

        async def work() -> None:
            what()

        asyncio.run_coroutine_threadsafe(work(), self._loop).result(LONG)

    def end(self) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
