"""The six tasks, one form each; the three trial sales; a figure as staff check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.foundation.ui.forms import Form, Radios, RequestKeyField, ShortNumber
from jobcaffe.kernels.venture import Parameters

Row = dict[str, Any]
MOST = Decimal(1_000_000)
TEN, THREE = 10, 3


class Amount(forms.DecimalField):
    """Euro or hours, with a comma."""

    def __init__(
        self, label: Any, help_text: Any = "", *, least: Decimal = Decimal(0), **kwargs: Any
    ) -> None:
        super().__init__(
            label=label, help_text=help_text, min_value=least, max_value=MOST, decimal_places=2,
            max_digits=10, localize=True, widget=ShortNumber({"inputmode": "decimal"}), **kwargs,
        )  # fmt: skip


def _long(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class StartForm(Form):
    """A name for it."""

    request_key = RequestKeyField()
    name = forms.CharField(
        label=lazy("Come la chiami?"), help_text=lazy("Per esempio: orli e riparazioni."), max_length=80
    )


class TaskForm(Form):
    """One task of the plan."""

    def __init__(self, *args: Any, figures: Parameters, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = figures

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Amounts are kept as text with a point, and shown with the comma of the page."""
        found = super().get_initial_for_field(field, field_name)
        return Decimal(found) if found and isinstance(field, forms.DecimalField) else found

    def row(self) -> Row:
        """What was typed, as JSON knows it."""
        return {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in self.cleaned_data.items()
        }


