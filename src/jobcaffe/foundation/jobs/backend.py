"""The database back end of ``django_tasks`` (first form)."""

from django_tasks.backends.immediate import ImmediateBackend as DatabaseBackend

__all__ = ["DatabaseBackend"]
