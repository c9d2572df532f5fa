"""How somebody wants to be told, as he has set it, and whether mail can reach him."""

from __future__ import annotations

from typing import Any

from . import timing


def habits_of(profile: Any) -> timing.Habits:
    """Give a person's habits; without settings he is told at once and of all."""
    if profile is None:
        return timing.Habits()
    return timing.Habits(
        zone=profile.zone or "UTC",
        mail=profile.mail,
        digest=profile.digest,
        digest_minute=profile.digest_minute,
        quiet_from=profile.quiet_from,
        quiet_until=profile.quiet_until,
    )


def language_of(profile: Any) -> str | None:
    """Give the language that a person has chosen, as Django knows it; None: he has not."""
    chosen = str(profile.language or "")
    # Of English there are several, which write dates in different ways.
    return "en-gb" if chosen == "en" else chosen or None


def has_address(email: str) -> bool:
    """Say whether there is an address that mail can go to: those below ``.invalid`` are none."""
    return "@" in email and not email.lower().endswith(".invalid")
