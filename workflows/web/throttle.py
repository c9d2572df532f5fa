"""How often the address of a hook or an invitation may be wrong before whoever tries has to wait;
wrong passwords are counted in the database, and not here."""

from __future__ import annotations

from django.core.cache import cache

MISS_SECONDS = 60
ALLOWED_MISSES = 60


def guesses_too_much(address: str) -> bool:
    """Count a wrong address, and say whether this caller had too many in this minute.

    Only wrong ones are counted and refused: a neighbour's guesses hold up nobody's callback.
    """
    key = f"hook-misses:{address}"
    cache.add(key, 0, MISS_SECONDS)
    try:
        return cache.incr(key) > ALLOWED_MISSES
    except ValueError:
        # It expired between the two calls.
        return False
