"""The error tree of the engine, each with a stable code; how they become HTTP answers is not here.

::

    FermataError
    ├── NotFound            404   the thing named does not exist, or may not be seen
    ├── Forbidden           403   it may be seen, but this must not be done by this person
    ├── Refused             409   the state of things says no
    │   ├── AlreadyClosed         somebody else closed the suspension first
    │   └── LeaseLost             the holder lost its lease; never shown to people
    ├── Invalid             400   the request itself is wrong; `errors` says where
    │   └── TooLarge        413   a payload beyond its limit
    ├── NodeError                 raised by node code
    │   ├── Permanent             do not try again
    │   └── TryAgain              try again after a while
    └── ExpressionError           a CEL source that does not compile or evaluate

``WorkflowSuspendedException`` stands outside the tree: it is a ``BaseException``, so that
``except Exception`` in a node does not swallow a suspension.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class FermataError(Exception):
    """Base of all errors; ``code`` is stable, the message is a sentence for people."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        """Keep the sentence and, when given, a more precise code."""
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotFound(FermataError):
    """The thing named does not exist, or may not be seen."""

    code = "not_found"


class Forbidden(FermataError):
    """The thing may be seen, but this must not be done by this person."""

    code = "forbidden"


class Refused(FermataError):
    """The state of things says no; ``detail`` carries facts for programs."""

    code = "conflict"

    def __init__(
        self, message: str, *, code: str | None = None, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Keep the sentence, the code and the facts (JSON values only)."""
        super().__init__(message, code=code)
        self.detail: Mapping[str, Any] = detail or {}


class AlreadyClosed(Refused):
    """Somebody else closed the suspension first; ``detail`` has ``by``, ``at``, ``via``,
    ``action``."""

    code = "already_closed"


class LeaseLost(Refused):
    """The holder's epoch is no longer the run's epoch: nothing of this command is recorded."""

    code = "lease_lost"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of a request: a stable code, a sentence, and the path of the field
    (``data.amount``)."""

    code: str
    detail: str
    attr: str | None = None


class Invalid(FermataError):
    """The request itself is wrong; ``errors`` says what and where."""

    code = "invalid"

    def __init__(
        self, message: str, *, code: str | None = None, errors: Sequence[FieldError] = ()
    ) -> None:
        """Keep the sentence and the faults; without a list the sentence is the only fault."""
        super().__init__(message, code=code)
        self.errors = tuple(errors) or (FieldError(self.code, message),)


class TooLarge(Invalid):
    """A payload is beyond its limit."""

    code = "too_large"


class NodeError(FermataError):
    """Base of what node code raises to steer the engine."""

    code = "node_error"


class Permanent(NodeError):
    """Do not try this node again, whatever its retry policy says."""

    code = "permanent"


class TryAgain(NodeError):
    """Try this node again after ``after_seconds`` (at least), if its retry policy has attempts
    left."""

    code = "try_again"

    def __init__(self, message: str, *, after_seconds: float | None = None) -> None:
        """Keep the sentence and the least delay in seconds."""
        super().__init__(message)
        self.after_seconds = after_seconds


class TimedOut(TryAgain):
    """An attempt took longer than its node's ``timeout_seconds``."""

    code = "timed_out"


class ExpressionError(FermataError):
    """A CEL source does not compile, or its evaluation failed or broke a limit."""

    code = "expression"


class WorkflowSuspendedException(BaseException):
    """Leaves a node or a workflow function when it suspends; carries what to wait for."""

    def __init__(self, request: Any) -> None:
        """Keep the request, a :class:`workflows.engine.node.SuspensionRequest`."""
        super().__init__(getattr(request, "reason", ""))
        self.request = request
