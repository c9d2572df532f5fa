"""Runs shown to developers: a tree in the terminal, a structured summary, a page in the browser."""

from .serving import serve_trace
from .sources import explain_run
from .terminal import inspect_trace

__all__ = ["explain_run", "inspect_trace", "serve_trace"]
