"""The nodes ``function`` and ``task``: Python code by its name; where that leads is known to the
process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from workflows.engine.authoring import find_function, find_task
from workflows.engine.errors import NotFound, Permanent
from workflows.engine.events import Json
from workflows.engine.functions.codec import Codec, codec_of
from workflows.engine.node import BaseNode, ProcessingContext

from ..fields import SETTING


class FunctionNode(BaseNode):
    """Calls a Python function of the program that brought this workflow along."""

    node_type = "function"
    node_title = "Function"
    node_category = "Connect"
    node_icon = "code-dots"
    node_tags = ("python", "code", "flow", "call")
    node_effects = "sends"

    find: ClassVar[Callable[[str], Callable[..., Any] | None]] = staticmethod(find_function)
    """Finds a function by its name; another one where a flow brings its own."""

    function: str = Field(
        min_length=1,
        max_length=300,
        title="Function",
        description="Its name: the workflow's and the step's, as in expenses.submit.",
        json_schema_extra=SETTING,
    )
    arguments: dict[str, Any] = Field(
        default_factory=dict,
        title="Arguments",
        description="What the function gets by name, beside the context.",
    )

    @field_validator("function")
    @classmethod
    def _is_known(cls, name: str) -> str:
        lacking = cls.missing({"function": name})
        if lacking:
            raise ValueError(lacking)
        return name

    def process(self, context: ProcessingContext) -> Any:
        """Call the function with the context: in a thread, or in the loop when it is async."""
        function = type(self).find(self.function)
        if function is None:
            raise Permanent(unknown(self.function))
        return function(context, **self.arguments)

    @classmethod
    def missing(cls, properties: Mapping[str, Json]) -> str | None:
        """Say that the function is not known in this process."""
        name = properties.get("function")
        # An expression is not looked into: its value is found out when the node starts.
        return unknown(name) if isinstance(name, str) and cls.find(name) is None else None


def unknown(name: str) -> str:
    """Tell that a function is missing, and what to do about it."""
    return (
        f"There is no function {name!r} in this process: name the module of its flow in "
        "FERMATA_MODULES."
    )


class TaskNode(BaseNode):
    """Calls a Python function that is marked with @task, and gives what it returns."""

    node_type = "task"
    node_title = "Task"
    node_category = "Connect"
    node_icon = "terminal-2"
    node_tags = ("python", "code", "function", "call")
    node_effects = "sends"
    reads_outputs = "none"

    find: ClassVar[Callable[[str], Any]] = staticmethod(find_task)
    """Finds a task by its name, or raises ``NotFound``; another one where a flow brings its own."""

    function: str = Field(
        min_length=1,
        max_length=300,
        title="Function",
        description="Its name, with the module where that alone is not enough.",
        json_schema_extra=SETTING,
    )
    arguments: dict[str, Any] = Field(
        default_factory=dict, title="Arguments", description="What the function gets by name."
    )

    @field_validator("function")
    @classmethod
    def _is_known(cls, name: str) -> str:
        lacking = cls.missing({"function": name})
        if lacking:
            raise ValueError(lacking)
        return name

    def process(self, context: ProcessingContext) -> Any:
        """Call the function: in a thread, or in the loop when it is async."""
        try:
            task = type(self).find(self.function)
        except NotFound as error:
            raise Permanent(error.message) from error
        codec = codec_of(task.function)
        value = task(**self.arguments)
        if isinstance(value, Awaitable):
            return _encoded(value, codec)
        return codec.encode(value, "output")

    @classmethod
    def missing(cls, properties: Mapping[str, Json]) -> str | None:
        """Say that the function is not known in this process."""
        name = properties.get("function")
        if not isinstance(name, str):
            return None
        try:
            cls.find(name)
        except NotFound as error:
            return error.message
        return None


async def _encoded(value: Awaitable[Any], codec: Codec) -> Json:
    return codec.encode(await value, "output")
