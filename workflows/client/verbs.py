"""The methods of both clients, in one list; each is a conversation that its client holds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, overload

from . import definitions, watching
from . import runs as of_runs
from . import tasks as of_tasks
from .exchange import Stream, Talk

if TYPE_CHECKING:
    from .asynchronous import AsyncClient
    from .synchronous import Client

P = ParamSpec("P")
T = TypeVar("T")


class Verb(Generic[P, T]):
    """A method made of a conversation: a plain one of ``Client``, one to await of its twin."""

    def __init__(self, talk: Callable[P, Talk[T]]) -> None:
        """Take the conversation, with its name, words and parameters."""
        self._talk = talk
        self.__doc__ = talk.__doc__

    @overload
    def __get__(self, client: Client, owner: Any) -> Callable[P, T]: ...
    @overload
    def __get__(self, client: AsyncClient, owner: Any) -> Callable[P, Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(self, client: None, owner: Any) -> Callable[P, Talk[T]]: ...
    def __get__(self, client: Any, owner: Any) -> Callable[P, Any]:
        """Bind to a client; to the class: give the conversation itself, for whoever reads of it."""
        if client is None:
            return self._talk

        @wraps(self._talk)
        def method(*args: P.args, **given: P.kwargs) -> Any:
            return client.hold(self._talk(*args, **given))

        return method


class Flow(Generic[P, T]):
    """A method that gives an iterator, or an asynchronous one, made of a conversation."""

    def __init__(self, talk: Callable[P, Stream[T]]) -> None:
        """Take the conversation, with its name, words and parameters."""
        self._talk = talk
        self.__doc__ = talk.__doc__

    @overload
    def __get__(self, client: Client, owner: Any) -> Callable[P, Iterator[T]]: ...
    @overload
    def __get__(self, client: AsyncClient, owner: Any) -> Callable[P, AsyncIterator[T]]: ...
    @overload
    def __get__(self, client: None, owner: Any) -> Callable[P, Stream[T]]: ...
    def __get__(self, client: Any, owner: Any) -> Callable[P, Any]:
        """Bind to a client; to the class: give the conversation itself, for whoever reads of it."""
        if client is None:
            return self._talk

        @wraps(self._talk)
        def method(*args: P.args, **given: P.kwargs) -> Any:
            return client.listen(self._talk(*args, **given))

        return method


class Verbs:
    """What can be asked of a server."""

    run = Verb(watching.run)
    result = Verb(watching.result)
    wait = Verb(watching.wait)
    events = Flow(watching.events)

    start = Verb(of_runs.start)
    get = Verb(of_runs.get)
    runs = Flow(of_runs.runs)
    resume = Verb(of_runs.resume)
    stop = Verb(of_runs.stop)
    retry = Verb(of_runs.retry)
    fork = Verb(of_runs.fork)
    migrate = Verb(of_runs.migrate)
    checkpoint = Verb(of_runs.checkpoint)
    checkpoints = Verb(of_runs.checkpoints)
    explain = Verb(of_runs.explain)

    tasks = Flow(of_tasks.tasks)
    task = Verb(of_tasks.task)
    decide = Verb(of_tasks.decide)
    undo = Verb(of_tasks.undo)
    ask = Verb(of_tasks.ask)
    nudge = Verb(of_tasks.nudge)
    claim = Verb(of_tasks.claim)
    release = Verb(of_tasks.release)
    delegate = Verb(of_tasks.delegate)
    comment = Verb(of_tasks.comment)
    signal = Verb(of_tasks.signal)

    workflows = Flow(definitions.workflows)
    workflow = Verb(definitions.workflow)
    create_workflow = Verb(definitions.create_workflow)
    publish = Verb(definitions.publish)
