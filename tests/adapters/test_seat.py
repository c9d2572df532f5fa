"""One process of an installation has a seat at a time, and who dies leaves it free."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.threads import together
from tests.support.waiting import LONG, until
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


def elsewhere() -> bool:
    """Try to take the seat in another thread, with a connection of its own."""
    (taken,) = together(Seat("test", NUMBER).take)
    assert isinstance(taken, bool), taken
    return taken


def test_only_one_has_the_seat_and_keeps_it() -> None:
    mine = Seat("test", NUMBER)
    assert mine.take()
    assert mine.take()
    assert not elsewhere()
    mine.leave()
    assert elsewhere()


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
    sitter.wait(LONG)
    until(mine.take, "the seat is free")
    mine.leave()
