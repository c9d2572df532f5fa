"""The demo: a company of twelve with its workflows and a month of work behind it."""

from .loading import SMALL, Loaded, load_demo

__all__ = ["SMALL", "Loaded", "load_demo"]
