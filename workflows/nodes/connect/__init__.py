"""Nodes that reach beyond the graph: to Python code, and to other systems."""

from .task import FunctionNode

__all__ = ["FunctionNode"]
