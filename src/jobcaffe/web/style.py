"""``/_stile/``: every template part on one page, for the eye and for the checks. Only in the demo."""

from __future__ import annotations

import datetime

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jobcaffe.foundation.ui import charts, forms
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, Tile
from jobcaffe.web.page import page

MONTHS = ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"]
DAY = datetime.date


class PatternForm(forms.Form):
    """One field of each kind."""

    widths = {"name": "half", "phone": "half", "born": "year", "town": "third", "seen_on": "third"}
    name = django_forms.CharField(label="Nome e cognome")
    phone = forms.PhoneField(label="Telefono", required=False, help_text="Se esiste già, la trovi qui sotto")
    born = forms.YearField(label="Anno di nascita")
    town = django_forms.ChoiceField(label="Comune", choices=[("lainate", "Lainate"), ("rho", "Rho")])
    seen_on = forms.ItalianDateField(label="Data del colloquio", required=False)
    reasons = django_forms.MultipleChoiceField(
        label="È qui perché…",
        widget=forms.CheckGrid,
        choices=[
            ("work", "Cerca lavoro"),
            ("lost", "Ha perso il lavoro da poco"),
            ("family", "Deve conciliare lavoro e famiglia"),
            ("own", "Vuole avviare una piccola attività"),
            ("meet", "Vuole incontrare altre persone"),
            ("help", "Vuole dare una mano"),
        ],
    )
    times = django_forms.ChoiceField(
        label="Quando può venire",
        required=False,
        widget=forms.InlineRadios,
        choices=[("am", "Mattina"), ("pm", "Pomeriggio"), ("eve", "Sera")],
    )
    here = django_forms.ChoiceField(
        label="Anna C.", widget=forms.SwitchRadios, choices=[("yes", "C'è"), ("no", "Non c'è")], initial="yes"
    )
    words = django_forms.CharField(
        label="Parole sue", required=False, widget=django_forms.Textarea(attrs={"rows": 3})
    )
    agreed = django_forms.BooleanField(label="Ha letto l'informativa e l'ha firmata")
    request_key = forms.RequestKeyField()


def _table() -> Table:
    columns = [
        Column("Indicatore"),
        Column("Oggi", numeric=True),
        Column("Obiettivo", numeric=True),
        Column("Stato"),
        Column("Prove"),
    ]
    rows = [
        Row(
            ["1.1 Gruppi AMA attivi", 4, 4, Cell("In linea", chip="done"), Cell("23 incontri", url="#prove")]
        ),
        Row(
            [
                "1.2 Presenze per incontro",
                8.2,
                8,
                Cell("Attenzione", chip="attention"),
                Cell("fogli", url="#x"),
            ]
        ),
        Row(["3.4 Opportunità con esito", 1234, 2400, Cell("", chip="late"), Cell("9 esiti", url="#prove")]),
    ]
    return Table("Dati al 22 novembre 2026", columns, rows)


def _tiles() -> list[Tile]:
    return [
        Tile("Persone accolte", 148, 180, "#persone", "done", "In linea"),
        Tile("Presenze agli incontri", 1412, 1520, "#presenze", "done", "In linea"),
        Tile("Micro-attività avviate", 4, 8, "#attivita", "attention"),
        Tile("Opportunità con esito", 9, 24, "#esiti", "late", note="ne aspettano risposta 14"),
    ]


def _plan() -> charts.PlanChart:
    row, milestone = charts.PlanRow, charts.PlanMilestone
    return charts.PlanChart(
        "Il piano dei tre anni",
        "Sei azioni, da gennaio 2026 a dicembre 2028.",
        DAY(2026, 1, 1),
        DAY(2028, 12, 31),
        DAY(2026, 11, 22),
        [
            row(
                "Gruppi AMA",
                [(DAY(2026, 3, 1), DAY(2028, 12, 31))],
                [milestone("Primo gruppo", DAY(2026, 3, 25), "done", DAY(2026, 3, 30))],
            ),
            row(
                "Laboratori donne",
                [(DAY(2026, 4, 15), DAY(2028, 9, 30))],
                [milestone("Prima prova", DAY(2026, 9, 1), "late")],
            ),
            row("Rete di comunità", [(DAY(2026, 1, 1), DAY(2028, 12, 31))]),
            row("Contatti estivi", [(DAY(2026 + n, 6, 1), DAY(2026 + n, 8, 31)) for n in range(3)]),
            row(
                "JOBFEST",
                [(DAY(2026 + n, 10, 1), DAY(2026 + n, 10, 31)) for n in range(3)],
                [
                    milestone("Prima JOBFEST", DAY(2026, 10, 15), "done", DAY(2026, 10, 15)),
                    milestone("Seconda JOBFEST", DAY(2027, 10, 14), "later"),
                ],
            ),
            row(
                "Rapporti",
                [],
                [
                    milestone("Rapporto intermedio", DAY(2026, 12, 10), "todo"),
                    milestone("Rapporto del secondo anno", DAY(2027, 12, 31), "later"),
                ],
            ),
        ],
    )


