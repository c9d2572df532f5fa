"""One process of an installation has a seat at a time, and who dies leaves it free."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from tests.worker.conftest import database_url
from workflows.adapters.upkeep.seat import Seat

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
NUMBER = 7_001
SITTER = """
import sys, django
django.setup()
from workflows.adapters.upkeep.seat import Seat
seat = Seat("test", 7001)
print(seat.take(), flush=True)
sys.stdin.read()
"""


def elsewhere(act: Callable[[], bool]) -> bool:
    """Do it in another thread, with a connection of its own."""
    found: list[bool] = []

    def run() -> None:
        found.append(act())
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    return found[0]


def test_only_one_has_the_seat_and_keeps_it() -> None:
    mine = Seat("test", NUMBER)
    assert mine.take()
    assert mine.take()
    assert not elsewhere(lambda: Seat("test", NUMBER).take())
    mine.leave()
    assert elsewhere(lambda: Seat("test", NUMBER).take())


def test_a_process_that_is_killed_leaves_the_seat_free(settings: object) -> None:
    from workflows.conf import load_conf

    environment = {
        "DJANGO_SETTINGS_MODULE": "core.settings",
        "DATABASE_URL": database_url(),
        "FERMATA_HOME": str(load_conf().home),
        "FERMATA_SECRET_KEY": "only-for-tests-" + "k" * 40,
        "PATH": "/usr/bin:/bin",
    }
    sitter = subprocess.Popen(
        [sys.executable, "-c", SITTER], cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert sitter.stdout is not None
    assert sitter.stdout.readline() == "True\n"
    mine = Seat("test", NUMBER)
    assert not mine.take()
    sitter.kill()
    sitter.wait(10)
    deadline = threading.Event()
    for _ in range(200):
        if mine.take():
            break
        deadline.wait(0.05)
    assert mine.take()
    mine.leave()
