"""FlowTester: a runtime for tests, with a clock moved by hand, answers by name, and assertions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workflows.engine.durations import parse_duration
from workflows.engine.errors import Invalid, Permanent
from workflows.engine.events import Json
from workflows.engine.explaining import node_path
from workflows.engine.memory import MemoryClock
from workflows.engine.program import Program
from workflows.engine.registry import Registry
from workflows.runtime import RunResult, Runtime
from workflows.runtime.programs import as_workflow, program_of
from workflows.runtime.showing import inspect_trace

from .answers import Place, answer_to, find_waits
from .bundles import read_bundle, take_up
from .injections import Injections, giving

_ANY: Any = object()


class FlowTester(Runtime):
    """Runs workflows under a test's control; nothing waits for real time.

    Where a method takes ``run`` (a result or a run's id), the run started last is meant without it.
    """

    def __init__(self, registry: Registry | None = None) -> None:
        """Begin with an empty store, at 5 January 2026, 9:00 UTC."""
        self.clock = MemoryClock()
        self._injections = Injections()
        self._last: str | None = None
        super().__init__(clock=self.clock, registry=registry)
        self._workflows.make = self._made

    def _made(self, thing: Any, registry: Registry) -> Program:
        return self._injections.into(program_of(thing, registry))

    def _start(self, *given: Any) -> Any:
        started = super()._start(*given)
        self._last = started[0]
        return started

    def take_up(self, bundle: Any, *workflows: Any) -> RunResult:
        """Go on with a run that was downloaded as a bundle (a path, or JSON), from where it was.

        The clock stands where its log ends; what waits there is answered by ``answer`` and
        ``skip``, what failed goes on by ``retry``. Its graphs count, unless a workflow with the
        same slug is given. A workflow that is a Python function has to be given.
        """
        read, own = read_bundle(bundle), {getattr(item, "slug", None): item for item in workflows}
        local = self._home.local
        if local is None:
            raise TypeError("Bundles are taken up in memory alone.")

        def program(slug: str, graph: Mapping[str, Any]) -> Program:
            if slug not in own and "function" in graph:
                raise Invalid(f"{slug} is a Python function: give it beside the bundle.")
            return self._made(own.get(slug) or as_workflow({**graph, "slug": slug}), self._registry)

        self.clock.time = max(self.clock.time, read.ended)
        take_up(read, local, program)
        self._last = read.runs[0].run_id
        return self.result(self._last)

    def skip(self, duration: float | str) -> None:
        """Let time pass (``90``, ``"2h"``): timers, deadlines and retries fire at their moments."""
        end = self.clock.time.timestamp() + parse_duration(duration)
        local = self._home.local
        while local is not None and (due := local.next_due()) is not None:
            if due.timestamp() > end:
                break
            self.clock.time = max(due, self.clock.time)
            self.run_due()
        self.clock.forward(end - self.clock.time.timestamp())
        self.run_due()

    def answer(
        self,
        where: str,
        answer: Json = None,
        data: Json = None,
        *,
        by: str = "anna",
        comment: str | None = None,
        run: RunResult | str | None = None,
    ) -> RunResult:
        """Answer the open wait at a node (its id or title) or task (its title).

        ``answer``: a decision or action (``"approved"``, True), the answer to a question, or the
        data of a form or wait; ``data`` goes with a decision. Runs below are searched too.
        """
        place = self._open_wait(where, run)
        who: Any = {"by": by, "comment": comment} if comment is not None else {"by": by}
        value, action = answer_to(self, place, answer, data)
        self.resume(place.run_id, value, action, suspension=place.wait.id, **who)
        return self.result(self._run(run))

    def fail_next(
        self, node: str, error: BaseException | str = "Injected failure", times: int = 1
    ) -> None:
        """Let the next attempts of a node (id or title) fail with an error, or a permanent one."""
        self._injections.fail(node, Permanent(error) if isinstance(error, str) else error, times)

    def mock(
        self,
        node: str,
        output: Json = None,
        action: str | None = None,
        state: Mapping[str, Json] | None = None,
    ) -> None:
        """Let a node give an output, and choose an action, without doing its work or waiting."""
        self._injections.stub(node, giving(output, action, state or {}))

    def stub(self, node: str, function: Callable[..., Any]) -> None:
        """Put ``function(context)``, sync or async, in the place of a node's work."""
        self._injections.stub(node, function)

    def path(self, run: RunResult | str | None = None) -> list[str]:
        """List the nodes that were executed, in the order in which they began."""
        return node_path(self.trace(self._run(run)))

    def assert_path(self, *nodes: str, run: RunResult | str | None = None) -> None:
        """Hold that exactly these nodes were executed, in this order."""
        __tracebackhide__ = True
        found = self.path(run)
        if found != list(nodes):
            self._fail(f"The path is {_listed(found)}, not {_listed(nodes)}.", run)

    def assert_waiting(self, *places: str, run: RunResult | str | None = None) -> None:
        """Hold that the run waits, at all of these nodes (ids or titles), or anywhere."""
        __tracebackhide__ = True
        status = self.status(self._run(run))
        if status in ("completed", "failed", "cancelled"):
            self._fail(f"The run waits no more: it is {status}.", run)
        open_ = find_waits(self, self._run(run))
        missing = [name for name in places if not any(name in item.names for item in open_)]
        if missing or not open_:
            known = _listed(dict.fromkeys(item.wait.node_id for item in open_)) or "nowhere"
            self._fail(f"The run does not wait at {_listed(missing) or 'all'}, but {known}.", run)

    def assert_completed(self, run: RunResult | str | None = None, *, result: Json = _ANY) -> None:
        """Hold that the run has completed, and with this result if one is given."""
        __tracebackhide__ = True
        found = self.result(self._run(run))
        if not found.completed:
            self._fail(f"The run is {found.status}, not completed.", run)
        if result is not _ANY and found.result != result:
            self._fail(f"The result is {found.result!r}, not {result!r}.", run)

    def assert_failed(self, run: RunResult | str | None = None, *, message: str = "") -> None:
        """Hold that the run has failed, with an error that has this text in its message."""
        __tracebackhide__ = True
        found = self.result(self._run(run))
        if not found.failed:
            self._fail(f"The run is {found.status}, not failed.", run)
        told = [str(error.get("message", "")) for error in found.errors]
        if not any(message in text for text in told):
            self._fail(f"The run failed with {_listed(told)}, not with {message!r}.", run)

    def check_injections(self) -> None:
        """Hold that every injection was for a node that some workflow has."""
        unused = self._injections.unused()
        if unused:
            raise AssertionError(
                f"Injected into {_listed(unused)}, but no workflow has such nodes."
            )

    def _run(self, run: RunResult | str | None) -> str:
        found = run.run_id if isinstance(run, RunResult) else run or self._last
        if found is None:
            raise AssertionError("No run was started yet.")
        return found

    def _open_wait(self, where: str, run: RunResult | str | None) -> Place:
        __tracebackhide__ = True
        open_ = find_waits(self, self._run(run))
        found = [item for item in open_ if where in item.names]
        if len(found) == 1:
            return found[0]
        known = _listed(dict.fromkeys(item.wait.node_id for item in open_)) or "nowhere"
        if found:
            self._fail(f"{len(found)} waits are open at {where!r}: answer by their run.", run)
        raise AssertionError(self._told(f"Nothing waits at {where!r}; open: {known}.", run))

    def _fail(self, sentence: str, run: RunResult | str | None) -> None:
        __tracebackhide__ = True
        raise AssertionError(self._told(sentence, run))

    def _told(self, sentence: str, run: RunResult | str | None) -> str:
        return f"{sentence}\n\n{inspect_trace(self, self._run(run), quiet=True)}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
