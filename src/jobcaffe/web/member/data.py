"""Her own data: what there is, who has seen it, what she agreed to, a copy to take away."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import queries as circles
from jobcaffe.commitments import queries as commitments
from jobcaffe.encounters import queries as encounters
from jobcaffe.exchange.introductions import queries as introductions
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.notices import queries as notices
from jobcaffe.foundation.notices.rules import label
from jobcaffe.foundation.privacy import consents
from jobcaffe.foundation.ui.forms import PhoneInput
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.hours import queries as hours
from jobcaffe.network.matching import queries as matching
from jobcaffe.paths import queries as paths
from jobcaffe.people.actions.own import ask_erasure, change_consent, write_to_the_house
from jobcaffe.people.models import Person
from jobcaffe.people.queries import sections_of
from jobcaffe.web.member.common import own_person
from jobcaffe.web.member.forms import LetterForm
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.worklife.care import queries as care
from jobcaffe.worklife.labs import queries as labs
from jobcaffe.worklife.timebank import queries as timebank
from jobcaffe.worklife.ventures import queries as ventures
from jobcaffe.worklife.weeks import queries as weeks

SHOWN = 50  # the whole diary is in her copy


@page("my.read")
def me(request: HouseRequest) -> HttpResponse:
    """What we know of her."""
    person = own_person(request)
    rows = [
        {"label": _("Nome"), "value": person.full_name},
        {"label": _("Cellulare"), "value": PhoneInput().format_value(person.phone)},
        {"label": _("Email"), "value": person.email},
        {"label": _("Anno di nascita"), "value": str(person.birth_year or "")},
        {"label": _("Comune"), "value": person.municipality},
        {"label": _("Come ti cerchiamo"), "value": person.get_channel_display()},
        {"label": _("Chi ti segue"), "value": person.operator.name if person.operator else ""},
    ]
    return render(request, "member/me.html", {"person": person, "rows": rows, "consents": _consents(person)})


def _consents(person: Person) -> list[dict[str, object]]:
    """Every choice, with whether she said yes, and since when."""
    lines = consents.consents_of(person.pk)
    since = {line.purpose: line.given_at for line in reversed(lines) if line.holds}
    return [
        {"purpose": purpose, "since": since.get(code), "required": purpose.required}
        for code, purpose in consents.purposes().items()
        if code != "parent"
    ]


@page("my.read")
def seen(request: HouseRequest) -> HttpResponse:
    """*Chi ha visto i miei dati*."""
    person = own_person(request)
    # The journal has no participant's name; nobody else who takes part can touch her record.
    own = request.user.actor_name
    rows = [
        Row(
            [
                timezone.localtime(line.at).strftime("%d/%m/%Y %H:%M"),
                _("tu") if line.who == own else line.who,
                "" if line.who == own else line.role,
                line.told,
                line.reason,
            ]
        )
        for line in paths.who_has_seen(request.user, person)
    ]
    table = Table(
        _("Chi ha aperto o scritto la tua scheda"),
        [
            Column(_("Quando")),
            Column(_("Chi")),
            Column(_("Che cosa fa qui")),
            Column(_("Che cosa ha fatto")),
            Column(_("Perché")),
        ],
        rows,
        empty=_("Qui vedrai chi apre la tua scheda. Per ora non l'ha aperta nessuno."),
    )
    form = LetterForm(request.POST or None)
    return render(request, "member/seen.html", {"table": table, "diary": _diary(request.user), "form": form})


def _diary(user: User) -> Table | None:
    """What was done with her data in groups and labs, which only she reads; ``None`` for nothing."""
    told = [(line.at, line.role, line.what) for line in circles.my_diary(user)]
    told += [(line.at, line.role, line.what) for line in labs.my_diary(user)]
    told += [(line.at, line.role, line.what) for line in care.my_diary(user)]
    rows = [
        Row([timezone.localtime(at).strftime("%d/%m/%Y %H:%M"), role, what])
        for at, role, what in sorted(told, reverse=True)[:SHOWN]
    ]
    columns = [Column(_("Quando")), Column(_("Che cosa fa qui")), Column(_("Che cosa ha fatto"))]
    return Table(_("Nei gruppi, nei laboratori e nei turni"), columns, rows) if rows else None


@page("my.write", methods=("POST",))
def object_to(request: HouseRequest) -> HttpResponse:
    """Say that something is not right."""
    form = LetterForm(request.POST)
    if not form.is_valid():
        return render(request, "member/letter.html", {"form": form})
    try:
        write_to_the_house(
            actor=request.user, text=form.cleaned_data["text"], request_key=form.cleaned_data["request_key"]
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "member/letter.html", {"form": form})
    messages.success(request, _("Abbiamo ricevuto. Ti rispondiamo entro 30 giorni."))
    return redirect("member:seen")


@page("my.write", methods=("POST",))
def consent(request: HouseRequest, purpose: str) -> HttpResponse:
    """Yes, or no more."""
    try:
        change_consent(actor=request.user, purpose=purpose, gives=request.POST.get("gives") == "yes")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Fatto. Puoi cambiare idea quando vuoi."))
    return redirect("member:me")


@page("my.write", methods=("GET", "POST"))
def erase(request: HouseRequest) -> HttpResponse:
    """Ask to be erased: what it means, and one button."""
    if request.method == "POST":
        ask_erasure(actor=request.user)
        messages.success(request, _("Abbiamo ricevuto la tua richiesta. Ti rispondiamo entro 30 giorni."))
        return redirect("member:me")
    return render(request, "member/erase.html")


@page("my.read")
def copy(request: HouseRequest) -> HttpResponse:
    """Everything we keep about her, to take away (JSON)."""
    person = own_person(request)
    text = json.dumps(everything(request.user, person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="i-miei-dati.json"'
    return response


def everything(user: User, person: Person) -> dict[str, object]:
    """Her record as plain values: who she is, what she does here, what we wrote her, who has seen it."""
    return {
        "persona": {
            name: getattr(person, name)
            for name in (
                "first_name",
                "last_name",
                "phone",
                "email",
                "fiscal_code",
                "birth_year",
                "sex",
                "municipality",
            )
        },
        "accoglienze": [
            {"quando": intake.at, "motivi": intake.reasons, "parole": intake.words}
            for intake in person.intakes.all()
        ],
        "profilo": {code: section.data for code, section in sections_of(person).items()},
        "obiettivi": [
            {"parole": goal.words, "stato": goal.get_state_display(), "dal": goal.set_on}
            for goal in paths.goals_of(user, person)
        ],
        "passi": [
            {"testo": step.text, "entro": step.due_on, "stato": step.get_state_display()}
            for step in commitments.of_person(user, person)
        ],
        "incontri": [
            {
                "titolo": row.encounter.title,
                "quando": row.encounter.starts_at,
                "presenza": row.get_presence_display(),
            }
            for row in encounters.of_person(user, person)
        ],
        "esiti": [
            {
                "tipo": outcome.get_kind_display(),
                "dal": outcome.started_on,
                "dove": outcome.where,
                "note": outcome.notes,
            }
            for outcome in paths.outcomes_of(user, person)
        ],
        "gruppi": circles.my_copy(user),
        "chi ha visto nei gruppi": [
            {"quando": line.at, "che cosa fa qui": line.role, "che cosa": line.what}
            for line in circles.my_diary(user)
        ],
        "laboratori": labs.my_copy(user),
        "chi ha visto nei laboratori": [
            {"quando": line.at, "che cosa fa qui": line.role, "che cosa": line.what}
            for line in labs.my_diary(user)
        ],
        "la mia settimana": weeks.my_copy(user),
        "la mia micro-attività": ventures.my_copy(user),
        "banca del tempo": timebank.my_copy(user),
        "conti ore": hours.my_copy(user),
        "turni di cura": care.my_copy(care.refs_of(user)),
        "opportunità": matching.my_copy(user),
        "presentazioni": introductions.my_copy(user),
        "chi ha visto nei turni": [
            {"quando": line.at, "che cosa fa qui": line.role, "che cosa": line.what}
            for line in care.my_diary(user)
        ],
        "messaggi": [
            {"che cosa": label(row.template), "quando": row.sent_at or row.created_at, "come": row.channel}
            for row in notices.own(user)
        ],
        "consensi": [
            {
                "testo": line.title,
                "versione": line.version,
                "dato": line.given_at,
                "ritirato": line.withdrawn_at,
            }
            for line in consents.consents_of(person.pk)
        ],
        "chi ha visto": [
            {
                "quando": line.at,
                "chi": line.who,
                "che cosa": line.what,
                "perché": line.reason,
                "volte": line.times,
                "dalle": line.since,
            }
            for line in paths.who_has_seen(user, person)
        ],
    }
