"""What operators see beside the figures: workers, what is due, what is on its way."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from ..queries.dashboard.runs import SOON
from ..queries.dashboard.window import Window
from ..queries.notices.troubles import sending
from ..queries.operating import messages, monitoring, working
from ..queries.operating.working import WorkerFacts
from ..queries.times import iso
from . import addresses
from .addresses import figure, runs


def operations(user: User, window: Window) -> dict[str, Any]:
    """Show the machinery as it is now."""
    due, soon = monitoring.due_runs(window.now), window.at + SOON
    return {
        "workers": [_worker(worker) for worker in working.workers()],
        "due": {**figure(due.count, runs(due="true")), "seconds": due.seconds},
        "soon": figure(working.due_before(soon), runs(status="suspended", wake_before=soon)),
        "messages": figure(messages.on_their_way(), addresses.messages()),
        "deliveries": _deliveries(user),
    }


def _worker(worker: WorkerFacts) -> dict[str, Any]:
    return {
        "name": worker.name,
        "host": worker.host,
        "pid": worker.pid,
        "alive": worker.alive,
        "started_at": iso(worker.started_at),
        "seen_at": iso(worker.seen_at),
        "held": figure(worker.held, runs(held_by=worker.name)),
    }


def _deliveries(user: User) -> dict[str, Any]:
    found = sending()
    waiting, dead = addresses.deliveries("waiting"), addresses.deliveries("dead")
    return {
        "waiting": figure(found.waiting, addresses.opens_for(user, waiting)),
        "dead": figure(found.dead, addresses.opens_for(user, dead)),
    }
