"""Workflows written in Python: the builder of graphs, and graphs as Python source and back."""

from .canonical import canonical
from .flow import Flow
from .functions import find_function
from .reading import from_python
from .source import to_python
from .verbs import expr

__all__ = ["Flow", "canonical", "expr", "find_function", "from_python", "to_python"]
