"""The topics `inbox`, `runs` and `workflow:<slug>`: which changes which sockets are told of."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib.auth.models import User

from workflows.engine.workspaces import parted
from workflows.live import reading
from workflows.live.bells import Bells
from workflows.live.database import in_database
from workflows.live.messages import encode

if TYPE_CHECKING:
    from workflows.live.outbox import Outbox
    from workflows.live.viewer import Person

GATHER_SECONDS = 0.1
"""How long changes are gathered: a busy engine moves thousands of runs a second, eyes do not."""

MAX_PENDING = 1_000
MAX_NEWS = 300
WORKFLOW = "workflow:"
REMEMBERED = 10_000


class TopicNews:
    """What one socket still has to be told of its topics: the newest of each thing, bounded."""

    def __init__(self) -> None:
        """Start with no topic."""
        self.topics: set[str] = set()
        self._frames: dict[tuple[str, str], reading.Frame] = {}
        self._lost: set[str] = set()

    def put(self, topic: str, key: str, frame: reading.Frame) -> None:
        """Keep a frame until it is sent; a newer one of the same key takes its place."""
        if len(self._frames) >= MAX_NEWS and (topic, key) not in self._frames:
            self.lose(topic)
            return
        self._frames[topic, key] = frame

    def lose(self, topic: str) -> None:
        """Give up telling single changes of a topic: its reader must fetch anew."""
        self._lost.add(topic)
        self._frames = {key: frame for key, frame in self._frames.items() if key[0] != topic}

    def take(self) -> list[reading.Frame]:
        """Give what is to be sent, each frame once, and forget it."""
        frames, self._frames = self._frames, {}
        lost, self._lost = self._lost, set()
        # Two topics may carry the same change: one frame is enough.
        once = {id(frame): frame for frame in frames.values()}
        return [
            *once.values(),
            *(encode({"type": "resync", "topic": topic}) for topic in sorted(lost)),
        ]


class Board:
    """Turns "this run has moved" into frames for those who follow topics."""

    def __init__(self) -> None:
        """Start without followers."""
        self._followers: set[Outbox] = set()
        self._pending: dict[str, None] = {}
        self._overflown = False
        self._due = asyncio.Event()
        self._mark: reading.Mark | None = None
        self._runs: OrderedDict[str, tuple[object, ...]] = OrderedDict()
        self._tasks: OrderedDict[str, tuple[object, ...]] = OrderedDict()
        self._counts: dict[tuple[int, int], int] = {}
        self.bells = Bells()

    def follow(self, outbox: Outbox, topic: str) -> None:
        """Have a socket told of a topic."""
        outbox.news.topics.add(topic)
        self._followers.add(outbox)

    def unfollow(self, outbox: Outbox, topic: str) -> None:
        """Tell a socket of a topic no longer."""
        outbox.news.topics.discard(topic)
        if not outbox.news.topics:
            self._followers.discard(outbox)

    def remove(self, outbox: Outbox) -> None:
        """Forget a socket that is gone."""
        outbox.news.topics.clear()
        self._followers.discard(outbox)
        if not self._followers:
            # What was known grows old while nobody follows.
            self._mark = None
            self._counts.clear()
            self.bells.forget()

    def show(self, workflow: str, key: str, frame: str) -> None:
        """Send a frame to all who follow a workflow (the engine's name) in its workspace; a newer
        one of the same key takes its place."""
        workspace, slug = parted(workflow)
        topic = f"workflow:{slug}"
        for outbox in self._followers:
            if topic in outbox.news.topics and outbox.person.workspace == workspace:
                outbox.news.put(topic, key, frame)
                outbox.wake()

    def noticed(self, changed: Mapping[int, int | None]) -> None:
        """Take a hint that people's bells have changed."""
        if self._followers:
            self.bells.heard(changed)
            self._due.set()

    def heard(self, run_id: str) -> None:
        """Take a hint that a run has moved."""
        if not self._followers:
            return
        if len(self._pending) < MAX_PENDING:
            self._pending[run_id] = None
        else:
            self._overflown = True
        self._due.set()

    async def run_once(self) -> None:
        """Wait for hints, gather for a moment, tell those who follow."""
        await self._due.wait()
        await asyncio.sleep(GATHER_SECONDS)
        await self.tell()

    async def sweep(self) -> None:
        """Look for runs that moved without a hint reaching us."""
        if not self._followers:
            return
        self._mark, moved = await in_database(reading.read_moved, self._mark, MAX_PENDING + 1)
        for run_id in moved:
            self.heard(run_id)
        await self._let_go()
        if await self.bells.sweep():
            self._due.set()

    async def _let_go(self) -> None:
        """Tell nobody more of a workflow that he may not see any more."""
        for outboxes in self._by_person():
            slugs = {slug for box in outboxes for slug in _workflows(box.news.topics)}
            if not slugs:
                continue
            person = outboxes[0].person
            await person.asker()
            lost = slugs - await in_database(reading.workflows_among, person.user, slugs)
            for outbox in outboxes:
                for slug in lost:
                    self.unfollow(outbox, f"workflow:{slug}")

    async def tell(self) -> None:
        """Read what the pending runs look like now and give out what differs from before."""
        self._due.clear()
        try:
            await self.bells.tell(self._by_person())
        except Exception:
            self._due.set()
            raise
        pending, self._pending = list(self._pending), {}
        if self._overflown:
            self._overflown = False
            self._lose_all()
        if not pending or not self._followers:
            return
        try:
            changes = await in_database(reading.read_changes, pending)
        except Exception:
            self._pending = dict.fromkeys(pending) | self._pending
            self._due.set()
            raise
        moved = [c for c in changes if self._differs(self._runs, c.run_id, c.looks)]
        tasks = [
            task_id
            for change in changes
            for task_id, looks in change.tasks.items()
            if self._differs(self._tasks, task_id, looks)
        ]
        for outboxes in self._by_person():
            # Rights at most five seconds old, read once for all sockets of the person.
            await outboxes[0].person.asker()
            user = outboxes[0].person.user
            await self._tell_runs(user, outboxes, moved)
            if tasks:
                await self._tell_inbox(
                    user, [b for b in outboxes if "inbox" in b.news.topics], tasks
                )

    async def _tell_runs(
        self, user: User, outboxes: list[Outbox], changes: list[reading.RunChange]
    ) -> None:
        followers = [box for box in outboxes if box.news.topics - {"inbox"}]
        if not followers or not changes:
            return
        ids = [change.run_id for change in changes]
        visible = await in_database(reading.visible_among, user, ids)
        for outbox in followers:
            for change in changes:
                for topic in ("runs", f"workflow:{change.workflow}"):
                    if topic in outbox.news.topics and change.run_id in visible:
                        outbox.news.put(topic, change.run_id, change.frame)
            outbox.wake()

    async def greet(self, outbox: Outbox) -> None:
        """Tell a new follower of the inbox how much waits for him."""
        await self.bells.ring([outbox], None, anew=True)
        self._counts.pop(outbox.person.key, None)
        await self._tell_inbox(outbox.person.user, [outbox], [])

    async def _tell_inbox(self, user: User, outboxes: list[Outbox], tasks: list[str]) -> None:
        if not outboxes:
            return
        count, shown = await in_database(reading.read_inbox, user, tasks)
        frames = {
            task_id: encode({"type": "inbox_update", "open": count, "task": task})
            for task_id, task in shown.items()
        }
        if not frames and self._counts.get(outboxes[0].person.key) != count:
            # The changed task is not his to see (any more), yet the figure is another one.
            frames[""] = encode({"type": "inbox_update", "open": count, "task": None})
        self._counts[outboxes[0].person.key] = count
        for outbox in outboxes:
            for task_id, frame in frames.items():
                outbox.news.put("inbox", task_id, frame)
            outbox.wake()

    def _lose_all(self) -> None:
        for outbox in self._followers:
            for topic in outbox.news.topics:
                outbox.news.lose(topic)
            outbox.wake()

    def _by_person(self) -> list[list[Outbox]]:
        people: dict[Person, list[Outbox]] = {}
        for outbox in self._followers:
            people.setdefault(outbox.person, []).append(outbox)
        return list(people.values())

    @staticmethod
    def _differs(
        known: OrderedDict[str, tuple[object, ...]], key: str, looks: tuple[object, ...]
    ) -> bool:
        if known.get(key) == looks:
            return False
        known[key] = looks
        known.move_to_end(key)
        if len(known) > REMEMBERED:
            known.popitem(last=False)
        return True


def _workflows(topics: set[str]) -> set[str]:
    return {topic.removeprefix(WORKFLOW) for topic in topics if topic.startswith(WORKFLOW)}
