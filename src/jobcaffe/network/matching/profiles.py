"""What a person told of herself: experiences, skills, wishes, limits. ``None``: nobody has asked yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from jobcaffe.vocabulary import queries as vocabulary

# Half-days, minutes from midnight: the same as in the what-if of the kernel.
PARTS = {"morning": (6 * 60, 13 * 60), "afternoon": (13 * 60, 19 * 60), "evening": (19 * 60, 24 * 60)}
DAYS = (
    _("lunedì"),
    _("martedì"),
    _("mercoledì"),
    _("giovedì"),
    _("venerdì"),
    _("sabato"),
    _("domenica"),
)
WORKDAYS = range(5)
# Hours in which she is needed at home, on workdays.
CARE = {
    "to_school": (7 * 60 + 30, 8 * 60 + 30),
    "lunch": (12 * 60, 14 * 60),
    "from_school": (16 * 60, 17 * 60),
    "evening": (18 * 60, 20 * 60),
}
CARE_LABELS = {
    "to_school": _("Porto qualcuno a scuola (7:30–8:30)"),
    "lunch": _("Preparo il pranzo a casa (12–14)"),
    "from_school": _("Vado a prendere qualcuno a scuola (16–17)"),
    "evening": _("La sera serve che ci sia (18–20)"),
}
Span = tuple[int, int, int]  # weekday (0 = Monday), from, to in minutes from midnight


@dataclass(frozen=True)
class Trade:
    """A trade in her words and in ESCO's; ``done`` and ``wished`` may both be true. ``years`` done."""

    words: str
    uri: str
    done: bool = True
    wished: bool = True
    years: int | None = None
    where: str = ""


@dataclass(frozen=True)
class Told:
    """All that she told. Lists that were never answered are ``None``: they close nothing.

    ``lived``: keys of the unpaid experiences; ``skills``: ESCO addresses she ticked; ``minutes`` one
    way; ``parts``: ``"0-morning"`` …; ``begins``, ``ends``: minutes from midnight that narrow the parts;
    ``care``: codes of :data:`CARE`; ``care_spans``: others, written hour by hour; ``contracts`` and
    ``licences``: codes of the posts; ``cv``: what she ticked for her CV; ``studies``, ``languages``: lines.
    """

    trades: tuple[Trade, ...] = ()
    lived: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()  # skills proposed and left unticked
    means: tuple[str, ...] | None = None
    minutes: int | None = None
    parts: tuple[str, ...] | None = None
    begins: int | None = None
    ends: int | None = None
    care: tuple[str, ...] = ()
    care_spans: tuple[Span, ...] = ()
    contracts: tuple[str, ...] | None = None
    licences: tuple[str, ...] | None = None
    studies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cv: tuple[str, ...] = ()

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Told:
        """From what was sealed; what an older version wrote and this one does not know is left out."""
        known = {one.name for one in fields(cls)}
        values = {name: _tuples(value) for name, value in body.items() if name in known}
        values["trades"] = tuple(Trade(**row) for row in body.get("trades", ()))
        return cls(**values)

    def body(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return asdict(self)

    @property
    def begun(self) -> bool:
        """Whether she said anything that a search can use."""
        return bool(self.trades or self.lived or self.skills)

    @property
    def wishes(self) -> frozenset[str]:
        """Occupations that she would like."""
        return frozenset(one.uri for one in self.trades if one.wished)

    def spans(self) -> list[Span] | None:
        """When she can; ``None`` when she was not asked."""
        if self.parts is None:
            return None
        found = []
        for part in self.parts:
            day, _dash, name = part.partition("-")
            begins, ends = PARTS[name]
            begins = max(begins, self.begins or 0)
            ends = min(ends, self.ends or 24 * 60)
            if begins < ends:
                found.append((int(day), begins, ends))
        return found

    def needed_at_home(self) -> list[Span]:
        """Hours of school and care."""
        fixed = [(day, *CARE[code]) for code in self.care if code in CARE for day in WORKDAYS]
        return [*fixed, *self.care_spans]


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def skills_of_lived(keys: Iterable[str]) -> list[str]:
    """What one learns by these experiences, each once."""
    known = {one.key: one for one in vocabulary.experiences()}
    return list(dict.fromkeys(uri for key in keys if key in known for uri in known[key].skills))
