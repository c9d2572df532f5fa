"""What monitoring is told: the figures of the installation in the form of Prometheus."""

from .exposition import METRICS, exposition

__all__ = ["METRICS", "exposition"]
