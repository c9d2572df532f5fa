"""Callbacks: how the address of a waiting activation is asked for and named; making one, with its
token, is the adapters' work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from .events import Json

CALLBACK = "callback:"
"""How the names of signals begin that an outside callback sends; no other signal may have one."""


HIDDEN = "/hooks/callback/…/"
"""How an address ends that is shown without its token."""


@dataclass(frozen=True, slots=True)
class CallbackRequest:
    """An activation that wants to be called back from outside.

    An answer must satisfy ``schema``; ``seconds`` bound how long one is taken before the wait
    opens (0: without a limit), from then on the wait's own deadline counts. With ``signed`` only an
    answer counts that carries a signature.
    """

    run_id: str
    node_id: str
    iteration: int = 1
    schema: Mapping[str, Json] | None = None
    seconds: float = 0
    signed: bool = False

    @property
    def name(self) -> str:
        """Give the name of the signal that the callback sends."""
        return f"{CALLBACK}{self.run_id}/{self.node_id}/{self.iteration}"

    @property
    def webhook_id(self) -> str:
        """Give the public id: the same each time, and of no use without the token."""
        return str(uuid5(NAMESPACE_URL, self.name))


def without_token(url: str) -> str:
    """Give an address as it may be recorded: the last part, the secret, is left out."""
    return f"{url.partition('/hooks/')[0]}{HIDDEN}"


MakeAddress = Callable[[CallbackRequest], Awaitable[str]]
"""Makes the address that the outside posts to; it is recorded before this returns."""


async def example_address(request: CallbackRequest) -> str:
    """Give an address at which nobody listens: for contexts that stand outside of a run."""
    return f"http://fermata.invalid/hooks/callback/{request.webhook_id}/"
