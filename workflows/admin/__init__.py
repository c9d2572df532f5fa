"""The staff's tables in Django's admin; what the engine writes can only be read here."""

from workflows.admin import (
    accounts,
    audit,
    definitions,
    events,
    handed_in,
    keeping,
    machinery,
    office,
    people,
    queue,
    runs,
    suspensions,
    tasks,
    workspaces,
)

__all__ = [
    "accounts",
    "audit",
    "definitions",
    "events",
    "handed_in",
    "keeping",
    "machinery",
    "office",
    "people",
    "queue",
    "runs",
    "suspensions",
    "tasks",
    "workspaces",
]
