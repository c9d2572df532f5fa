"""Settings of the log: one line or one JSON object a record, each with the run that it is about."""

from __future__ import annotations

from typing import Any

_FORMATTERS: dict[str, dict[str, Any]] = {
    "line": {
        "()": "workflows.adapters.operating.logs.LineFormatter",
        "fmt": "{asctime} {levelname} {name}: {message}{place}",
        "style": "{",
    },
    "json": {
        "()": "workflows.adapters.operating.logs.JsonFormatter",
        "fmt": "{asctime}{levelname}{name}{message}",
        "style": "{",
        "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
    },
}


def log_settings(form: str) -> dict[str, Any]:
    """Return Django's LOGGING for a format: ``line`` or ``json``."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        # A copy: whoever configures logging takes it apart.
        "formatters": {form: dict(_FORMATTERS[form])},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "workflows": {"level": "INFO"},
            # Its warnings name whoever mistypes a password; the counts are in the database.
            "axes": {"level": "ERROR"},
            # Django adds a handler of its own, and a line for every answer below 500.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
