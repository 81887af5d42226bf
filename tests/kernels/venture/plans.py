"""Plans, and the figures of 2026 as the research wrote them: typed here again, not read from the file."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from jobcaffe.kernels.venture import Activity, Case, Figure, Parameters, Plan

VALUES = {
    "flat.ceiling": "85000", "flat.exit": "100000", "flat.tax": "0.15", "flat.tax_new": "0.05",
    "inps.minimum_income": "18808", "inps.craft.rate": "0.24", "inps.trade.rate": "0.2448",
    "inps.maternity": "7.44", "inps.band": "56224", "inps.band_extra": "0.01", "inps.flat_reduction": "0.35",
    "inps.separata.rate": "0.2607", "inps.separata.rate_covered": "0.24", "inps.separata.ceiling": "122295",
    "occasional.threshold": "5000", "occasional.rate": "0.3372", "occasional.worker_share": "1/3",
    "irpef.first": "0.23", "irpef.second": "0.33", "irpef.third": "0.43", "irpef.low": "28000",
    "irpef.high": "50000", "irpef.deduction": "1265", "irpef.deduction_base": "500",
    "irpef.deduction_until": "5500", "presto.client": "2500", "presto.worker": "5000",
}  # fmt: skip
SHARES = {"food": 40, "trade": 40, "professional": 78, "other": 67, "building": 86}
F2026 = Parameters(
    2026,
    "2026-01-01",
    "2026-12-31",
    {
        code: Figure(code, code, Fraction(value), "euro", "prova", "2026-11-22")
        for code, value in VALUES.items()
    },
    {
        code: Activity(code, code, Fraction(share, 100), "prova", "2026-11-22")
        for code, share in SHARES.items()
    },
)


def plan(**fields: Any) -> Plan:
    """A sale of 100 euro with 20 of materials, ten hours a week; prudent, normal, good: 5, 10, 20 a month."""
    sales = {Case.PRUDENT: Fraction(5), Case.NORMAL: Fraction(10), Case.GOOD: Fraction(20)}
    base = Plan("2026-05-04", "other", Fraction(100), sales, materials=Fraction(20), hours_week=Fraction(10))
    return replace(base, **fields)
