"""The example programme."""

from __future__ import annotations

from tests.programme.conftest import programme

__all__ = ["programme"]
