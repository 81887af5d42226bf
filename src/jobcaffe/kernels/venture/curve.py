"""Continuous functions made of straight pieces, exact: net of revenue, tax of income."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

Knot = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Curve:
    """``knots``: points by rising x, straight in between; ``left`` and ``right``: the slopes outside."""

    knots: tuple[Knot, ...]
    left: Fraction
    right: Fraction

    def at(self, x: Fraction) -> Fraction:
        """The value at a point."""
        place = bisect_right(self.knots, x, key=lambda knot: knot[0])
        if place == 0:
            return self.knots[0][1] + self.left * (x - self.knots[0][0])
        (low, value) = self.knots[place - 1]
        if place == len(self.knots):
            return value + self.right * (x - low)
        high, other = self.knots[place]
        return value + (other - value) * (x - low) / (high - low)

    def plus(self, other: Curve) -> Curve:
        """The sum."""
        return _through({*self._xs(), *other._xs()}, lambda x: self.at(x) + other.at(x))

    def minus(self, other: Curve) -> Curve:
        """The difference."""
        return self.plus(other.scaled(Fraction(-1)))

    def scaled(self, by: Fraction) -> Curve:
        """Every value times ``by``."""
        return Curve(tuple((x, by * y) for x, y in self.knots), by * self.left, by * self.right)

    def of(self, inner: Curve) -> Curve:
        """``self(inner(x))``."""
        bends = {x for y in self._xs() for x in inner.where(y)}
        return _through({*inner._xs(), *bends}, lambda x: self.at(inner.at(x)))

    def where(self, y: Fraction) -> Iterator[Fraction]:
        """Every point where the value is ``y``; of a flat piece, its ends."""
        first, last = self.knots[0], self.knots[-1]
        yield from (x for x, value in self.knots if value == y)
        for (low, value), (high, other) in zip(self.knots, self.knots[1:], strict=False):
            if (value - y) * (other - y) < 0:
                yield low + (y - value) * (high - low) / (other - value)
        if self.left and (y - first[1]) / self.left < 0:
            yield first[0] + (y - first[1]) / self.left
        if self.right and (y - last[1]) / self.right > 0:
            yield last[0] + (y - last[1]) / self.right

    def reaches(self, y: Fraction, low: Fraction, high: Fraction) -> Fraction | None:
        """The first point from ``low`` to ``high`` where the value is ``y`` or more."""
        if self.at(low) >= y:
            return low
        return min((x for x in self.where(y) if low < x <= high), default=None)

    def crosses(self, other: Curve, low: Fraction, high: Fraction) -> list[tuple[Fraction, bool]]:
        """Where, between ``low`` and ``high``, the greater of the two becomes the lesser.

        With each point, whether this one is the greater before it.
        """
        gap = self.minus(other)
        found: list[tuple[Fraction, bool]] = []
        sign, zero = 0, low
        for x in sorted({low, *(x for x in [*gap._xs(), *gap.where(Fraction(0))] if low < x < high), high}):
            value = gap.at(x)
            now = (value > 0) - (value < 0)
            if now and sign and now != sign:
                found.append((zero, sign > 0))
            if now:
                sign, zero = now, high
            elif zero == high:
                zero = x
        return found

    def _xs(self) -> list[Fraction]:
        return [x for x, _y in self.knots]


def line(slope: Fraction | int, start: Fraction | int = 0) -> Curve:
    """``start`` at 0, then straight."""
    return Curve(((Fraction(0), Fraction(start)),), Fraction(slope), Fraction(slope))


def above(x: Fraction | int) -> Curve:
    """What goes over ``x``: 0 until there, then as much more."""
    return Curve(((Fraction(x), Fraction(0)),), Fraction(0), Fraction(1))


def _through(points: Iterable[Fraction], value: Callable[[Fraction], Fraction]) -> Curve:
    """The curve that bends only at these points."""
    xs = sorted(points)
    knots = tuple((x, value(x)) for x in xs)
    return Curve(knots, knots[0][1] - value(xs[0] - 1), value(xs[-1] + 1) - knots[-1][1])
