"""What a run's log means, for readers: a summary of how it stands, and its trace; pure."""

from .explanation import OUTCOMES, explain
from .trace import Step, Trace, brief, node_path, trace_of

__all__ = ["OUTCOMES", "Step", "Trace", "brief", "explain", "node_path", "trace_of"]
