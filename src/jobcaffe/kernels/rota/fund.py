"""The solidarity fund: hours that some have in plenty, for the accounts that would stop."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jobcaffe.kernels.rota.model import Family, Transfer

QUARTER = Fraction(1, 4)  # hours; an account moves by quarters, as people count them


def solidarity(
    families: tuple[Family, ...], balances: Mapping[str, Fraction], above: Fraction
) -> tuple[Transfer, ...]:
    """Hours above ``above``, of who consents, to the accounts below ``-above``, in proportion.

    Nobody gives below ``above`` and nobody is brought beyond ``-above``; whole quarters of an hour.
    """
    spare = {one.id: _quarters(balances[one.id] - above) for one in families if one.gives}
    short = {one.id: _quarters(-above - balances[one.id]) for one in families}
    given, taken = _positive(spare), _positive(short)
    total = min(sum(given.values()), sum(taken.values()))
    return _pairs(_shares(given, total), _shares(taken, total))


def _quarters(hours: Fraction) -> int:
    return int(hours / QUARTER) if hours > 0 else 0


def _positive(amounts: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in amounts.items() if amount > 0}


def _shares(amounts: dict[str, int], total: int) -> list[tuple[str, int]]:
    """``total`` in proportion to the amounts, by largest remainder; nobody above her amount."""
    whole = sum(amounts.values())
    if not whole or not total:
        return []
    exact = {name: divmod(amount * total, whole) for name, amount in amounts.items()}
    shares = {name: quotient for name, (quotient, _rest) in exact.items()}
    left = total - sum(shares.values())
    for name in sorted(exact, key=lambda one: (-exact[one][1], one))[:left]:
        shares[name] += 1
    return sorted((name, share) for name, share in shares.items() if share)


def _pairs(givers: list[tuple[str, int]], receivers: list[tuple[str, int]]) -> tuple[Transfer, ...]:
    """Who gives to whom, walking along both lists: at most one transfer fewer than names."""
    found, waiting = [], list(reversed(receivers))
    for giver, amount in givers:
        left = amount
        while left:
            receiver, wanted = waiting.pop()
            moved = min(left, wanted)
            found.append(Transfer(giver, receiver, moved * QUARTER))
            left -= moved
            if wanted > moved:
                waiting.append((receiver, wanted - moved))
    return tuple(found)
