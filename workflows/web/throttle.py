"""How often the address of a hook or an invitation may be wrong before whoever tries has to wait;
wrong passwords are not counted here."""

from __future__ import annotations

import logging

from workflows.adapters.people import misses

log = logging.getLogger(__name__)

ALLOWED_MISSES = 60


def guesses_too_much(address: str, unless_counted: bool = True) -> bool:
    """Count a wrong address, and say whether this caller had too many in this minute.

    Only wrong ones are counted and refused: a neighbour's guesses hold up nobody's callback. Where
    nothing can be counted the answer is ``unless_counted``: doors that lead to an account stay
    shut, those for programs stay open.
    """
    try:
        return misses.too_many("address", address, ALLOWED_MISSES)
    except Exception as error:
        log.warning("Wrong addresses cannot be counted: %s", error)
        return unless_counted
