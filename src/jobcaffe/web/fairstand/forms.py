"""What an exhibitor tells of its stand; the house fills in the same forms for who telephones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.exchange.posts.enums import Sort
from jobcaffe.exchange.posts.occupations import nearest
from jobcaffe.fair.events import queries, rules
from jobcaffe.fair.events.actions import Told
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.foundation.ui.forms import CheckGrid, Form, PhoneField, ShortNumber
from jobcaffe.spaces.words import hour_words
from jobcaffe.vocabulary import queries as vocabulary


class PostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Posts of the board as boxes to tick."""

    widget = CheckGrid

    def label_from_instance(self, obj: Any) -> str:
        """Title and kind."""
        return f"{obj.title} ({Sort(obj.sort).label})"


def slot_choices(fair: Fair, none: str) -> list[tuple[str, str]]:
    """The beginnings of the slots, after a choice for none."""
    return [("", none), *((str(one.number), hour_words(one.starts_at)) for one in queries.grid(fair))]


class StandForm(Form):
    """Brought, offered, sought, needed; whom to call; when its people cannot meet others."""

    brings = forms.CharField(
        label=lazy("Che cosa portate, in una riga"),
        max_length=300,
        required=False,
        help_text=lazy("La legge chi viene. Per esempio: due posti nel forno, e il pane da assaggiare."),
        widget=forms.Textarea({"rows": 2}),
    )
    posts = PostsField(label=lazy("Quali annunci mostrate"), queryset=None, required=False)
    sought = forms.CharField(
        label=lazy("Quali mestieri cercate"),
        required=False,
        max_length=600,
        help_text=lazy(
            "Uno per riga, con parole vostre. Servono per dire a chi viene che fate per lei o lui."
        ),
        widget=forms.Textarea({"rows": 3}),
    )
    needs = forms.CharField(
        label=lazy("Che cosa vi serve allo stand"),
        max_length=300,
        required=False,
        help_text=lazy("Corrente, sedie, una parete."),
    )
    contact_name = forms.CharField(label=lazy("Chi chiamiamo quel giorno"), max_length=80, required=False)
    contact_phone = PhoneField(label=lazy("Il suo telefono"), required=False)
    wants_meetings = forms.BooleanField(
        label=lazy("Vogliamo incontrare anche altre organizzazioni"), required=False, initial=True
    )
    busy_from = forms.ChoiceField(label=lazy("Non possiamo incontrarne dalle"), required=False)
    busy_to = forms.ChoiceField(label=lazy("fino alle"), required=False)
    widths = {"contact_name": "half", "contact_phone": "half", "busy_from": "half", "busy_to": "half"}

    def __init__(self, *args: Any, stand: Stand, **kwargs: Any) -> None:
        self.stand = stand
        kwargs.setdefault("initial", _told(stand))
        super().__init__(*args, **kwargs)
        shown = queries.posts_to_show(stand.organisation)
        self.fields["posts"].queryset = shown  # type: ignore[attr-defined]
        if not shown.exists():
            del self.fields["posts"]
        for name in ("busy_from", "busy_to"):
            self.fields[name].choices = slot_choices(stand.fair, _("Nessuna ora"))  # type: ignore[attr-defined]

    def clean_sought(self) -> list[str]:
        """Each line as the occupation that it means."""
        lines = [line.strip() for line in self.cleaned_data["sought"].splitlines() if line.strip()]
        if len(lines) > rules.MOST_OCCUPATIONS:
            raise forms.ValidationError(
                _("Scrivete al massimo %(most)s mestieri.") % {"most": rules.MOST_OCCUPATIONS}
            )
        kept = {label: uri for uri, label in vocabulary.labels(self.stand.occupations).items()}
        found = {line: kept.get(line) or nearest(line) for line in lines}
        for line, uri in found.items():
            if not uri:
                raise forms.ValidationError(
                    _("Non conosciamo il mestiere «%(line)s». Provate con altre parole.") % {"line": line}
                )
        return list(found.values())

    def told(self) -> Told:
        """What the action takes."""
        data = self.cleaned_data
        first, last = data["busy_from"], data["busy_to"]
        busy = range(int(first), int(last) + 1) if first and last else ()
        plain = ("brings", "needs", "contact_name", "contact_phone", "wants_meetings")
        return Told(
            **{name: data[name] for name in plain},
            posts=[one.pk for one in data.get("posts", [])],
            occupations=data["sought"],
            unavailable=list(busy),
        )


