"""The fixture that users get with the package."""

from workflows.testing.plugin import fermata_runtime

__all__ = ["fermata_runtime"]
