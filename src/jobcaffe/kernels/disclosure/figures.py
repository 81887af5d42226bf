"""Shares, means and changes: only where enough persons are behind them."""

from __future__ import annotations

from collections.abc import Sequence

from jobcaffe.kernels.disclosure.protection import round_to
from jobcaffe.kernels.disclosure.tables import Rounded, Rule


def share(part: int, whole: int, rule: Rule) -> int | None:
    """A percentage, or ``None`` when too few persons are behind it.

    For an audience that always reads rounded numbers it is the share of the rounded numbers, so it
    tells nothing that they do not. Raises ``ValueError`` when the part is not within the whole.
    """
    if not 0 <= part <= whole:
        raise ValueError("the part must be within the whole")
    if whole < max(rule.share_from, 1):
        return None
    if rule.rounded is not Rounded.ALWAYS:
        return round_to(1000 * part // whole, 10) // 10
    if 0 < part < rule.small:
        return None
    of = round_to(whole, rule.base)
    return min(100, (200 * round_to(part, rule.base) + of) // (2 * of))


def mean(answers: Sequence[float], rule: Rule) -> float | None:
    """The mean with one decimal, or ``None`` when too few persons answered."""
    return round(sum(answers) / len(answers), 1) if len(answers) >= max(rule.share_from, 1) else None


def change(pairs: Sequence[tuple[float, float]], rule: Rule) -> float | None:
    """The mean change (before, after) of the same persons, or ``None`` when they are too few."""
    if len(pairs) < max(rule.change_from, 1):
        return None
    return round(sum(after - before for before, after in pairs) / len(pairs), 1)
