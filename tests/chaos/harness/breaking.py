"""Faults by name, each made and undone by itself: what a soak draws from."""

from __future__ import annotations

import random
import signal
import sqlite3
import threading
from collections.abc import Callable, Mapping

from tests.chaos.harness.site import TTL, Site

Fault = Callable[[Site, random.Random], None]


def rest(seconds: float) -> None:
    """Let the fault have its time."""
    threading.Event().wait(seconds)


def kill_a_worker(site: Site, chance: random.Random) -> None:
    """`kill -9`."""
    chance.choice(site.workers).kill()


def kill_the_web_server(site: Site, chance: random.Random) -> None:
    """`kill -9`."""
    site.web.kill()


def kill_everything(site: Site, chance: random.Random) -> None:
    """`kill -9` of all process groups."""
    site.kill_all()


def freeze_a_worker(site: Site, chance: random.Random) -> None:
    """SIGSTOP for three leases."""
    worker = chance.choice(site.workers)
    worker.signal(signal.SIGSTOP)
    rest(3 * TTL)
    worker.signal(signal.SIGCONT)


def kill_at_a_boundary(site: Site, chance: random.Random) -> None:
    """A worker dies at one of the fault points."""
    points = ("worker.claimed", "step.performed", "apply.before_commit", "apply.after_commit")
    site.workers[0].arm(chance.choice(points))
    rest(1)


def hold_the_file(site: Site, chance: random.Random) -> None:
    """Another writer holds the SQLite database for some seconds."""
    other = sqlite3.connect(site.home / "fermata.sqlite3", isolation_level=None, timeout=30)
    other.execute("BEGIN IMMEDIATE")
    site.tell("the database is held")
    rest(chance.uniform(1, 4))
    other.execute("ROLLBACK")
    other.close()


def restart_postgresql(site: Site, chance: random.Random) -> None:
    """Immediate shutdown, some seconds of nothing, start."""
    site.tell("pg_ctl stop -m immediate")
    site.cluster.stop()
    rest(chance.uniform(0, 3))
    site.cluster.start()


def end_all_sessions(site: Site, chance: random.Random) -> None:
    """As a failover does."""
    site.tell(f"{site.cluster.cut_all(site.database)} sessions ended")


def stall_a_line(site: Site, chance: random.Random) -> None:
    """A process's line to the database hands on nothing for two leases, then breaks."""
    name = chance.choice(["web", *[worker.name for worker in site.workers]])
    site.tell(f"the line of {name} is dead")
    site.proxies[name].stall()
    rest(2 * TTL)


def lose_answers(site: Site, chance: random.Random) -> None:
    """What the database answers to a worker's commits is lost."""
    worker = chance.choice(site.workers)
    site.tell(f"answers to {worker.name} are lost")
    site.proxies[worker.name].drop_replies_to(b"COMMIT")
    rest(TTL)


def empty_redis(site: Site, chance: random.Random) -> None:
    """FLUSHALL."""
    assert site.redis is not None
    site.redis.client.flushall()
    site.tell("FLUSHALL")


def stop_redis(site: Site, chance: random.Random) -> None:
    """SHUTDOWN NOSAVE; it comes back empty."""
    assert site.redis is not None
    site.redis.stop()
    site.tell("Redis is gone")
    rest(chance.uniform(1, 5))


def freeze_redis(site: Site, chance: random.Random) -> None:
    """It hangs."""
    assert site.redis is not None
    site.redis.signal(signal.SIGSTOP)
    site.tell("Redis hangs")
    rest(chance.uniform(1, 4))
    site.redis.signal(signal.SIGCONT)


_ANYWHERE: Mapping[str, Fault] = {
    "kill -9 of a worker": kill_a_worker,
    "kill -9 of the web server": kill_the_web_server,
    "kill -9 of everything": kill_everything,
    "a worker frozen for 3 leases": freeze_a_worker,
    "a worker killed at a boundary": kill_at_a_boundary,
}
_POSTGRES: Mapping[str, Fault] = {
    "PostgreSQL stopped at once": restart_postgresql,
    "all sessions ended": end_all_sessions,
    "a dead line to the database": stall_a_line,
    "answers to commits lost": lose_answers,
}
_REDIS: Mapping[str, Fault] = {
    "Redis emptied": empty_redis,
    "Redis gone": stop_redis,
    "Redis hangs": freeze_redis,
}


def faults_of(site: Site) -> Mapping[str, Fault]:
    """Give the faults that a site can have."""
    found = dict(_ANYWHERE)
    if site.plan.store == "sqlite":
        found["the SQLite file held by another"] = hold_the_file
    else:
        found |= _POSTGRES
    return found | (_REDIS if site.plan.redis else {})
