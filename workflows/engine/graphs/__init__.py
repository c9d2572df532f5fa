"""Graphs: their form, their problems, and a graph as a program; drawing them is the front end's."""

from .migration import Finding, MigrationPlan, plan_migration
from .model import Edge, Graph, Node, NodeOptions, parse
from .program import GraphProgram, UnknownNodeType
from .references import Reference, references
from .validation import Problem, property_names, validate_graph

__all__ = [
    "Edge",
    "Finding",
    "Graph",
    "GraphProgram",
    "MigrationPlan",
    "Node",
    "NodeOptions",
    "Problem",
    "Reference",
    "UnknownNodeType",
    "parse",
    "plan_migration",
    "property_names",
    "references",
    "validate_graph",
]
