"""Forms of the campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.ui.forms import (
    CheckGrid,
    Form,
    InlineRadios,
    ItalianDateField,
    PhoneField,
    Radios,
    RequestKeyField,
    TileRadios,
    capitals,
)
from jobcaffe.network.outreach import catalogue
from jobcaffe.network.outreach.enums import Reach, Stage, Way
from jobcaffe.network.outreach.models import Campaign
from jobcaffe.organisations.enums import Kind, Section
from jobcaffe.organisations.enums import Stage as Nearness

FIELDS_HELP = _("Campi: {organizzazione}, {referente}, {comune}, {chi_scrive}, {campagna}.")


def _outcomes() -> list[tuple[str, str]]:
    return [(one.code, str(_(one.label))) for one in catalogue.by_hand()]


class TellForm(Form):
    """How a call went: one tap, and the rest only when it is needed."""

    outcome = forms.ChoiceField(
        label=_("Com'è andata?"),
        choices=_outcomes,
        widget=TileRadios,
        error_messages={"required": _("Scegli com'è andata.")},
    )
    again_on = ItalianDateField(
        label=_("Avete fissato un giorno?"),
        required=False,
        help_text=_("Se è vuoto, il giorno lo mette il programma."),
    )
    note = forms.CharField(label=_("Una nota"), max_length=200, required=False)
    request_key = RequestKeyField()


class HearForm(TellForm):
    """A contact outside the list."""

    way = forms.ChoiceField(
        label=_("Come vi siete sentiti?"),
        choices=capitals([(one.value, one.label) for one in (Way.MET, Way.CALL)]),
        widget=InlineRadios,
        initial=Way.MET,
    )


class NumberForm(Form):
    """The right number."""

    phone = PhoneField(label=_("Il numero giusto"))


class RefuseForm(Form):
    """What an organisation does not want any more."""

    reach = forms.ChoiceField(label=_("Che cosa non vuole?"), choices=capitals(Reach.choices), widget=Radios)


class BouncedForm(Form):
    """Addresses that came back."""

    emails = forms.CharField(
        label=_("Indirizzi che tornano indietro"),
        help_text=_("Uno per riga."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=60_000,
    )


class CampaignForm(Form):
    """Goal, script, dates, whom it aims at, who works on it, the invitation."""

    name = forms.CharField(label=_("Come si chiama?"), max_length=120)
    goal = forms.CharField(label=_("A che cosa serve?"), max_length=300)
    starts_on = ItalianDateField(label=_("Dal"), initial=timezone.localdate)
    ends_on = ItalianDateField(label=_("Al"))
    script = forms.CharField(
        label=_("Che cosa si dice al telefono?"),
        help_text=_("Un passo per riga. Bastano tre righe."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Che organizzazioni?"), choices=capitals(Kind.choices), widget=CheckGrid, required=False
    )
    sectors = forms.MultipleChoiceField(
        label=_("Di quali settori?"), choices=capitals(Section.choices), widget=CheckGrid, required=False
    )
    stages = forms.MultipleChoiceField(
        label=_("A che punto sono con noi?"),
        choices=capitals(Nearness.choices),
        widget=CheckGrid,
        required=False,
    )
    municipalities = forms.CharField(
        label=_("In quali comuni?"), help_text=_("Separati da una virgola."), required=False, max_length=400
    )
    workers = forms.ModelMultipleChoiceField(
        label=_("Chi chiama?"),
        help_text=_("Senza nessun segno chiamano tutti gli sportelli."),
        queryset=User.objects.none(),
        widget=CheckGrid,
        required=False,
    )
    mail_subject = forms.CharField(label=_("Oggetto dell'invito"), max_length=110, required=False)
    mail_text = forms.CharField(
        label=_("Testo dell'invito"),
        help_text=FIELDS_HELP,
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        callers = User.objects.filter(grants__role__in=["desk", "coordinator"], is_active=True)
        self.fields["workers"].queryset = callers.distinct().order_by("name", "pk")  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(campaign: Campaign) -> dict[str, Any]:
        """What the form shows of a campaign that is there."""
        same = ("name", "goal", "starts_on", "ends_on", "script", "mail_subject", "mail_text")
        target = campaign.target
        return {
            **{name: getattr(campaign, name) for name in same},
            **{name: target.get(name, []) for name in ("kinds", "sectors", "stages")},
            "municipalities": ", ".join(target.get("municipalities", [])),
            "workers": list(campaign.workers.values_list("pk", flat=True)),
        }

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        data = dict(self.cleaned_data)
        towns = [one.strip() for one in data.pop("municipalities").split(",") if one.strip()]
        target = {name: data.pop(name) for name in ("kinds", "sectors", "stages")}
        key = data.pop("request_key")
        return {**data, "target": {**target, "municipalities": towns}, "request_key": key}


class MailingForm(Form):
    """One text for many."""

    way = forms.ChoiceField(
        label=_("Come?"),
        choices=capitals([(one.value, one.label) for one in (Way.MAIL, Way.LETTER)]),
        widget=InlineRadios,
    )
    stages = forms.MultipleChoiceField(
        label=_("A quali organizzazioni?"), choices=capitals(Stage.choices), widget=CheckGrid
    )
    subject = forms.CharField(label=_("Oggetto"), max_length=110)
    text = forms.CharField(
        label=_("Testo"), help_text=FIELDS_HELP, max_length=3000, widget=forms.Textarea(attrs={"rows": 10})
    )
    request_key = RequestKeyField()


class BringForm(Form):
    """A list of names: pasted, or a file."""

    pasted = forms.CharField(
        label=_("Incolla l'elenco"),
        help_text=_(
            "Una riga per organizzazione: nome, telefono, email, comune. Anche copiato da un foglio."
        ),
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("Oppure scegli un file"), help_text=_("XLSX, ODS o CSV, fino a 10 MB."), required=False
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        if not data.get("file") and not data.get("pasted", "").strip():
            raise forms.ValidationError(_("Incolla un elenco, o scegli un file."))
        return data


class ExcludeForm(Form):
    """Who is left alone."""

    name = forms.CharField(
        label=_("Chi resta fuori?"), help_text=_("Il nome dell'organizzazione."), max_length=160
    )
    reason = forms.CharField(label=_("Perché?"), max_length=120, required=False)
