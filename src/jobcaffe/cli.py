"""The ``jobcaffe`` command."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run a command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0
