"""Workflows written in Python: the builder of graphs, and graphs as Python source and back."""

from .canonical import canonical
from .flow import Flow
from .functions import find_function, find_task, look_for_tasks_with
from .reading import from_python
from .source import to_python
from .verbs import expr

__all__ = [
    "Flow",
    "canonical",
    "expr",
    "find_function",
    "find_task",
    "from_python",
    "look_for_tasks_with",
    "to_python",
]
