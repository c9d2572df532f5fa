"""One socket: frames in, answers out, and its sender; it decides nothing about runs."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.utils import await_many_dispatch

from workflows.adapters.operating import place
from workflows.engine.errors import FermataError, Invalid, NotFound, Refused
from workflows.engine.workspaces import name_in
from workflows.live import jobs, reading, requests
from workflows.live.database import in_database, once_in_database
from workflows.live.hub import Hub, current_hub
from workflows.live.messages import ErrorMessage, Message, encode
from workflows.live.outbox import Outbox
from workflows.live.presence import Mark
from workflows.live.viewer import Viewer
from workflows.services.trying.presence import tell_presence

log = logging.getLogger(__name__)

SIGNED_OUT = 4401
"""Close code that tells the page to sign in again."""

BROKEN = 1011
"""Close code for a fault of ours (RFC 6455): the page comes again after a while."""

CHECK_SECONDS = 30.0
LOOK_AGAIN_SECONDS = 0.3
MAX_FOLLOWED = 200
REQUESTS_PER_SECOND = 50.0
REQUESTS_AT_ONCE = 200.0


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """The socket `/ws/`. The gate before it has checked the origin and found the viewer."""

    viewer: Viewer | None
    outbox: Outbox
    hub: Hub

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Serve one socket, without a channel of its own: hints come through the hub."""
        self.scope, self.base_send, self.channel_layer = scope, send, None
        with suppress(StopConsumer):
            await await_many_dispatch([receive], self.dispatch)

    async def connect(self) -> None:
        """Take the socket in; a stranger's is closed with 4401, which a refusal could not say."""
        self.viewer = self.scope["viewer"]
        self._tasks: list[asyncio.Task[None]] = []
        self._allowance, self._counted = REQUESTS_AT_ONCE, time.monotonic()
        await self.accept()  # type: ignore[no-untyped-call]
        if self.viewer is None:
            await self.close(SIGNED_OUT)  # type: ignore[no-untyped-call]
            return
        self.hub = current_hub()
        self.outbox = Outbox(self.viewer, self._write, self.hub)
        self.hub.join(self.outbox)
        self._tasks = [
            asyncio.create_task(self.outbox.run()),
            asyncio.create_task(self._watch_person(self.viewer)),
        ]

    async def disconnect(self, code: int) -> None:
        """End the tasks and forget what the socket followed."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        if self._tasks:
            for slug, mark in list(self.outbox.marks.items()):
                with suppress(Exception):
                    await self._announce(slug, replace(mark, here=False))
            await self.hub.leave(self.outbox)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """Answer one frame; whatever is wrong with it, the socket lives on.

        But where a subscription fails by our fault it ends: a page that hears nothing would wait
        for ever, and one whose line is cut comes again.
        """
        if self.viewer is None:
            return
        request_id: Any = None
        request: requests.Request | None = None
        try:
            self._spend()
            frame = requests.decode(text_data)
            request_id = _safe_id(frame.get("id"))
            request = requests.parse(frame)
            await self._answer(self.viewer, request)
        except FermataError as error:
            await self._say(_refusal(request_id, error))
        except Exception:
            error_id = place.request_id()
            log.exception("A request on the socket failed id=%s", error_id)
            detail = f"Something broke on our side. Quote {error_id}."
            await self._say({"type": "error", "id": request_id, "code": "error", "detail": detail})
            if isinstance(request, requests.Subscribe):
                await self.close(BROKEN)  # type: ignore[no-untyped-call]

    async def _answer(self, viewer: Viewer, request: requests.Request) -> None:
        match request:
            case requests.Ping():
                await self._say({"type": "pong"})
            case requests.Subscribe(run_id=str() as run_id):
                viewer.check_scope("read")
                await self._follow_run(request.id, run_id, request.since)
            case requests.Subscribe(topic=str() as topic):
                viewer.check_scope("read")
                await self._follow_topic(request.id, topic)
            case requests.Presence():
                viewer.check_scope("read")
                await self._present(request)
            case requests.Unsubscribe():
                self._unfollow(request)
                await self._reply(request.id, None)
            case (
                requests.RunJob() | requests.ResumeJob() | requests.StopJob() | requests.RetryJob()
            ):
                viewer.check_scope("run")
                await self._do(request)

    async def _do(self, job: jobs.Job) -> None:
        # What he may do is read now: permissions are cached on the user object, sockets live long.
        if await self.outbox.person.asker(fresh=True) is None:
            self.outbox.expel()
            return
        via = "ui" if self.outbox.viewer.scopes is None else "api"
        await self._reply(
            job.id, await once_in_database(jobs.do, self.outbox.person.user, job, via)
        )

    async def _follow_run(self, request_id: Any, run_id: str, since: int) -> None:
        if run_id not in self.outbox.watches and len(self.outbox.watches) >= MAX_FOLLOWED:
            raise Refused(f"A socket follows at most {MAX_FOLLOWED} runs.", code="too_many")
        await self.outbox.person.asker()
        stands = await in_database(reading.find_seq, self.outbox.person.user, run_id)
        # A place beyond the end is the end: the reply tells where that is.
        await self._reply(request_id, {"run_id": run_id, "seq": stands})
        self.outbox.follow(run_id, min(since, stands))

    async def _follow_topic(self, request_id: Any, topic: str) -> None:
        if topic not in self.outbox.news.topics and len(self.outbox.news.topics) >= MAX_FOLLOWED:
            raise Refused(f"A socket follows at most {MAX_FOLLOWED} topics.", code="too_many")
        if topic.startswith("workflow:"):
            slug = topic.removeprefix("workflow:")
            await self.outbox.person.asker()
            await in_database(reading.check_workflow, self.outbox.person.user, slug)
        self.hub.board.follow(self.outbox, topic)
        await self._reply(request_id, {"topic": topic})
        if topic == "inbox":
            await self.hub.board.greet(self.outbox)
        if topic.startswith("workflow:"):
            slug = topic.removeprefix("workflow:")
            await self._say(self.hub.roster.message(self._name_of(slug)))

    async def _present(self, told: requests.Presence) -> None:
        slug, outbox = told.workflow, self.outbox
        if f"workflow:{slug}" not in outbox.news.topics:
            raise Refused("Follow the workflow before you say that you have it open.")
        known = outbox.marks.get(slug)
        pen = known.pen if known is not None else None
        if told.pen is not None:
            pen = time.time() if told.pen else None
        # He may have lost the workflow since he began to follow it.
        await outbox.person.asker()
        check = reading.check_editing if told.pen else reading.check_workflow
        try:
            await in_database(check, outbox.person.user, slug)
        except NotFound:
            self.hub.board.unfollow(outbox, f"workflow:{slug}")
            if known is not None:
                await self._announce(slug, replace(known, here=False))
            raise
        name = outbox.person.user.get_username()
        mark = Mark(outbox.tab, name, told.node, pen, told.revision, told.here)
        await self._announce(slug, mark)
        await self._reply(told.id, {"tab": outbox.tab})

    async def _announce(self, slug: str, mark: Mark) -> None:
        """Tell it here at once, and every other process."""
        if mark.here:
            self.outbox.marks[slug] = mark
        else:
            self.outbox.marks.pop(slug, None)
        hint = mark.as_hint(self._name_of(slug))
        self.hub.present(hint)
        await once_in_database(tell_presence, hint)

    def _name_of(self, slug: str) -> str:
        return name_in(self.outbox.person.workspace, slug)

    def _unfollow(self, request: requests.Unsubscribe) -> None:
        if request.run_id:
            self.outbox.unfollow(request.run_id)
        elif request.topic:
            self.hub.board.unfollow(self.outbox, request.topic)

    async def _watch_person(self, viewer: Viewer) -> None:
        """Close the socket when its person signed out: at once when told, else in half a minute."""
        while not self.outbox.expelled:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.outbox.doubted.wait(), CHECK_SECONDS)
            self.outbox.doubted.clear()
            if self.outbox.expelled or await _has_left(viewer):
                break
        await self.close(SIGNED_OUT)  # type: ignore[no-untyped-call]

    def _spend(self) -> None:
        now = time.monotonic()
        earned = (now - self._counted) * REQUESTS_PER_SECOND
        self._allowance, self._counted = min(REQUESTS_AT_ONCE, self._allowance + earned), now
        if self._allowance < 1:
            raise Refused("Too many requests; wait a moment.", code="too_many")
        self._allowance -= 1

    async def _reply(self, request_id: Any, result: Any) -> None:
        await self._say({"type": "reply", "id": request_id, "ok": True, "result": result})

    async def _say(self, message: Message) -> None:
        await self._write(encode(message))

    async def _write(self, text: str) -> None:
        await self.send(text_data=text)  # type: ignore[no-untyped-call]


async def _has_left(viewer: Viewer) -> bool:
    try:
        if await viewer.still_here():
            return False
        # While a session gets a new key, the old one is gone and the new one not yet noted.
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return not await viewer.still_here()
    except Exception:
        log.warning("A session could not be checked", exc_info=True)
        return False


def _safe_id(value: Any) -> Any:
    """Give an id back to its sender only when it is a small plain value."""
    if isinstance(value, bool | int | float):
        return value
    return value[:100] if isinstance(value, str) else None


def _refusal(request_id: Any, error: FermataError) -> ErrorMessage:
    message: ErrorMessage = {
        "type": "error",
        "id": request_id,
        "code": error.code,
        "detail": error.message,
    }
    if isinstance(error, Invalid):
        message["errors"] = [
            {"code": fault.code, "detail": fault.detail, "attr": fault.attr}
            for fault in error.errors
        ]
    if isinstance(error, Refused) and error.detail:
        message["facts"] = dict(error.detail)
    return message
