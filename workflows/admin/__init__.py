"""The staff's tables in Django's admin; what the engine writes can only be read here."""

from workflows.admin import definitions, events, machinery, people, runs, suspensions, tasks

__all__ = ["definitions", "events", "machinery", "people", "runs", "suspensions", "tasks"]
