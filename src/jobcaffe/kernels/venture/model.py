"""What goes in and what comes out: a small activity, the figures of a year, what is left of its takings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

MONTHS = 12
ZERO = Fraction(0)


class Form(StrEnum):
    """The forms that are put side by side."""

    OCCASIONAL = "occasional"
    SEPARATA = "separata"
    CRAFT = "craft"
    CRAFT_REDUCED = "craft_reduced"
    TRADE = "trade"
    TRADE_REDUCED = "trade_reduced"


class Case(StrEnum):
    """How it may go."""

    PRUDENT = "prudent"
    NORMAL = "normal"
    GOOD = "good"


class OtherYear(ValueError):
    """The figures are not of the day asked for, and nobody consented to use them."""


@dataclass(frozen=True)
class Figure:
    """A number of the law or of INPS; shares as fractions of 1, money in euro.

    ``source``: the act; ``checked_on``: the day when somebody compared it with its source (ISO), empty
    when nobody has.
    """

    code: str
    title: str
    value: Fraction
    unit: str
    source: str
    checked_on: str


@dataclass(frozen=True)
class Activity:
    """A group of activities of the flat regime: which share of the takings counts as income."""

    code: str
    label: str
    share: Fraction
    source: str
    checked_on: str


@dataclass(frozen=True)
class Parameters:
    """The figures of a year, valid from a day to another (ISO, both included)."""

    year: int
    valid_from: str
    valid_to: str
    figures: Mapping[str, Figure]
    activities: Mapping[str, Activity]

    def __getitem__(self, code: str) -> Fraction:
        """The value of a figure. Raises ``KeyError``."""
        return self.figures[code].value


@dataclass(frozen=True)
class Plan:
    """A small activity as she thinks of it.

    ``price`` and ``materials``: euro of one sale; ``fixed``: euro a year, whatever she sells;
    ``form_costs``: euro a year that only one form asks for (accountant, chamber of commerce).
    ``sales``: how many in a month; ``hours``: of work for one sale. ``hours_week`` and ``weeks``: her
    time; ``billable``: the share of it that customers pay. ``wish``: euro a month that should be left.
    ``new``: a really new activity; ``other_cover``: a job or pension with contributions of its own;
    ``other_income``: taxable, a year, from elsewhere.
    """

    on: str
    activity: str
    price: Fraction
    sales: Mapping[Case, Fraction]
    materials: Fraction = ZERO
    fixed: Fraction = ZERO
    hours: Fraction = ZERO
    hours_week: Fraction = ZERO
    weeks: int = 46
    billable: Fraction = Fraction(7, 10)
    wish: Fraction = ZERO
    new: bool = True
    other_cover: bool = False
    other_income: Fraction = ZERO
    forms: tuple[Form, ...] = tuple(Form)
    form_costs: Mapping[Form, Fraction] = field(default_factory=dict)
    accept_other_year: bool = False

    @property
    def costs_share(self) -> Fraction:
        """The share of the takings that goes in materials."""
        return self.materials / self.price

    def fixed_of(self, form: Form) -> Fraction:
        """Euro a year that go whatever she sells."""
        return self.fixed + self.form_costs.get(form, ZERO)


@dataclass(frozen=True)
class Words:
    """How a number comes about: a sentence with places, and what stands in them."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format_map(self.values)


@dataclass(frozen=True)
class Number:
    """A number and how it comes about; ``None``: there is none, and the words say why."""

    value: Fraction | None
    words: Words


@dataclass(frozen=True)
class Outcome:
    """A year of one case under one form; ``hour`` is what is left of one hour of work."""

    case: Case
    takings: Number
    costs: Number
    contributions: Number
    tax: Number
    net: Number
    month: Number
    hour: Number


@dataclass(frozen=True)
class Column:
    """One form: its cases, the takings a year that pay for themselves, and those that leave the wish."""

    form: Form
    cases: tuple[Outcome, ...]
    break_even: Number
    wished: Number
    hour_price: Number
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Crossing:
    """Takings a year where two forms leave the same; under it ``below`` leaves more, over it ``over``."""

    below: Form
    over: Form
    takings: Fraction
    net: Fraction
    words: Words


@dataclass(frozen=True)
class Threshold:
    """A figure of the law, and how near the takings of a year are: ``under``, ``near`` or ``over``."""

    code: str
    value: Fraction
    state: str
    words: Words


@dataclass(frozen=True)
class Answer:
    """The forms side by side. ``hours_week``: what each case asks for, to compare with her week."""

    year: int
    columns: tuple[Column, ...]
    crossings: tuple[Crossing, ...]
    hours_week: Mapping[Case, Number]
    thresholds: tuple[Threshold, ...]
    warnings: tuple[str, ...]
    advice: str
    figures: tuple[Figure, ...]
