#!/usr/bin/env python
"""Django's command line; configuration errors end in one sentence and exit code 2."""

import os
import sys

from core.env import ConfigurationError


def main() -> int:
    """Run one management command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    try:
        from core.preflight import check_database

        check_database(sys.argv)
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
