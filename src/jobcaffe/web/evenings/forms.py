"""What is written of an evening: numbers, moods, themes, notes; the photograph of its sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from jobcaffe.circles import catalogue
from jobcaffe.circles.actions.evenings import MOST_THEMES
from jobcaffe.circles.models import Meeting
from jobcaffe.circles.queries import Mate
from jobcaffe.foundation.ui.forms import CheckGrid, Form, RequestKeyField, Stepper

MOST = 60
WHEN = ("start", "end")


def _count(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, widget=Stepper, **more)


class EveningForm(Form):
    """An evening. Names never travel with it, unless the group writes them down for a purpose."""

    mark_optional = False
    request_key = RequestKeyField()
    present = _count(_("Presenti"), help_text=_("Se c'è qualcuno che non è in elenco, aggiungilo al numero."))
    new = _count(_("Di cui nuovi"), initial=0)
    left = _count(_("Usciti dal gruppo"), initial=0)
    themes = forms.MultipleChoiceField(
        label=_("Di cosa avete parlato?"),
        help_text=_("Al massimo tre temi."),
        required=False,
        widget=CheckGrid,
    )
    notes = forms.CharField(
        label=_("Note senza nomi"),
        help_text=_("Solo come è andata la serata. Niente nomi e niente storie delle persone."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, meeting: Meeting, mates: list[Mate], data: Any = None, **more: Any) -> None:
        super().__init__(data, initial=_initial(meeting, mates), **more)
        self.mates = mates
        self.fields["themes"].choices = list(  # type: ignore[attr-defined]
            catalogue.words("evening_theme").items()
        )
        for when in WHEN:
            for code, label in catalogue.words("mood").items():
                said = (meeting.moods.get(when) or {}).get(code, 0)
                self.fields[f"{when}-{code}"] = _count(label, required=False, initial=said)

    def clean_themes(self) -> list[str]:
        """Three at most."""
        chosen: list[str] = self.cleaned_data["themes"]
        if len(chosen) > MOST_THEMES:
            raise forms.ValidationError(_("Sono troppi: lascia al massimo tre temi."))
        return chosen

    def round_of(self, when: str) -> list[forms.BoundField]:
        """The counters of one round of moods."""
        return [self[f"{when}-{code}"] for code in catalogue.words("mood")]

    @property
    def at_start(self) -> list[forms.BoundField]:
        """The round at the beginning."""
        return self.round_of("start")

    @property
    def at_end(self) -> list[forms.BoundField]:
        """The round at the end."""
        return self.round_of("end")

    def absent(self) -> set[str]:
        """Keys of the roster that were sent as missing; nothing is sent without a purpose."""
        return set(self.data.getlist("absent")) if isinstance(self.data, MultiValueDict) else set()

    def values(self, *, by_person: bool) -> dict[str, Any]:
        """The arguments of the action that closes the evening."""
        said = self.cleaned_data
        moods = {
            when: {code: said.get(f"{when}-{code}") or 0 for code in catalogue.words("mood")} for when in WHEN
        }
        here: set[UUID] | None = None
        if by_person:
            here = {mate.key for mate in self.mates if mate.key and str(mate.key) not in self.absent()}
        names = ("request_key", "present", "new", "left", "themes", "notes")
        return {**{name: said[name] for name in names}, "moods": moods, "here": here}


def _initial(meeting: Meeting, mates: list[Mate]) -> dict[str, Any]:
    """Everybody is here, those who try the first time are the new ones; later, what was saved."""
    if meeting.closed_at is None:
        return {"present": len(mates) or None, "new": sum(mate.new for mate in mates), "left": 0}
    return {
        "present": meeting.encounter.present_count,
        "new": meeting.new_count,
        "left": meeting.left_count,
        "themes": meeting.themes,
        "notes": meeting.notes,
    }


class PhotoForm(Form):
    """The photograph of a sheet, said to have no names on it."""

    request_key = RequestKeyField()
    file = forms.FileField(
        label=_("Foto del foglio"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png", "capture": "environment"}),
    )
    plain = forms.BooleanField(label=_("Nella foto non ci sono nomi né firme"))

    def __init__(self, data: Any = None, files: Any = None, *, signed: bool = False) -> None:
        super().__init__(data, files)
        if signed:
            del self.fields["plain"]
