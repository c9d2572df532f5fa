"""Graphs: their form, their problems, and a graph as a program; drawing them is the front end's."""

from .model import Edge, Graph, Node, NodeOptions, parse
from .program import GraphProgram, UnknownNodeType
from .validation import Problem, property_names, validate_graph

__all__ = [
    "Edge",
    "Graph",
    "GraphProgram",
    "Node",
    "NodeOptions",
    "Problem",
    "UnknownNodeType",
    "parse",
    "property_names",
    "validate_graph",
]