def _charts() -> dict[str, charts.Chart]:
    done = [4, 12, 20, 29, 41, 55, 66, 70, 96, 131, 148, None]
    target = [10, 21, 34, 47, 62, 80, 92, 98, 120, 146, 165, 180]
    return {
        "line": charts.LineChart(
            "Persone accolte, dall'inizio dell'anno",
            "148 persone a novembre; l'obiettivo di dicembre è 180.",
            MONTHS,
            done,
            target,
            actual_name="Accolte",
        ),
        "targets": charts.TargetBars(
            "Chi abbiamo raggiunto",
            "I gruppi si sovrappongono: la somma supera il totale.",
            [
                charts.TargetBar("Over 50", 61, 70, "#over50"),
                charts.TargetBar("Donne", 49, 55),
                charts.TargetBar("Giovani 18–29", 27, 45, status="late"),
                charts.TargetBar("Altri", 11, 10),
            ],
        ),
        "bars": charts.BarChart(
            "Perché si viene",
            "Ogni persona può dare più risposte.",
            [charts.Bar("Cerca lavoro", 1031), charts.Bar("Vuole incontrare altre persone", 412)],
        ),
        "plan": _plan(),
    }


def _lists() -> dict[str, object]:
    return {
        "doors": [
            {"url": "#a", "label": "Cerco lavoro", "icon": "work", "text": "Un colloquio, un corso."},
            {"url": "#b", "label": "Lavoro e famiglia", "icon": "family", "text": "Tempi da incastrare."},
            {
                "url": "#c",
                "label": "Sto con altre persone",
                "icon": "people",
                "text": "Gruppi dove ci si aiuta.",
            },
            {"url": "#d", "label": "Aziende e scuole", "icon": "organisation", "text": "Cosa si fa insieme."},
        ],
        "people": [
            {"name": "Lucia Bianchi", "role": "ti accoglie il lunedì", "text": "«Un caffè e due parole.»"},
            {"name": "Paola Conti", "role": "sportello lavoro"},
        ],
        "rows": [
            {"label": "Nome", "value": "Franco Neri", "change_url": "#nome"},
            {"label": "Telefono", "value": "", "change_url": "#telefono"},
        ],
        "tasks": [
            {"label": "Primo colloquio allo sportello", "url": "#1", "status": "done"},
            {"label": "Scrivi il tuo obiettivo", "url": "#2", "status": "todo", "hint": "Bastano due righe"},
            {"label": "Incontra un'azienda alla JOBFEST", "url": "", "status": "later"},
        ],
        "states": ["done", "attention", "late", "todo", "later"],
    }


@page("public.read", methods=("GET", "POST"))
def style(request: HttpRequest) -> HttpResponse:
    """Show every part; a POST shows the form with its mistakes. 404 outside the demo."""
    if not settings.DEMO:
        raise Http404
    form = PatternForm(request.POST) if request.method == "POST" else PatternForm()
    if request.method == "GET":
        messages.success(request, "Fatto. Ti aspettiamo mercoledì alle 18.")
    context = {
        "form": form,
        "table": _table(),
        "none": Table("Prove", [Column("Data")], [], empty="Qui vedrai le prove. Per ora non ce ne sono."),
        "kpis": _tiles(),
        "page_obj": Paginator(range(95), 10).page(3),
        **_charts(),
        **_lists(),
    }
    return render(request, "style.html", context)
