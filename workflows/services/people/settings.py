"""A person's own settings: zone, language, look, keys, mail; what they mean is said where they
are used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.models import User

from workflows.engine.errors import FieldError, Invalid

from ..queries.persons import profiles

LANGUAGES = ("", "en", "de")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "theme": ("auto", "light", "dark"),
    "mail": ("all", "asked", "none"),
    "digest": ("off", "hourly", "daily"),
}
DAY_MINUTES = 24 * 60
MINUTES = ("digest_minute", "quiet_from", "quiet_until")

settings_of = profiles.settings_of


def change_settings(who: User, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change some of one's settings; return all. `Invalid` names the field that is wrong."""
    for name, value in changes.items():
        if name in CHOICES and value not in CHOICES[name]:
            raise _invalid(name, f"One of: {', '.join(word or 'empty' for word in CHOICES[name])}.")
        if name in MINUTES and value is not None and not 0 <= value < DAY_MINUTES:
            raise _invalid(name, "Minutes from midnight, 0 to 1439.")
    if changes.get("zone") and changes["zone"] not in available_timezones():
        raise _invalid("zone", "A zone such as Europe/Berlin.")
    _check_quiet({**profiles.settings_of(who), **changes})
    if changes:
        profiles.keep(who, changes)
    return profiles.settings_of(who)


def _check_quiet(merged: Mapping[str, Any]) -> None:
    begins, ends = merged["quiet_from"], merged["quiet_until"]
    if (begins is None) != (ends is None):
        raise _invalid("quiet_until", "Quiet hours have a beginning and an end.")
    if begins is not None and begins == ends:
        raise _invalid("quiet_until", "Quiet hours end at another time than they begin.")


def _invalid(attr: str, told: str) -> Invalid:
    return Invalid(f"{attr} is not acceptable: {told}", errors=[FieldError("invalid", told, attr)])
