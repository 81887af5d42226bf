"""What came of it, and the checks after 3, 6 and 12 months."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jobcaffe.paths import actions, queries
from jobcaffe.people.models import Person
from jobcaffe.web.desk.forms.path import FollowUpForm, OutcomeForm
from jobcaffe.web.desk.views.shared import actor, day, fill, url_of, with_person
from jobcaffe.web.page import page

BOTH = ("GET", "POST")


def _there(person: Person) -> str:
    """Her outcomes, on her record."""
    return f"{url_of(person)}#esiti"


@page("outcome.write", methods=BOTH)
@with_person
def add(request: HttpRequest, person: Person) -> HttpResponse:
    """A new outcome."""
    return fill(
        request,
        person,
        OutcomeForm(request.POST or None),
        lambda data: actions.record_outcome(actor=actor(request), person_ref=person.pk, **data),
        done=_("Fatto. Ti ricordiamo di verificare dopo 3, 6 e 12 mesi."),
        to=_there(person),
        title=_("Nuovo esito"),
        button=_("Salva l'esito"),
    )


@page("outcome.write", methods=BOTH)
@with_person
def correct(request: HttpRequest, person: Person, outcome: UUID) -> HttpResponse:
    """A correction: the row that was wrong stays, with a new one in its place."""
    user = actor(request)
    row = queries.outcomes_visible_to(user).filter(pk=outcome, person=person).first()
    if row is None:
        raise Http404
    names = ("kind", "started_on", "where", "notes")
    return fill(
        request,
        person,
        OutcomeForm(request.POST or None, initial={name: getattr(row, name) for name in names}),
        lambda data: actions.correct_outcome(
            actor=user, outcome_ref=row.pk, **{name: data[name] for name in names}
        ),
        done=_("Fatto. La correzione è scritta; resta anche la riga di prima."),
        to=_there(person),
        title=_("Correggi l'esito"),
        button=_("Salva la correzione"),
    )


@page("outcome.write", methods=BOTH)
@with_person
def follow_up(request: HttpRequest, person: Person, check: int) -> HttpResponse:
    """What a check found."""
    user = actor(request)
    outcomes = queries.outcomes_of(user, person)
    pairs = [(one, row) for one in outcomes for row in one.follow_ups.all() if row.pk == check]
    if not pairs:
        raise Http404
    outcome, row = pairs[0]
    sub = _("%(kind)s dal %(day)s: verifica a %(n)s mesi") % {
        "kind": outcome.get_kind_display().capitalize(),
        "day": day(outcome.started_on),
        "n": row.months,
    }
    return fill(
        request,
        person,
        FollowUpForm(request.POST or None),
        lambda data: actions.record_follow_up(actor=user, follow_up_pk=row.pk, **data),
        done=_("Fatto. La verifica è scritta."),
        to=_there(person),
        title=_("Continua?"),
        sub=sub,
        button=_("Salva la verifica"),
    )
