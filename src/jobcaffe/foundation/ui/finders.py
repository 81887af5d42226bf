"""Only what is on the list is served."""

from django.contrib.staticfiles.finders import AppDirectoriesFinder as AllowListFinder

__all__ = ["AllowListFinder"]
