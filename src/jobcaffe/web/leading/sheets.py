"""The hours sheet of a month, on a page and as an accessible PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles.enums import HoursKind
from jobcaffe.circles.models import Hours
from jobcaffe.programme.reports.pdf import typeset
from jobcaffe.web.leading.forms import clock

SOURCE = Path(__file__).parent / "hours.typ"


@dataclass(frozen=True)
class Sheet:
    """Whose hours of which month: ``lines`` are day, what, group, ``h:mm``; ``totals`` label and ``h:mm``."""

    name: str
    month: date
    lines: list[tuple[str, str, str, str]]
    totals: list[tuple[str, str]]

    @classmethod
    def of(cls, name: str, month: date, rows: Iterable[Hours]) -> Sheet:
        """From the rows that hold."""
        minutes: Counter[str] = Counter()
        lines = []
        for row in rows:
            minutes[row.kind] += row.minutes
            group = row.circle.code if row.circle else "–"
            lines.append((f"{row.day:%d/%m/%Y}", capfirst(row.get_kind_display()), group, clock(row.minutes)))
        by_kind = [(capfirst(str(kind.label)), clock(minutes[kind])) for kind in HoursKind if minutes[kind]]
        return cls(name, month, lines, [*by_kind, (_("Totale"), clock(minutes.total()))])

    @property
    def code(self) -> str:
        """``ORE-2026-11``."""
        return f"ORE-{self.month:%Y-%m}"

    @property
    def title(self) -> str:
        """What stands above."""
        return _("Ore di %(month)s") % {"month": date_format(self.month, "F Y").lower()}

    def pdf(self) -> bytes:
        """One A4 page; the same hours give the same bytes."""
        words = {
            "title": self.title,
            "code": self.code,
            "name": self.name,
            "who": _("Chi guida i gruppi"),
            "caption": _("Le ore del mese"),
            "columns": [_("Giorno"), _("Che cosa"), _("Gruppo"), _("Ore")],
            "rows": [list(line) for line in self.lines],
            "totals": [list(pair) for pair in self.totals],
            "none": _("In questo mese non ci sono ore."),
            "signed": [_("Firma di chi guida"), _("Firma della regia")],
        }
        moment = int(datetime.combine(self.month, time(), tzinfo=UTC).timestamp())
        return typeset(SOURCE, words, moment)
