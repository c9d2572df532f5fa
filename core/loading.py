"""A quicker start: what is loaded stays for good, so nobody need look through it for waste."""

from __future__ import annotations

import gc


def begin() -> None:
    """Let Python's collector rest until everything is loaded."""
    gc.disable()


def end() -> None:
    """Have it collect what is made from now on, and pass over what is there."""
    gc.freeze()
    gc.enable()
