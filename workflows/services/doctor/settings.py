"""The settings: are they consistent, are keys kept well, can anybody guess a password."""

from __future__ import annotations

import stat
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.core import checks

from workflows.adapters.personal import keys as subjects
from workflows.conf import load_conf

from ..accounts import DEMO_PEOPLE
from ..queries.operating import doctor as facts
from .findings import FAIL, OK, WARN, Finding

LONG_ENOUGH = 50
GUESSES = ("admin", "password", "fermata", "demo")
LOOKED_AT = 5
"""So many administrators' passwords are tried: each guess costs a good part of a second."""


def system_checks() -> Iterator[Finding]:
    """Make Django's checks and our own."""
    made = [item for item in checks.run_checks() if not item.is_silenced()]
    found = [item for item in made if item.level >= checks.WARNING]
    for item in found:
        level = FAIL if item.level >= checks.ERROR else WARN
        yield Finding("Settings", level, str(item.msg), str(item.hint or "Mend the setting."))
    if not found:
        yield Finding("Settings", OK, "The settings are consistent.")


def debug() -> Iterator[Finding]:
    """Say whether debug pages, which show secrets, are on."""
    if settings.DEBUG:
        told = "DEBUG is on: error pages show secrets to everybody who reaches this machine's port."
        yield Finding("Debug", WARN, told, "Set DEBUG=0 for anything but work on this machine.")
    else:
        yield Finding("Debug", OK, "DEBUG is off.")


def keys() -> Iterator[Finding]:
    """Look at the length of the secret key, and at who may read its file."""
    if len(settings.SECRET_KEY) < LONG_ENOUGH:
        told = "The secret key is short."
        yield Finding("Keys", WARN, told, "Set FERMATA_SECRET_KEY to 50 random characters.")
        return
    file = load_conf().home / "secret_key"
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        told = f"Others on this machine may read {file}."
        yield Finding("Keys", FAIL, told, f"Run `chmod 600 {file}`.")
        return
    given = load_conf().credential_keys or load_conf().credential_file_keys
    more = "with keys for credentials" if given else "no keys for credentials"
    yield Finding("Keys", OK, f"The secret key is long and kept well; {more} are set.")


def people_keys() -> Iterator[Finding]:
    """Say whether the keys of people, under which what is personal is sealed, can be read."""
    if lost := subjects.unreadable():
        told = f"{lost} keys of people cannot be read: their runs stand still and show nothing."
        advice = "Put the key that is missing back into FERMATA_CREDENTIAL_KEYS."
        yield Finding("Keys of people", FAIL, told, advice)
    else:
        yield Finding("Keys of people", OK, "The keys of people can be read.")


def administrator() -> Iterator[Finding]:
    """Say whether somebody may administer."""
    if found := facts.administrators():
        names = ", ".join(user.username for user in found[:LOOKED_AT])
        yield Finding("Administrator", OK, f"Administrators: {names}.")
    else:
        told = "There is no administrator."
        yield Finding("Administrator", WARN, told, "Run `manage.py up` or `createsuperuser`.")


def passwords() -> Iterator[Finding]:
    """Try the passwords that everybody would try."""
    demo = facts.people([person.username for person in DEMO_PEOPLE])
    weak = [user.username for user in (*facts.administrators()[:LOOKED_AT], *demo) if _weak(user)]
    for name in weak:
        told = f"The password of {name} can be guessed."
        yield Finding("Passwords", FAIL, told, f"Run `manage.py changepassword {name}`.")
    if demo and not settings.DEBUG:
        names = ", ".join(user.username for user in demo)
        told = f"The people of the demo are here: {names}."
        yield Finding("Passwords", WARN, told, "Deactivate them in the admin before others come.")
    elif not weak:
        yield Finding("Passwords", OK, "No password can be guessed at once.")


def _weak(user: User) -> bool:
    if not user.has_usable_password():
        return False
    return any(user.check_password(guess) for guess in (user.username, *GUESSES))


def mail() -> Iterator[Finding]:
    """Say where mail goes."""
    kind = settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2]
    if kind == "console":
        told = "Mail is printed, not sent."
        yield Finding("Mail", OK, told, "Set EMAIL_URL when people are to get mail.")
    else:
        yield Finding("Mail", OK, f"Mail goes out by {kind}.")