def _told(stand: Stand) -> dict[str, Any]:
    plain = ("brings", "needs", "contact_name", "contact_phone", "wants_meetings")
    named = vocabulary.labels(stand.occupations)
    busy = stand.unavailable
    return {name: getattr(stand, name) for name in plain} | {
        "posts": [one.pk for one in stand.posts.all()],
        "sought": "\n".join(named[uri] for uri in stand.occupations if uri in named),
        "busy_from": str(busy[0]) if busy else "",
        "busy_to": str(busy[-1]) if busy else "",
    }


class TablesForm(Form):
    """How many tables, from when to when, with a pause of its own."""

    tables = forms.IntegerField(
        label=lazy("Quanti tavoli"),
        min_value=1,
        max_value=rules.MOST_TABLES,
        widget=ShortNumber,
        help_text=lazy("A ogni tavolo, una persona di voi parla con una persona alla volta."),
    )
    first = forms.ChoiceField(label=lazy("Primo colloquio alle"))
    last = forms.ChoiceField(label=lazy("Ultimo colloquio alle"))
    pause_from = forms.ChoiceField(label=lazy("Vi fermate dalle"), required=False)
    pause_to = forms.ChoiceField(label=lazy("Ultimo colloquio saltato alle"), required=False)
    widths = {
        "tables": "third", "first": "third", "last": "third", "pause_from": "half", "pause_to": "half",
    }  # fmt: skip

    def __init__(self, *args: Any, stand: Stand, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _open(stand))
        super().__init__(*args, **kwargs)
        free = [one for one in queries.grid(stand.fair) if not one.is_break]
        hours = [(str(one.number), hour_words(one.starts_at)) for one in free]
        for name in ("first", "last"):
            self.fields[name].choices = hours  # type: ignore[attr-defined]
        for name in ("pause_from", "pause_to"):
            self.fields[name].choices = [("", _("Nessuna pausa")), *hours]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        pause = (
            (int(data["pause_from"]), int(data["pause_to"]))
            if data["pause_from"] and data["pause_to"]
            else None
        )
        return {
            "tables": data["tables"], "first": int(data["first"]), "last": int(data["last"]), "pause": pause,
        }  # fmt: skip


def _open(stand: Stand) -> dict[str, Any]:
    counts = [queries.tables_in(stand, slot) for slot in range(stand.fair.slots)]
    held = [slot for slot, many in enumerate(counts) if many]
    shut = set(stand.fair.breaks)
    inside = (
        [slot for slot in range(held[0], held[-1]) if not counts[slot] and slot not in shut] if held else []
    )
    return {
        "tables": max(counts, default=0) or 1,
        "first": str(held[0]) if held else "",
        "last": str(held[-1]) if held else "",
        "pause_from": str(inside[0]) if inside else "",
        "pause_to": str(inside[-1]) if inside else "",
    }


def tables_words(stand: Stand) -> str:
    """``2 tavoli, dalle 9:30 alle 16:15``."""
    held = [one for one in queries.grid(stand.fair) if queries.tables_in(stand, one.number)]
    if not held:
        return ""
    return _("%(count)s: dalle %(first)s alle %(last)s") % {
        "count": queries.most_tables(stand),
        "first": hour_words(held[0].starts_at),
        "last": hour_words(held[-1].ends_at),
    }


def told_rows(stand: Stand, edit: str, tables: str) -> list[dict[str, Any]]:
    """What a stand says of itself, with the way to change each line."""
    sought = vocabulary.labels(stand.occupations)
    rows = [
        (_("Che cosa porta"), stand.brings, edit),
        (_("Annunci che mostra"), ", ".join(one.title for one in stand.posts.all()), edit),
        (_("Mestieri che cerca"), ", ".join(sought[uri] for uri in stand.occupations if uri in sought), edit),
        (_("Tavoli e ore"), tables_words(stand), tables),
        (_("Che cosa serve"), stand.needs, edit),
        (_("Chi chiamare quel giorno"), " ".join((stand.contact_name, stand.contact_phone)).strip(), edit),
        (
            _("Incontri con altre organizzazioni"),
            capfirst(_("sì") if stand.wants_meetings else _("no")),
            edit,
        ),
    ]
    return [{"label": label, "value": value, "change_url": url} for label, value, url in rows]