class IdeaForm(TaskForm):
    """What, and which group of activities it is in for the tax."""

    what = forms.CharField(
        label=lazy("Che cosa vuoi fare?"), max_length=200,
        help_text=lazy("In una frase. Per esempio: accorcio e riparo vestiti a casa."),
    )  # fmt: skip
    activity = forms.ChoiceField(
        label=lazy("Che tipo di attività è?"), widget=Radios,
        help_text=lazy("Serve per i conti. Se hai un dubbio, scegli l'ultima."),
    )  # fmt: skip
    have = _long(lazy("Che cosa hai già?"), lazy("Attrezzi, uno spazio, un corso, chi ti aiuta."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.figures.activities.values()
        self.fields["activity"].choices = [(one.code, one.label) for one in rows]  # type: ignore[attr-defined]


class CustomersForm(TaskForm):
    """Who, and the first ten."""

    who = _long(lazy("Chi la compra?"), lazy("Chi è, che cosa gli serve, come ti trova."))
    ten = _long(
        lazy("I tuoi primi dieci clienti"),
        lazy("Uno per riga. Basta il nome, o «la vicina del terzo piano»."),
        10,
    )

    def clean_ten(self) -> str:
        """Ten lines at most, the empty ones left out."""
        lines = [line.strip() for line in str(self.cleaned_data["ten"]).splitlines() if line.strip()]
        if len(lines) > TEN:
            raise forms.ValidationError(_("Bastano dieci. Togli qualche riga."))
        return "\n".join(lines)


class PricesForm(TaskForm):
    """One sale, and how many in a month."""

    price = Amount(
        lazy("Quanto costa una vendita? (€)"), lazy("Un lavoro, un pezzo, un'ora."), least=Decimal("0.01")
    )
    materials = Amount(lazy("Quanto spendi in materiali per una vendita? (€)"), lazy("Se niente, scrivi 0."))
    hours = Amount(lazy("Quante ore lavori per una vendita?"), lazy("Per esempio 1,5."))
    prudent = Amount(lazy("Vendite in un mese, se va piano"))
    normal = Amount(lazy("Vendite in un mese normale"))
    good = Amount(lazy("Vendite in un mese buono"))

    def clean(self) -> Row:
        """From the least to the most."""
        data: Row = super().clean() or {}
        some = [data.get(name) for name in ("prudent", "normal", "good")]
        if None not in some and some != sorted(some):  # type: ignore[type-var]
            self.add_error("normal", _("Le vendite vanno in ordine: piano, normale, buono."))
        return data


class CostsForm(TaskForm):
    """What she spends whatever she sells, and what should be left."""

    fixed = Amount(lazy("Spese fisse di un anno (€)"), lazy("Affitto, assicurazione, telefono, pubblicità."))
    kept = Amount(
        lazy("Commercialista e Camera di commercio, in un anno (€)"),
        lazy("Solo con la partita IVA. Chiedi un preventivo, o scrivi 0."),
    )
    wish = Amount(lazy("Quanto vuoi che ti resti al mese? (€)"))


class TimeForm(TaskForm):
    """Her hours. She types them: nothing is read from her week."""

    hours_week = forms.DecimalField(
        label=lazy("Quante ore hai in una settimana?"), min_value=0, max_value=100, decimal_places=1,
        localize=True, widget=ShortNumber({"inputmode": "decimal"}),
        help_text=lazy("Le trovi anche in «La mia settimana». Le scrivi tu."),
    )  # fmt: skip
    weeks = forms.IntegerField(
        label=lazy("Quante settimane lavori in un anno?"),
        min_value=1,
        max_value=52,
        initial=46,
        widget=ShortNumber,
    )
    billable = forms.IntegerField(
        label=lazy("Ogni 100 ore, quante te ne pagano?"), min_value=1, max_value=100, initial=70,
        widget=ShortNumber, help_text=lazy("Cercare clienti e fare la spesa sono ore che nessuno paga."),
    )  # fmt: skip


class RulesForm(TaskForm):
    """What the tax asks of her, and whom she has asked."""

    new = forms.BooleanField(
        label=lazy("È un'attività del tutto nuova per me"), required=False, initial=True,
        help_text=lazy("Non l'hai fatta prima con la partita IVA o come dipendente."),
    )  # fmt: skip
    other_cover = forms.BooleanField(
        label=lazy("Ho già un lavoro o una pensione con contributi"), required=False
    )
    other_income = Amount(lazy("Altri tuoi redditi in un anno (€)"), lazy("Se non ne hai, scrivi 0."))
    suap = forms.BooleanField(label=lazy("Ho chiesto al SUAP del mio Comune"), required=False)
    advised = forms.BooleanField(
        label=lazy("Ho parlato con un commercialista o un'associazione di categoria"), required=False
    )


class TrialsForm(TaskForm):
    """Three sales to try."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, THREE + 1):
            told = {"n": n}
            self.fields[f"who{n}"] = forms.CharField(
                label=_("Prova %(n)s: a chi?") % told, max_length=80, required=False
            )
            self.fields[f"paid{n}"] = Amount(_("Prova %(n)s: quanto hai preso? (€)") % told, required=False)
            self.fields[f"learned{n}"] = _long(_("Prova %(n)s: che cosa hai imparato?") % told, rows=2)

    def row(self) -> Row:
        """Without the empty ones."""
        return {name: value for name, value in super().row().items() if value not in ("", None)}


@dataclass(frozen=True)
class Task:
    """One task: its words and its form."""

    code: str
    title: str | Promise
    hint: str | Promise
    form: type[TaskForm]


TASKS: Mapping[str, Task] = {
    one.code: one
    for one in (
        Task("idea", lazy("L'idea"), lazy("Che cosa fai, e che cosa hai già."), IdeaForm),
        Task("clienti", lazy("I clienti"), lazy("Chi compra, e i primi dieci."), CustomersForm),
        Task("prezzi", lazy("I prezzi"), lazy("Quanto costa, e quante ne vendi."), PricesForm),
        Task("spese", lazy("Le spese"), lazy("Che cosa paghi, e che cosa deve restare."), CostsForm),
        Task("tempo", lazy("Il tempo"), lazy("Quante ore hai davvero."), TimeForm),
        Task("regole", lazy("Le regole"), lazy("Che cosa serve per essere in regola."), RulesForm),
        Task("prove", lazy("Tre vendite di prova"), lazy("Prova in piccolo, prima di spendere."), TrialsForm),
    )
}


class FigureForm(Form):
    """A figure as its source says it today."""

    value = forms.DecimalField(
        label=lazy("Valore"), min_value=0, max_digits=12, decimal_places=4, localize=True,
        widget=ShortNumber({"inputmode": "decimal"}),
    )  # fmt: skip
    source = forms.CharField(
        label=lazy("Fonte"), max_length=300, help_text=lazy("La legge o la circolare, con numero e anno.")
    )
