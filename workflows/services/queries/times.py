"""Instants as the outside writes them: ISO 8601 in UTC, always with `+00:00`."""

from __future__ import annotations

from datetime import UTC, datetime

from workflows.engine.errors import FieldError, Invalid


def iso(value: datetime | None) -> str | None:
    """Write an aware time in UTC; None stays None."""
    return value.astimezone(UTC).isoformat() if value is not None else None


def instant(text: str, name: str) -> datetime:
    """Read ISO 8601 with a zone; a date alone is its midnight in UTC. Raises `Invalid`."""
    try:
        # A plus in an address arrives as a space.
        value = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
        if value.tzinfo is None and len(text) > 10:
            raise ValueError(text)
        value = value if value.tzinfo else value.replace(tzinfo=UTC)
        return value.astimezone(UTC)
    except (ValueError, OverflowError):
        fault = FieldError("invalid", "ISO 8601 with a zone, as 2026-01-31T12:00:00Z.", name)
        raise Invalid(f"{name} is not a time with a zone.", errors=[fault]) from None
