"""The one error of a broken set-up; which values are refused stands in `env.py`."""

from __future__ import annotations


class ConfigurationError(Exception):
    """Say in one sentence what is wrong with the set-up and how to mend it; exit code 2."""
