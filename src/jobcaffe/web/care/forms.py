"""What families and who leads a pool type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    ItalianDateField,
    Radios,
    RequestKeyField,
    ShortNumber,
    YearField,
    capitals,
)
from jobcaffe.hours.rules import in_hours
from jobcaffe.web.care import words
from jobcaffe.worklife.care import catalogue, queries
from jobcaffe.worklife.care.actions import Wishes
from jobcaffe.worklife.care.models import Pool
from jobcaffe.worklife.care.models.family import Known

HOUR = 60
BLOCKS = (60, 90, 120, 180, 240)
SECONDS = (10, 20, 60, 120)
WEEKS_AHEAD = 4


class AskForm(Form):
    """The children of a household: first names and years, as many rows as most families need."""

    ROWS = 4
    request_key = RequestKeyField()
    gives = forms.BooleanField(
        label=_("Se do molte più ore di quelle che ricevo, quelle in più vanno al fondo comune"),
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(self.ROWS):
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("Nome del bambino"), max_length=30, required=False
            )
            self.fields[f"year_{n}"] = YearField(label=_("Anno di nascita"), required=False)

    def clean(self) -> dict[str, Any]:
        """A name goes with its year; at least one child."""
        data = super().clean() or self.cleaned_data
        found = False
        for n in range(self.ROWS):
            name, year = data.get(f"name_{n}"), data.get(f"year_{n}")
            if name and not year and f"year_{n}" not in self.errors:
                self.add_error(f"year_{n}", _("Scrivi anche l'anno di nascita."))
            if year and not name:
                self.add_error(f"name_{n}", _("Scrivi anche il nome."))
            found = found or bool(name)
        if not found and not self.errors:
            self.add_error("name_0", _("Scrivi il nome di almeno un bambino."))
        return data

    def household(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        rows = [(data[f"name_{n}"], data[f"year_{n}"]) for n in range(self.ROWS) if data.get(f"name_{n}")]
        return {"children": rows, "gives": data["gives"], "request_key": data["request_key"]}


class ChildForm(Form):
    """One child."""

    name = forms.CharField(label=_("Nome del bambino"), max_length=30)
    year = YearField(label=_("Anno di nascita"))
    widths = {"name": "half"}


class CodeForm(Form):
    """The code of a household."""

    code = forms.CharField(label=_("Codice"), max_length=20, widget=ShortNumber({"inputmode": "text"}))
    widths = {"code": "third"}


class TrustForm(Form):
    """With which households one's children may stay."""

    chosen = forms.MultipleChoiceField(
        label=_("Con chi possono stare i tuoi bambini?"),
        help_text=_("Scegli chi vuoi. Non lo sa nessun altro."),
        widget=CheckGrid,
        required=False,
    )
    mark_optional = False

    def __init__(self, others: Mapping[UUID, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(str(pk), name) for pk, name in others.items()]  # type: ignore[attr-defined]


class SignForm(Form):
    """When the paper was signed, and until when it holds."""

    given_on = ItalianDateField(label=_("Firmato il"))
    valid_until = ItalianDateField(label=_("Vale fino al"))


class NoteForm(Form):
    """Allergies for one shift."""

    text = forms.CharField(
        label=_("Allergie"),
        max_length=200,
        required=False,
        help_text=_("Lo legge solo chi tiene i bambini. A turno finito si cancella da solo."),
    )


class WeekForm(Form):
    """Where a household needs somebody, and where it can look after children."""

    mark_optional = False
    needs = forms.MultipleChoiceField(label=_("Quando ti serve qualcuno?"), widget=CheckGrid, required=False)
    children = forms.MultipleChoiceField(label=_("Per chi?"), widget=CheckGrid, required=False)
    offers = forms.MultipleChoiceField(
        label=_("Quando puoi tenere tu i bambini?"), widget=CheckGrid, required=False
    )
    capacity = forms.IntegerField(
        label=_("Quanti bambini puoi tenere?"),
        help_text=_("Oltre ai tuoi."),
        min_value=1,
        initial=2,
        widget=ShortNumber,
    )
    sessions = forms.IntegerField(
        label=_("Quanti turni puoi fare in tutto?"),
        help_text=_("Al massimo, in quella settimana."),
        min_value=1,
        initial=2,
        widget=ShortNumber,
    )
    place = forms.ChoiceField(label=_("Dove?"), widget=Radios)
    widths = {"capacity": "half", "sessions": "half"}

    def __init__(self, pool: Pool, monday: date, kids: Sequence[Known], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blocks = [words.block_words(pool, n) for n in range(len(pool.starts))]
        grid = [
            (
                words.day_title(day),
                [(f"{day}|{n}", text) for n, text in enumerate(blocks)],
            )
            for day in (monday + timedelta(days=n) for n in range(7))
        ]
        known = catalogue.places()
        places = [(code, capfirst(known[code])) for code in pool.places if code in known]
        for name, choices in (
            ("needs", grid),
            ("offers", grid),
            ("children", [(str(kid.id), kid.name) for kid in kids]),
            ("place", places),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if places and not self.initial.get("place"):
            self.initial["place"] = places[0][0]

    def wishes(self) -> Wishes:
        """What the action takes."""
        data = self.cleaned_data
        return Wishes(
            needs=[_slot(one) for one in data["needs"]],
            children=[UUID(one) for one in data["children"]] if data["needs"] else [],
            offers=[_slot(one) for one in data["offers"]],
            capacity=data["capacity"],
            sessions=data["sessions"],
            place=data["place"],
        )


def _slot(value: str) -> tuple[date, int]:
    day, _bar, block = value.partition("|")
    return date.fromisoformat(day), int(block)


class PoolForm(Form):
    """The rules of a pool. Hours, not minutes."""

    request_key = RequestKeyField(required=False)
    name = forms.CharField(label=_("Nome del gruppo"), max_length=60)
    starts = forms.CharField(
        label=_("A che ora cominciano le fasce"),
        help_text=_("Separate da una virgola: 7:30, 16:00, 18:00."),
    )
    block_minutes = forms.TypedChoiceField(label=_("Quanto dura una fascia"), coerce=int)
    max_children = forms.IntegerField(
        label=_("Bambini in un posto, al massimo"), min_value=1, max_value=20, widget=ShortNumber
    )
    places = forms.MultipleChoiceField(label=_("Dove si tengono i bambini"), widget=CheckGrid)
    limit_hours = forms.IntegerField(
        label=_("Ore ricevute in più di quelle date, al massimo"),
        min_value=1,
        max_value=200,
        widget=ShortNumber,
    )
    solidarity_hours = forms.IntegerField(
        label=_("Ore date in più, oltre cui si può donare"), min_value=0, max_value=200, widget=ShortNumber
    )
    fund_cap_hours = forms.IntegerField(
        label=_("Ore che una famiglia dona in una settimana, al massimo"),
        min_value=1,
        max_value=50,
        widget=ShortNumber,
    )
    extra_child_percent = forms.IntegerField(
        label=_("Ogni bambino in più vale, in percentuale"),
        help_text=_("Con 50, due bambini per due ore fanno tre ore."),
        min_value=0,
        max_value=100,
        widget=ShortNumber,
    )
    two_adults = forms.BooleanField(label=_("A ogni turno servono due adulti"), required=False)
    permissions = forms.BooleanField(
        label=_("Prima si firma un permesso su carta"), required=False, initial=True
    )
    counts_only = forms.BooleanField(
        label=_("Si contano ore date e ricevute, senza saldo e senza limite"), required=False
    )
    paid = forms.BooleanField(label=_("Qualcuno riceve denaro per i turni"), required=False)
    widths = {
        "name": "half",
        "starts": "half",
        "block_minutes": "third",
        "max_children": "third",
        "extra_child_percent": "third",
        "limit_hours": "third",
        "solidarity_hours": "third",
        "fund_cap_hours": "third",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["block_minutes"].choices = [  # type: ignore[attr-defined]
            (str(n), in_hours(n)) for n in BLOCKS
        ]
        self.fields["places"].choices = capitals(catalogue.places().items())  # type: ignore[attr-defined]

    def clean_starts(self) -> list[str]:
        """Hours in any usual way of writing, as ``HH:MM``."""
        found = []
        for part in self.cleaned_data["starts"].split(","):
            match = re.fullmatch(r"\s*(\d{1,2})(?:[:.](\d{2}))?\s*", part)
            if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
                raise forms.ValidationError(_("Scrivi le ore così: 7:30, 16:00, 18:00."))
            found.append(f"{int(match[1]):02d}:{match[2] or '00'}")
        return found

    def values(self) -> dict[str, Any]:
        """What the actions take, in minutes."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "request_key"}
        for name in ("limit", "solidarity", "fund_cap"):
            data[f"{name}_minutes"] = data.pop(f"{name}_hours") * HOUR
        return data

    @staticmethod
    def of(pool: Pool | None) -> dict[str, Any]:
        """What the form begins with: the rules of a pool, or the usual ones."""
        if pool is None:
            usual = catalogue.pool_defaults()
            return {**usual, "starts": ", ".join(usual["starts"]), "places": ["home"], "permissions": True}
        names = ("block_minutes", "max_children", "places", "extra_child_percent")
        flags = ("two_adults", "permissions", "counts_only", "paid")
        return {
            **{name: getattr(pool, name) for name in ("name", *names, *flags)},
            "starts": ", ".join(pool.starts),
            "limit_hours": pool.limit_minutes // HOUR,
            "solidarity_hours": pool.solidarity_minutes // HOUR,
            "fund_cap_hours": pool.fund_cap_minutes // HOUR,
        }


class ProposeForm(Form):
    """Which week is worked out, how long, and the number of the search."""

    request_key = RequestKeyField()
    monday = forms.TypedChoiceField(label=_("Quale settimana"), coerce=date.fromisoformat, widget=Radios)
    seconds = forms.TypedChoiceField(label=_("Quanto può cercare"), coerce=int, initial="20")
    seed = forms.IntegerField(
        label=_("Numero della ricerca"),
        min_value=1,
        max_value=9999,
        initial=1,
        widget=ShortNumber,
        help_text=_("Stesse richieste e stesso numero danno la stessa proposta."),
    )
    widths = {"seconds": "third", "seed": "third"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = queries.next_monday() - queries.WEEK
        weeks = [first + n * queries.WEEK for n in range(WEEKS_AHEAD)]
        self.fields["monday"].choices = [  # type: ignore[attr-defined]
            (one.isoformat(), words.week_title(one)) for one in weeks
        ]
        self.fields["monday"].initial = weeks[1].isoformat()
        self.fields["seconds"].choices = [  # type: ignore[attr-defined]
            (str(n), _("Fino a %(n)s secondi") % {"n": n}) for n in SECONDS
        ]
