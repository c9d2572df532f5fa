"""How often signing in, or the address of a hook, may be wrong before whoever tries has to wait;
passwords and tokens are not looked at here."""

from __future__ import annotations

from django.core.cache import cache

WINDOW_SECONDS = 15 * 60
ALLOWED_BY_BOTH = 8
ALLOWED_BY_ACCOUNT = 40
ALLOWED_BY_ADDRESS = 100

MISS_SECONDS = 60
ALLOWED_MISSES = 60


def is_barred(account: str, address: str) -> bool:
    """Say whether the account, the address, or the two together failed too often."""
    counts = cache.get_many(_limits(account, address))
    return any(counts.get(key, 0) >= most for key, most in _limits(account, address).items())


def count_failure(account: str, address: str) -> None:
    """Count one failed try against the account, the address and the pair."""
    for key in _limits(account, address):
        cache.add(key, 0, WINDOW_SECONDS)
        try:
            cache.incr(key)
        except ValueError:
            # It expired between the two calls: the window starts again with this failure.
            cache.set(key, 1, WINDOW_SECONDS)


def forget_failures(account: str, address: str) -> None:
    """Clear the pair's count after a success; the wider counts stay, they bound a slow search."""
    cache.delete(next(iter(_limits(account, address))))


def _limits(account: str, address: str) -> dict[str, int]:
    # Hex, since names may hold what cache keys must not; long names are cut, not refused.
    name = account.strip().casefold().encode()[:80].hex()
    return {
        f"sign-in:{name}:{address}": ALLOWED_BY_BOTH,
        f"sign-in-account:{name}": ALLOWED_BY_ACCOUNT,
        f"sign-in-address:{address}": ALLOWED_BY_ADDRESS,
    }


def guesses_too_much(address: str) -> bool:
    """Count a wrong address of a hook, and say whether this caller had too many in this minute.

    Only wrong ones are counted and refused: a neighbour's guesses hold up nobody's callback.
    """
    key = f"hook-misses:{address}"
    cache.add(key, 0, MISS_SECONDS)
    try:
        return cache.incr(key) > ALLOWED_MISSES
    except ValueError:
        # It expired between the two calls.
        return False
