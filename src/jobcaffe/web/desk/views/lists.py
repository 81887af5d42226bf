"""Lists: my persons, those who stand still, checks and questions due; and the file to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import allows
from jobcaffe.foundation.ui.csvsafe import download
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.paths import queries as paths
from jobcaffe.people import actions, queries
from jobcaffe.people.enums import Status
from jobcaffe.people.instruments import instrument
from jobcaffe.people.models import Person
from jobcaffe.web.desk.views.shared import actor, day, paged, url_of
from jobcaffe.web.page import page


def _listed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """A list of persons; that it was read is one row of the journal."""
    actions.note_list(actor=actor(request), what=str(context["title"]), count=len(context["page_obj"]))
    return render(request, "desk/list.html", context)


def _name(person: Person) -> Cell:
    return Cell(person.full_name, url=url_of(person))


def _who(person: Person) -> str:
    return person.operator.name if person.operator else ""


@page("person.search")
def persons(request: HttpRequest) -> HttpResponse:
    """The persons of the team; mine first by a filter."""
    user = actor(request)
    mine = request.GET.get("di") == "me"
    status = request.GET.get("stato", Status.ACTIVE)
    status = status if status in Status.values else Status.ACTIVE
    rows = queries.caseload(user, operator=user if mine else None, status=status)
    page_obj = paged(request, rows.order_by("search_name", "pk"))
    table = Table(
        _("Le mie persone"),
        [
            Column(_("Nome")),
            Column(_("Anno")),
            Column(_("Comune")),
            Column(_("Ultimo contatto")),
            Column(_("Chi la segue")),
        ],
        [
            Row(
                [_name(row), str(row.birth_year or ""), row.municipality, day(row.last_contact_on), _who(row)]
            )
            for row in page_obj
        ],
        empty=_("Qui vedi le persone che segui. Per ora non ce ne sono."),
        empty_url=reverse("desk:new") if allows(user, "person.create") else "",
        empty_label=_("Nuova accoglienza"),
        hide_caption=True,
    )
    context = {
        "title": _("Le mie persone"),
        "table": table,
        "page_obj": page_obj,
        "load": _load_table(user) if allows(user, "person.merge") else None,
        "export": allows(user, "person.export"),
        "links": [
            {"url": "?", "label": _("Tutta la squadra")},
            {"url": "?di=me", "label": _("Solo le mie")},
            {"url": "?stato=left", "label": _("Chi non viene più")},
            {"url": "?stato=moved", "label": _("Chi si è trasferita")},
            {"url": reverse("desk:search"), "label": _("Cerca")},
            *_coordinator_links(user),
        ],
    }
    return _listed(request, context)


def _coordinator_links(user: Any) -> list[dict[str, Any]]:
    """Places where the coordinator decides about records."""
    places = (
        ("person.merge", "desk:duplicates", _("Doppioni")),
        ("person.merge", "desk:protected", _("Schede riservate")),
        ("complaint.manage", "desk:complaints", _("Reclami")),
        ("person.erase", "desk:retention", _("Schede da cancellare")),
        ("import.run", "imports:index", _("Importa un elenco")),
    )
    return [{"url": reverse(name), "label": label} for need, name, label in places if allows(user, need)]


def _load_table(user: Any) -> Table:
    rows = queries.load_by_operator(user)
    return Table(
        _("Quante persone segue ognuno"),
        [Column(_("Chi")), Column(_("Squadra")), Column(_("Persone"), numeric=True)],
        [
            Row([one["operator__name"] or _("da decidere"), one["team__name"] or "", one["persons"]])
            for one in rows
        ],
    )


@page("person.search")
def stalled(request: HttpRequest) -> HttpResponse:
    """*Ferme da 30 giorni*, who waits longest first."""
    page_obj = paged(request, paths.stalled(actor(request)))
    table = Table(
        _("Ferme da 30 giorni"),
        [
            Column(_("Nome")),
            Column(_("Ultimo contatto")),
            Column(_("Che cosa manca")),
            Column(_("Chi la segue")),
        ],
        [Row([_name(row), day(row.last_contact_on), _missing(row), _who(row)]) for row in page_obj],
        empty=_("Qui vedi chi non sentite da 30 giorni. Per ora nessuno: bene così."),
        hide_caption=True,
    )
    sub = _("Persone che non sentite da 30 giorni o più. Una telefonata può bastare.")
    return _listed(
        request, {"title": _("Ferme da 30 giorni"), "sub": sub, "table": table, "page_obj": page_obj}
    )


def _missing(row: Any) -> Cell:
    if not row.has_path:
        return Cell(_("il percorso"), chip="attention")
    return (
        Cell(_("il prossimo passo"), chip="attention")
        if not row.has_step
        else Cell(_("una telefonata"), chip="todo")
    )


@page("person.search")
def follow_ups(request: HttpRequest) -> HttpResponse:
    """*Esiti da verificare*, oldest first."""
    page_obj = paged(request, paths.follow_ups_due(actor(request)))
    writes = allows(request.user, "outcome.write")
    table = Table(
        _("Esiti da verificare"),
        [
            Column(_("Nome")),
            Column(_("Esito")),
            Column(_("Verifica")),
            Column(_("Dal")),
            Column(_("Chi la segue")),
        ],
        [
            Row(
                [
                    _name(row.outcome.person),
                    row.outcome.get_kind_display(),
                    Cell(
                        _("a %(n)s mesi") % {"n": row.months},
                        url=reverse("desk:follow_up", args=[row.outcome.person_id, row.pk]) if writes else "",
                    ),
                    day(row.due_on),
                    _who(row.outcome.person),
                ]
            )
            for row in page_obj
        ],
        empty=_("Qui vedi gli esiti da verificare dopo 3, 6 e 12 mesi. Per ora non ce ne sono."),
        hide_caption=True,
    )
    return _listed(request, {"title": _("Esiti da verificare"), "table": table, "page_obj": page_obj})


@page("person.search")
def questions_due(request: HttpRequest) -> HttpResponse:
    """Who can be asked the optional questions now."""
    page_obj = paged(request, queries.waves_due(actor(request), instrument().code))
    when = {0: _("all'ingresso"), 6: _("dopo 6 mesi"), 12: _("dopo 12 mesi")}
    table = Table(
        _("Domande da fare"),
        [Column(_("Nome")), Column(_("Quando")), Column(_("Chi la segue"))],
        [
            Row(
                [
                    _name(person),
                    Cell(when[person.wave], url=reverse("desk:questions", args=[person.pk, person.wave])),
                    _who(person),
                ]
            )
            for person in page_obj
        ],
        empty=_("Qui vedi a chi puoi fare le domande facoltative. Per ora a nessuno."),
        hide_caption=True,
    )
    context = {"title": _("Domande da fare"), "sub": instrument().note, "table": table, "page_obj": page_obj}
    return _listed(request, context)


@page("person.export", methods=("POST",))
def export(request: HttpRequest) -> HttpResponse:
    """The file of one's persons; each of them can read that she is in it."""
    user = actor(request)
    persons = list(queries.export_rows(user))
    actions.note_export(actor=user, persons=persons, what="Elenco delle persone")
    head: list[object] = [
        "Cognome", "Nome", "Anno di nascita", "Sesso", "Comune", "Telefono", "Email", "Chi la segue",
        "Squadra", "Condizione", "Arrivata il", "Ultimo contatto",
    ]  # fmt: skip
    rows: list[list[object]] = [head, *(_export_row(person) for person in persons)]
    ending = "xlsx" if request.POST.get("formato") == "xlsx" else "csv"
    return download(f"persone-{timezone.localdate():%Y-%m-%d}.{ending}", rows, sheet="Persone")


def _export_row(person: Person) -> list[object]:
    return [
        person.last_name,
        person.first_name,
        person.birth_year,
        person.get_sex_display(),
        person.municipality,
        person.phone,
        person.email,
        _who(person),
        person.team.name if person.team else "",
        person.get_status_display(),
        f"{timezone.localtime(person.created_at):%d/%m/%Y}",
        f"{person.last_contact_on:%d/%m/%Y}" if person.last_contact_on else "",
    ]
