"""For how long what an organisation says of itself counts: ``data/freshness.toml``."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

DATA = Path(__file__).parent / "data" / "freshness.toml"


@dataclass(frozen=True)
class Freshness:
    """The thresholds; months of the calendar, the rest in days."""

    confirm_after_months: int
    remind_after_days: int
    hide_after_days: int
    link_days: int

    def verified_until(self, today: date) -> date:
        """Who was verified before this day is asked again."""
        day: date = today - relativedelta(months=self.confirm_after_months)
        return day

    def shown_since(self, today: date) -> date:
        """Who was verified before this day is not shown to the public."""
        return self.verified_until(today - timedelta(days=self.hide_after_days))

    def hidden_on(self, verified_on: date) -> date:
        """The first day on which an organisation that was verified then is not shown any more."""
        day: date = verified_on + relativedelta(
            months=self.confirm_after_months, days=self.hide_after_days + 1
        )
        return day


@functools.cache
def thresholds() -> Freshness:
    """The thresholds of this installation. Raises ``TypeError`` for a key that is missing or unknown."""
    return Freshness(**tomllib.loads(DATA.read_text(encoding="utf-8")))
