"""Forms of who comes to a fair: two fields, and the rest only if one wants."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.events.models import Stand
from jobcaffe.fair.visits.actions import Details
from jobcaffe.fair.visits.enums import Way
from jobcaffe.fair.visits.rules import ABOUT, HEARD
from jobcaffe.foundation.ui.forms import CheckGrid, Form, InlineRadios, RequestKeyField, capitals
from jobcaffe.web.public.forms import Trap


class SignUpForm(Trap):
    """Name and contact; what helps to welcome her stays closed until she opens it."""

    name = forms.CharField(
        label=_("Come ti chiami?"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Scrivi come ti chiami.")},
    )
    contact = forms.CharField(
        label=_("Il tuo telefono, o la tua email"),
        max_length=120,
        help_text=_("Ti mandiamo qui il biglietto. Per esempio 333 123 4567."),
        error_messages={"required": _("Scrivi il telefono o l'email.")},
    )
    needs = forms.CharField(
        label=_("Ti serve qualcosa per partecipare?"),
        max_length=300,
        required=False,
        help_text=_("Per esempio: una sedia, un interprete, un posto per il passeggino."),
    )
    heard_from = forms.ChoiceField(
        label=_("Come l'hai saputo?"), choices=[("", _("Non lo dico")), *capitals(HEARD)], required=False
    )
    about = forms.MultipleChoiceField(
        label=_("Se vuoi, dicci di te"), choices=capitals(ABOUT), required=False, widget=CheckGrid
    )
    request_key = RequestKeyField()

    def details(self, way: str = Way.WEB) -> Details:
        """What she wrote, as the action takes it."""
        told = self.cleaned_data
        return Details(
            name=told["name"],
            contact=told["contact"],
            needs=told["needs"],
            heard_from=told["heard_from"],
            about=dict.fromkeys(told["about"], True),
            way=way,
        )


class EnrolForm(SignUpForm):
    """The same for who is at the desk, or wrote on paper: a contact is not needed."""

    way = forms.ChoiceField(
        label=_("Da dove arriva?"),
        choices=[
            (Way.DESK.value, _("È qui allo sportello")),
            (Way.PAPER.value, _("Ha scritto il modulo di carta")),
        ],
        initial=Way.DESK.value,
        widget=InlineRadios,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nome e cognome")
        self.fields["contact"].label = _("Telefono o email")
        self.fields["contact"].required = False
        self.fields["contact"].help_text = _("Senza recapito stampa il biglietto: i messaggi non partono.")
        self.fields["needs"].label = _("Le serve qualcosa per partecipare?")


class NamingForm(Form):
    """A name and a contact, written by the desk."""

    name = forms.CharField(label=_("Nome e cognome"), max_length=80)
    contact = forms.CharField(
        label=_("Telefono o email"),
        max_length=120,
        required=False,
        help_text=_("Se c'è, le mandiamo qui il biglietto."),
    )
    request_key = RequestKeyField()

    def details(self) -> Details:
        """As the action takes it."""
        return Details(name=self.cleaned_data["name"], contact=self.cleaned_data["contact"])


class ConsentForm(Form):
    """Which exhibitors may contact her: all off until she ticks one."""

    stands = forms.MultipleChoiceField(label=_("Chi può ricontattarti?"), required=False, widget=CheckGrid)

    def __init__(self, stands: Iterable[Stand], given: set[UUID], data: object = None) -> None:
        super().__init__(data, initial={"stands": [str(one) for one in given]})
        self.fields["stands"].choices = [(str(one.pk), one.organisation.name) for one in stands]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> set[UUID]:
        """Those that were ticked."""
        return {UUID(one) for one in self.cleaned_data["stands"]}
