"""Programs of published versions, read once and kept: a version never changes."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workflows.engine.errors import NotFound
from workflows.engine.events import Json
from workflows.engine.events.personal import is_personal, subject_input
from workflows.engine.functions.program import FunctionProgram, UnknownFunction
from workflows.engine.graphs import GraphProgram, UnknownNodeType, parse
from workflows.engine.payload import loads
from workflows.engine.program import Program

from .dialects import AnySession

log = logging.getLogger(__name__)

KEPT = 256
OF_INPUT, OF_USER = "input:", "user:"
"""What names of subjects begin with."""

_BY_NAME = """
    SELECT v.id, v.graph FROM workflows_version v JOIN workflows_workflow w ON w.id = v.workflow_id
    WHERE w.key = %s AND v.number = %s
"""
_BY_ID = """
    SELECT w.key, v.number FROM workflows_version v JOIN workflows_workflow w
    ON w.id = v.workflow_id WHERE v.id = %s
"""


@dataclass(frozen=True, slots=True)
class About:
    """Runs of a version are personal; ``subject`` names the input that says about whom."""

    subject: str | None

    def subject_of(self, inputs: Mapping[str, Json], started_by: str | None, run_id: str) -> str:
        """Name whom a run is about: what its inputs say, else who started it, else the run; each
        with its kind, so that a typed text is never somebody's username."""
        said = inputs.get(self.subject) if self.subject else None
        if isinstance(said, str | int) and not isinstance(said, bool) and str(said).strip():
            return f"{OF_INPUT}{str(said).strip()}"
        return f"{OF_USER}{started_by}" if started_by else f"run:{run_id}"


def build_program(graph: Json) -> Program:
    """Make the program of a version with the nodes and functions that are installed here.

    Raises ``UnknownNodeType`` when something is missing: another process may have it.
    """
    # Node kinds bring their own imports: whoever only reads logs does not pay for them.
    from workflows.nodes.discovery import default_functions, default_registry

    functions = default_functions()
    if isinstance(graph, dict) and "function" in graph:
        name = str(graph["function"]["name"])
        function = functions.workflow(name)
        if function is None:
            raise UnknownFunction(f"The workflow function {name!r} is not in this process.")
        return FunctionProgram(function, functions)
    return GraphProgram(parse(graph), default_registry())


class Programs:
    """A cache by name with the least recently used dropped; safe for threads.

    A workflow that was deleted and made anew has the same names for other graphs: the version's id
    tells them apart.
    """

    def __init__(self, build: Callable[[Json], Program], size: int = KEPT) -> None:
        """Begin empty; ``build`` makes a program of a graph."""
        self._build = build
        self._size = size
        self._programs: OrderedDict[tuple[str, int], tuple[int, Program]] = OrderedDict()
        self._names: OrderedDict[int, tuple[str, int]] = OrderedDict()
        self._about: dict[tuple[str, int], About | None] = {}
        self._lock = threading.Lock()

    def known(self, workflow: str, version: int) -> Program | None:
        """Give a program that is kept."""
        with self._lock:
            found = self._programs.get((workflow, version))
            if found is None:
                return None
            self._programs.move_to_end((workflow, version))
            return found[1]

    def get(self, session: AnySession, workflow: str, version: int) -> Program:
        """Give a program. Raises ``NotFound``, and ``UnknownNodeType`` when it cannot be built."""
        name = (workflow, version)
        known = self.known(workflow, version)
        if known is not None:
            return known
        rows = session.query(_BY_NAME, name)
        if not rows:
            raise NotFound("There is no such version.")
        key, graph = rows[0]
        program = self._made(name, graph)
        with self._lock:
            self._programs[name] = (key, program)
            while len(self._programs) > self._size:
                self._programs.popitem(last=False)
        return program

    def _made(self, name: tuple[str, int], graph: str) -> Program:
        try:
            return self._build(loads(graph))
        except UnknownNodeType:
            raise
        except Exception as error:
            # A newer or an older release may understand it: the run waits, it does not fail, and
            # those that are loaded together with it go on.
            log.exception("The graph of %s version %s cannot be used here.", *name)
            raise UnknownNodeType(f"This process cannot use the graph: {error}") from error

    def about(self, session: AnySession, workflow: str, version: int) -> About | None:
        """Say whether the runs of a version are personal; None: nothing in them is."""
        name = (workflow, version)
        if name not in self._about:
            rows = session.query(_BY_NAME, name)
            graph = loads(rows[0][1]) if rows else None
            found = About(subject_input(graph)) if is_personal(graph) else None
            with self._lock:
                if len(self._about) > 16 * self._size:
                    self._about.clear()
                self._about[name] = found
        return self._about[name]

    def name_of(self, session: AnySession, version_id: int) -> tuple[str, int]:
        """Give the engine's name and the number of a version by its row's id."""
        name = self._names.get(version_id)
        if name is None:
            rows = session.query(_BY_ID, (version_id,))
            name = (rows[0][0], rows[0][1])
            with self._lock:
                self._names[version_id] = name
                self._about.pop(name, None)
                while len(self._names) > 16 * self._size:
                    self._names.popitem(last=False)
        known = self._programs.get(name)
        if known is not None and known[0] != version_id:
            with self._lock:
                self._programs.pop(name, None)
                self._about.pop(name, None)
        return name
