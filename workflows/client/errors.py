"""What can go wrong for a program that talks to the server; when it is raised is decided elsewhere.

::

    ClientError
    ├── ApiError               the server refused; `problem` is what it said
    │   ├── Invalid       400  `errors` names the fields
    │   │   └── TooLarge  413
    │   ├── Unauthorized  401  ├── Forbidden  403  ├── NotFound  404
    │   ├── Conflict      409  `by`, `at`, `via`, `action` of whoever was first
    │   ├── TooMany       429
    │   └── ServerFault   5xx
    ├── ConnectionFailed       nobody answered, also not after several attempts
    ├── NotInTime              the run did not end within the time-out (a TimeoutError)
    ├── RunSuspended           the run waits for somebody; `suspensions`, `run_id`
    ├── RunFailed              `error`, `run_id`
    └── RunCancelled           `run_id`
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .shapes import Fault, Json, Problem, Run, Suspension


class ClientError(Exception):
    """Base of all errors of the client; the message is a sentence."""


class ApiError(ClientError):
    """The server refused a request."""

    def __init__(self, problem: Problem) -> None:
        """Keep what the server said."""
        super().__init__(problem.detail or problem.title or f"The server answered {problem.status}")
        self.problem = problem

    @property
    def status(self) -> int:
        """Give the HTTP status."""
        return self.problem.status

    @property
    def code(self) -> str:
        """Give the stable code of the problem."""
        return self.problem.code

    @property
    def detail(self) -> str:
        """Give the sentence of the server."""
        return self.problem.detail

    @property
    def errors(self) -> Sequence[Fault]:
        """List the faults, each with the path of its field."""
        return self.problem.errors


class Invalid(ApiError):
    """The request itself is wrong; ``errors`` says where."""


class TooLarge(Invalid):
    """The request is beyond a limit."""


class Unauthorized(ApiError):
    """There is no token, or it does not count (any more)."""


class Forbidden(ApiError):
    """The thing may be seen, but this must not be done by this person or token."""


class NotFound(ApiError):
    """The thing does not exist, or may not be seen."""


class Conflict(ApiError):
    """The state of things says no, as when somebody else was first."""

    @property
    def by(self) -> str | None:
        """Name who was first."""
        return _text(self.problem.raw.get("by"))

    @property
    def at(self) -> str | None:
        """Give when that was, ISO 8601."""
        return _text(self.problem.raw.get("at"))

    @property
    def via(self) -> str | None:
        """Give the door: ``ui api e-mail callback timer deadline signal child``."""
        return _text(self.problem.raw.get("via"))

    @property
    def action(self) -> str | None:
        """Give the action that was first."""
        return _text(self.problem.raw.get("action"))


class TooMany(ApiError):
    """Too many requests, also after waiting as long as the server asked for."""


class ServerFault(ApiError):
    """Something is broken behind the address, or it is busy."""


class ConnectionFailed(ClientError):
    """Nobody answered. Whether the request was carried out is unknown, unless it had a key."""


class NotInTime(ClientError, TimeoutError):
    """A run did not end within the time-out; it goes on without us."""

    def __init__(self, run: Run, seconds: float) -> None:
        """Keep the run as it stood."""
        super().__init__(f"Run {run.id} is still {run.status} after {seconds:g} seconds.")
        self.run, self.run_id = run, run.id


class RunSuspended(ClientError):
    """A run waits for somebody or something outside; resume one of ``suspensions``."""

    def __init__(self, run: Run, suspensions: Sequence[Suspension] = ()) -> None:
        """Keep the run with what it waits for; those of child runs are among them."""
        self.run, self.run_id = run, run.id
        self.suspensions = tuple(suspensions or run.suspensions)
        waits = "; ".join(wait.reason or wait.node_id for wait in self.suspensions)
        super().__init__(f"Run {run.id} waits: {waits}" if waits else f"Run {run.id} waits.")


class RunFailed(ClientError):
    """A run has failed; ``error`` is ``{type, message, node_id}``."""

    def __init__(self, run: Run) -> None:
        """Keep the run."""
        self.run, self.run_id = run, run.id
        self.error: Mapping[str, Json] = run.error or {}
        told = self.error.get("message") or "The run has failed."
        super().__init__(f"Run {run.id} failed: {told}")


class RunCancelled(ClientError):
    """A run was stopped."""

    def __init__(self, run: Run) -> None:
        """Keep the run."""
        super().__init__(f"Run {run.id} was stopped.")
        self.run, self.run_id = run, run.id


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: Invalid,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Conflict,
    413: TooLarge,
    429: TooMany,
}


def api_error(problem: Problem) -> ApiError:
    """Make the error of a problem, by its status."""
    if problem.status >= 500:
        return ServerFault(problem)
    return _BY_STATUS.get(problem.status, ApiError)(problem)


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
