"""What authors test their own workflows with: a runtime whose clock moves by hand, and injections.

The pytest fixture ``fermata_runtime`` is in ``plugin.py``; it comes with the installation.
"""

from .tester import FlowTester

__all__ = ["FlowTester"]
