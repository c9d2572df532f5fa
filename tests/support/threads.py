"""Threads of a test, each with a connection of its own: what they do meanwhile, or all at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from tests.support.waiting import LONG


@contextmanager
def meanwhile(work: Callable[[], Any], pause: float = 0, *, threads: int = 1) -> Iterator[None]:
    """Do something in threads while the block lasts, again and again, with ``pause`` seconds
    before each time. What fails there fails the test."""
    stop, failed = threading.Event(), list[Exception]()

    def run() -> None:
        try:
            while not stop.wait(pause):
                work()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    begun = [threading.Thread(target=run, daemon=True) for _ in range(threads)]
    for thread in begun:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in begun:
            thread.join(LONG)
    if failed:
        raise failed[0]
    assert not any(thread.is_alive() for thread in begun), "A thread has not come to its end."


def together(*works: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment; give what each has returned or raised, in their order."""
    answers: list[Any] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def work(place: int) -> None:
        try:
            gate.wait(LONG)
            answers[place] = works[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * LONG)
    return answers
