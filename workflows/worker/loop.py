"""The worker: claims runs, executes what is ready, lets go of those that wait, wakes timers."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError, InterfaceError

from workflows.adapters.hub import Hint, listening
from workflows.adapters.leases import (
    first_due,
    postpone,
    reads_before_claiming,
    release,
    seconds_to_next,
)
from workflows.adapters.operating import place
from workflows.adapters.people.office import DatabaseOffice
from workflows.adapters.ports import current_ports
from workflows.conf import load_conf
from workflows.engine.execution import Tools
from workflows.engine.ports import Applied, Work
from workflows.engine.program import Program
from workflows.engine.transition import claim, relay
from workflows.engine.transition.faultpoints import reach
from workflows.worker.committer import Committed, Committer, seconds_to_timer
from workflows.worker.heartbeat import Heartbeat
from workflows.worker.held import Held
from workflows.worker.maintenance.beside import beside
from workflows.worker.maintenance.jobs import all_jobs
from workflows.worker.patience import addresses, patient
from workflows.worker.pulse import Pulse, Threads
from workflows.worker.schema_watch import SchemaWatch
from workflows.worker.watching import note_claim, watched

log = logging.getLogger(__name__)

CONCURRENCY = 100
THREADS = 16
GRACE_SECONDS = 20.0
"""How long steps may take to end when the worker is asked to; the supervisor waits longer."""

SWEEP_SECONDS = 1.0
"""The longest time between two looks into the database in embedded mode: what a lost bell costs."""

SOON_SECONDS = 0.01
"""The shortest rest between two looks, other than for a bell."""

FENCE = 0.8
"""The part of a lease after which a worker that could not renew stops executing."""


def new_owner() -> str:
    """Give an identity that no process has had before; the supervisor may have given one."""
    given = load_conf().worker_id
    return given or f"{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(3)}"


@dataclass(slots=True)
class Claimed:
    """What a look into the database found: runs with their programs, and when to look again."""

    runs: Sequence[tuple[Committed, Program]] = ()
    next_seconds: float | None = None
    taken: int = 0


class Worker:
    """One worker process. ``run`` works until ``stop``."""

    def __init__(self, owner: str, concurrency: int = CONCURRENCY, *, drain: bool = False) -> None:
        """``drain``: end when nothing is due any more and nothing is held."""
        conf = load_conf()
        self.owner = owner
        place.name_worker(owner)
        self.failed = False
        self._ttl = conf.lease_seconds
        self._sweep = conf.sweep_seconds
        if not conf.redis_url:
            self._sweep = min(self._sweep, SWEEP_SECONDS)
        # In Redis mode the timekeeper does what is to be done beside runs.
        self._fires = not conf.redis_url and not drain
        self._folder = conf.run_dir
        self._slots = concurrency
        self._drain = drain
        self._ports = current_ports()
        self._runs: dict[str, Held] = {}
        self._watchers: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._ends_at = float("inf")
        self._reads_first = reads_before_claiming()
        self._swept_at = float("-inf")
        self._schema = SchemaWatch()

    async def run(self) -> None:
        """Work until told to stop; give every run back at the end."""
        loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._committer = Committer(self._ports, loop, self._ttl)
        self._heart = Heartbeat(
            self.owner,
            self._ttl,
            lambda: list(self._runs),
            lambda lost: _tell(loop, self._check, lost),
            Pulse(loop),
        )
        threads = self._threads = Threads(THREADS)
        with beside(all_jobs() if self._fires else []):
            call = patient(self._committer, self._ttl)
            self._tools = Tools(
                executor=threads,
                progress=self._ports.feed.progress,
                callbacks=addresses(call),
                office=DatabaseOffice(call),
                watch=watched,
            )
            self._committer.start()
            self._heart.start()
            guard = asyncio.create_task(self._guard())
            try:
                with listening(self._folder, "worker", self._heard, self.owner):
                    await self._work()
                    await self._wind_down()
            finally:
                guard.cancel()
                threads.shutdown(wait=False, cancel_futures=True)
                self._heart.stop()
                self._committer.close()
                await self._committer.closed()
                await self._heart.gone()

    @property
    def stopping(self) -> bool:
        """Say whether nothing more is claimed."""
        return self._stopping

    def rest(self) -> None:
        """Claim nothing more; steps being executed may take their time. Called in the loop."""
        self._stopping = True
        for held in self._runs.values():
            held.let_go()
        self._wake.set()

    def stop(self) -> None:
        """Claim nothing more; steps being executed have the grace to end. Called in the loop."""
        self._ends_at = min(self._ends_at, time.monotonic() + GRACE_SECONDS)
        self.rest()

    async def _work(self) -> None:
        trouble = 0.0
        while not self._stopping:
            self._wake.clear()
            try:
                found = await self._look()
            except Exception as error:
                trouble = min(max(trouble * 2, 0.1), 2.0)
                log.warning("The database cannot be asked for work: %s", error)
                await self._rest(trouble)
                continue
            trouble = 0.0
            if self._drain and not self._runs and not found.taken:
                return
            if found.next_seconds != 0:
                await self._rest(found.next_seconds)

    async def _rest(self, seconds: float | None) -> None:
        """Sleep until a bell, a free slot, the next timer, or the sweep."""
        longest = self._sweep if seconds is None else min(max(seconds, 0.0), self._sweep)
        if len(self._runs) >= self._slots:
            longest = self._sweep
        handle = asyncio.get_running_loop().call_later(longest, self._wake.set)
        await self._wake.wait()
        handle.cancel()

    async def _look(self) -> Claimed:
        if self._fenced:
            return Claimed()
        if time.monotonic() - self._swept_at >= self._sweep:
            self._swept_at = time.monotonic()
            await self._committer.call(self._deliver)
        free = self._slots - len(self._runs)
        if free <= 0:
            return Claimed()
        found: Claimed = await self._committer.call(lambda: self._claim(free))
        if found.runs:
            reach("worker.claimed")
        for committed, program in found.runs:
            self._hold(committed, program)
        return found

    def _deliver(self) -> None:
        """Deliver what a process that died has left, and what could not be delivered before."""
        if self._ports.store.has_messages():
            relay(self._ports)

    def _claim(self, free: int) -> Claimed:
        """Take what is due; give also when to look again."""
        if self._schema.outdated():
            return Claimed()
        seconds = self._nothing_due()
        if seconds is not None:
            return Claimed((), seconds)
        applied = self._take(free)
        runs = []
        for item in applied:
            if item.state is None or item.released:
                continue
            note_claim(item)
            program = self._ports.store.program(item.state.workflow, item.state.version)
            runs.append((Committed(item, seconds_to_timer(item.state, item)), program))
        return Claimed(runs, self._after_claim(len(applied), free), len(applied))

    def _take(self, free: int) -> Sequence[Applied]:
        try:
            return claim(self._ports, self.owner, free, self._ttl)
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            log.exception("Runs cannot be claimed together; each is tried by itself.")
            return self._take_each(free)

    def _take_each(self, free: int) -> Sequence[Applied]:
        """Claim one by one, and leave alone for a while what cannot be: one run that this code
        cannot read or decide about must not hold up all others."""
        taken: list[Applied] = []
        while len(taken) < free and (run_id := first_due()) is not None:
            try:
                taken += claim(self._ports, self.owner, 1, self._ttl)
            except (DatabaseError, InterfaceError):
                raise
            except Exception as error:
                told = ("Run %s needs attention, it cannot be taken up: %s", run_id, error)
                log.error(*told, extra={"run_id": run_id})
                postpone(run_id)
        return taken

    def _nothing_due(self) -> float | None:
        """Read whether something is due, else when: an idle worker takes no write lock on SQLite.

        On PostgreSQL a claim locks nothing but what it takes, so it is tried at once.
        """
        if not self._reads_first:
            return None
        seconds = seconds_to_next()
        if seconds is not None and seconds <= 0:
            return None
        return self._sweep if seconds is None else seconds

    def _after_claim(self, taken: int, free: int) -> float:
        """Say when to look again: at once when there may be more, else after what was taken has
        made its first step; what is due but was not to be had is being taken by somebody else."""
        if taken == free:
            return 0.0
        if taken or self._reads_first:
            return SOON_SECONDS
        seconds = seconds_to_next()
        return self._sweep if seconds is None else max(seconds, SOON_SECONDS)

    def _hold(self, committed: Committed, program: Program) -> None:
        run_id = committed.applied.run_id
        old = self._runs.pop(run_id, None)
        if old is not None:
            # We lost it and took it again ourselves: the old epoch can record nothing.
            old.abandon()
        held = Held(committed, self.owner, program, self._tools, self._commit)
        self._runs[run_id] = held
        if self._stopping:
            held.let_go()
        held.start()
        task = asyncio.get_running_loop().create_task(self._watch(run_id, held))
        self._watchers.add(task)
        task.add_done_callback(self._watchers.discard)

    async def _commit(self, work: Work) -> Committed:
        return await self._committer.commit(work)

    async def _watch(self, run_id: str, held: Held) -> None:
        await held.runner.done.wait()
        held.abandon()
        if self._runs.get(run_id) is held:
            del self._runs[run_id]
        self._wake.set()

    def _heard(self, hint: Hint) -> None:
        rung = hint.get("rung", ())
        for run_id in rung:
            held = self._runs.get(run_id)
            if held is not None:
                held.ring()
            else:
                self._wake.set()
        if not rung:
            self._wake.set()

    def _check(self, run_ids: Sequence[str]) -> None:
        for run_id in run_ids:
            held = self._runs.get(run_id)
            if held is not None:
                held.ring()

    async def _guard(self) -> None:
        """Stop executing before a lease can end that could not be renewed."""
        while True:
            await asyncio.sleep(self._ttl / 20)
            ending = self._ends_at < float("inf")
            if not self._heart.alive and not ending:
                self._fail("The heartbeat is gone: this worker ends.")
            if self._lost_threads >= THREADS // 2 and not ending:
                self._fail("Too many steps do not end after their time: this worker ends.")
            if self._runs and self._fenced:
                log.error("No lease was renewed for %.1f s: all runs are let go.", self._heart.age)
                for held in list(self._runs.values()):
                    held.abandon()

    def _fail(self, why: str) -> None:
        """End in order, with an exit code that tells the supervisor so."""
        log.critical(why)
        self.failed = True
        self.stop()

    @property
    def hangs(self) -> bool:
        """Say whether threads are left that will not end, for which Python would wait."""
        return self._threads.busy > 0

    @property
    def _lost_threads(self) -> int:
        """Count threads at work for attempts that are over: their time was, or somebody else."""
        return self._threads.busy - sum(held.runner.running for held in self._runs.values())

    @property
    def _fenced(self) -> bool:
        """Say whether leases may have ended: nothing is executed and nothing claimed meanwhile."""
        return self._heart.age > self._ttl * FENCE

    async def _wind_down(self) -> None:
        """Let steps end, give back each run as soon as nothing of it is being executed."""
        while self._runs:
            late = time.monotonic() > self._ends_at
            resting = [run_id for run_id, held in self._runs.items() if late or held.at_rest]
            for run_id in resting:
                self._runs.pop(run_id).abandon()
            if resting:
                await self._give_back(resting)
            if self._runs:
                self._wake.clear()
                await self._rest(0.05)

    async def _give_back(self, run_ids: list[str]) -> None:
        try:
            await self._committer.call(partial(release, self.owner, run_ids))
        except (DatabaseError, InterfaceError) as error:
            # Their leases run out; the steps of other runs go on.
            log.warning("%d runs could not be given back: %s", len(run_ids), error)


def _tell(loop: asyncio.AbstractEventLoop, function: Any, *values: Any) -> None:
    try:
        loop.call_soon_threadsafe(function, *values)
    except RuntimeError:
        log.debug("The loop has ended.")


async def run_worker(concurrency: int = CONCURRENCY) -> int:
    """Work until SIGTERM or SIGINT; give the exit code."""
    import signal

    worker = Worker(new_owner(), concurrency)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    await worker.run()
    code = 1 if worker.failed else 0
    if worker.hangs:
        # Everything is given back; a step that never ends must not keep the process.
        logging.shutdown()
        os._exit(code)
    return code
