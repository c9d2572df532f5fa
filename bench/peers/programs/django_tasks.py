"""django-tasks-db: bare jobs in Django's database, one a step, one worker process."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.management import call_command

from bench.peers.programs.protocol import Setting, clock, emit, main


def database(setting: Setting) -> dict[str, Any]:
    """Give Django's description of the store."""
    if setting.sqlite:
        options = {"init_command": "PRAGMA journal_mode=WAL;", "transaction_mode": "IMMEDIATE"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": setting.file, "OPTIONS": options}
    at = urlsplit(setting.url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": at.path[1:],
        "HOST": at.hostname,
        "PORT": at.port,
        "USER": at.username,
        "PASSWORD": at.password or "",
    }


def set_up(setting: Setting) -> Any:
    """Make Django with the tables; give the task."""
    settings.configure(
        DATABASES={"default": database(setting)},
        INSTALLED_APPS=["django_tasks_db"],
        TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
        USE_TZ=True,
        LOGGING_CONFIG=None,
    )
    django.setup()
    call_command("migrate", verbosity=0)
    try:
        from django.tasks import task
    except ImportError:
        from django_tasks import task
    # A task is found again by its module's name.
    module = sys.modules["measured_tasks"] = ModuleType("measured_tasks")

    def add_one(value: int) -> int:
        return value + 1

    add_one.__module__, add_one.__qualname__ = "measured_tasks", "add_one"
    module.add_one = task(add_one)  # type: ignore[attr-defined]
    return module.add_one


def w1(setting: Setting) -> None:
    """Do single jobs."""
    task = set_up(setting)
    steps = setting.sizes["w1_one"] * 10
    for number in range(steps):
        task.enqueue(number)
    with clock() as passed:
        call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
        emit("W1 one steps/s", steps / passed(), "bare jobs, no runs; one process does one at once")


if __name__ == "__main__":
    main({"W1": w1})
