"""Graphs: their form, their problems, and a graph as a program; drawing them is the front end's."""

from .advice import advise, groups_named
from .changes import changed_parts
from .migration import Finding, MigrationPlan, plan_migration
from .model import Edge, Graph, Node, NodeOptions, parse
from .program import GraphProgram, UnknownNodeType
from .references import Reference, references
from .trial import Wanted, trial_graph
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
    "Wanted",
    "advise",
    "changed_parts",
    "groups_named",
    "parse",
    "plan_migration",
    "property_names",
    "references",
    "trial_graph",
    "validate_graph",
]
