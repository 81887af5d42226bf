"""How long each kind of data stays: read from ``data/retention.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from dateutil.relativedelta import relativedelta

FILE = Path(__file__).parent / "data" / "retention.toml"


class Fate(StrEnum):
    """What happens when the time is over."""

    ANONYMISE = "anonymise"
    DELETE = "delete"
    KEEP = "keep"


@dataclass(frozen=True)
class RetentionRule:
    """One purpose: ``months`` from the moment ``starts``, then ``fate``. ``label`` is Italian."""

    code: str
    label: str
    starts: str
    months: int
    fate: Fate
    source: str

    def due(self, since: date, today: date) -> bool:
        """Whether what began to count on ``since`` has stayed its time by ``today``."""
        return self.fate is not Fate.KEEP and today >= since + relativedelta(months=self.months)

    def cut_off(self, today: date) -> date | None:
        """What began to count on this day or before is due; ``None`` when the data are kept."""
        return None if self.fate is Fate.KEEP else today - relativedelta(months=self.months)


@cache
def retention_rules() -> dict[str, RetentionRule]:
    """All rules by code. Raises ``ValueError`` naming the rule that is not well written."""
    rules = {}
    for code, row in tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"].items():
        try:
            rule = RetentionRule(
                code, row["label"], row["from"], int(row["months"]), Fate(row["action"]), row["source"]
            )
        except (KeyError, ValueError) as error:
            raise ValueError(f"{FILE.name}, [rule.{code}]: {error}") from error
        if rule.fate is not Fate.KEEP and rule.months <= 0:
            raise ValueError(f"{FILE.name}, [rule.{code}]: months must be positive")
        rules[code] = rule
    return rules
