#!/usr/bin/env python
"""Django's command line; configuration errors end in one sentence and exit code 2."""

import os
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility

from core import loading
from core.env import ConfigurationError


class CommandLine(ManagementUtility):
    """Django's, where a command that does not exist is wrong usage: exit code 2."""

    def fetch_command(self, subcommand: str) -> Any:
        """Find a command; Django itself ends with 1 when there is none."""
        try:
            return super().fetch_command(subcommand)
        except SystemExit:
            sys.exit(2)
        finally:
            loading.end()


def main() -> int:
    """Run one management command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    loading.begin()
    try:
        from core.preflight import check_database

        check_database(sys.argv)
        CommandLine(sys.argv).execute()
    except (ConfigurationError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
