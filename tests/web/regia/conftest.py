"""The example programme with a community in its last half-year."""

from __future__ import annotations

from tests.programme.conftest import coordinator, indicator, period, programme

__all__ = ["coordinator", "indicator", "period", "programme"]
