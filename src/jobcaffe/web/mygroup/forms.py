"""What one asks of a group: themes and windows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jobcaffe.circles import catalogue
from jobcaffe.foundation.ui.forms import CheckGrid, Form, Radios, RequestKeyField
from jobcaffe.web.mygroup import shape


def _themes() -> list[tuple[str, str]]:
    return list(catalogue.words("theme").items())


class AskForm(Form):
    """Two themes or more and three windows or more; one theme is the dearest, some windows are better."""

    themes = forms.MultipleChoiceField(
        label=_("Di che cosa vuoi parlare?"),
        help_text=_("Scegli almeno due temi. Così è più facile trovare un gruppo."),
        choices=_themes,
        widget=CheckGrid,
        error_messages={"required": _("Scegli almeno due temi.")},
    )
    first = forms.ChoiceField(
        label=_("Quale tema conta di più per te?"),
        choices=_themes,
        widget=Radios,
        error_messages={"required": _("Scegli il tema che conta di più per te.")},
    )
    slots = forms.MultipleChoiceField(
        label=_("Quando puoi venire?"),
        help_text=_("Scegli almeno tre orari."),
        choices=shape.slots_by_day,
        widget=CheckGrid,
        error_messages={"required": _("Scegli almeno tre orari.")},
    )
    preferred = forms.MultipleChoiceField(
        label=_("Quali orari ti vanno meglio?"),
        choices=shape.slot_choices,
        widget=CheckGrid,
        required=False,
    )
    request_key = RequestKeyField()

    def clean(self) -> dict[str, Any]:
        """The dearest theme comes first, and a better window is a window: neither is asked twice."""
        data = super().clean() or self.cleaned_data
        if first := data.get("first"):
            data["themes"] = list(dict.fromkeys([first, *data.get("themes", [])]))
            self._own(data, "themes", catalogue.number("least_themes"))
        if better := data.get("preferred"):
            slots = {*data.get("slots", []), *better}
            data["slots"] = [code for code in catalogue.slots() if code in slots]
            self._own(data, "slots", catalogue.number("least_slots"))
        for name, least, text in (
            ("themes", catalogue.number("least_themes"), _("Scegli almeno due temi.")),
            ("slots", catalogue.number("least_slots"), _("Scegli almeno tre orari.")),
        ):
            if name not in self.errors and len(data.get(name, [])) < least:
                self.add_error(name, text)
        return data

    def _own(self, data: dict[str, Any], name: str, least: int) -> None:
        """Nothing is missing when the other answers make it up."""
        if len(data[name]) >= least:
            self.errors.pop(name, None)

    def wishes(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("themes", "slots", "preferred", "request_key")}


def typed(data: QueryDict) -> dict[str, Any]:
    """What stands on the page, right or not, to show it again without calling it wrong."""
    many = {name: data.getlist(name) for name in ("themes", "slots", "preferred")}
    return {**many, "first": data.get("first", ""), "request_key": data.get("request_key")}
