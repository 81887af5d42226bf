"""The named counts that the plan's indicators are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import State as CircleState
from jobcaffe.circles.enums import StillMeets
from jobcaffe.circles.models import Decision, Hours
from jobcaffe.circles.models import FollowUp as CircleFollowUp
from jobcaffe.commitments.enums import State as CommitmentState
from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.enums import Action, Kind, Presence, State
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.organisations.models import Organisation
from jobcaffe.paths.enums import Still
from jobcaffe.paths.models import FollowUp, Outcome, Path
from jobcaffe.people.models import Intake
from jobcaffe.plan.enums import Source as Name
from jobcaffe.programme.indicators.board import ACTION_3
from jobcaffe.programme.indicators.facts import LABS, Part, Source
from jobcaffe.programme.indicators.fairs import FAIRS
from jobcaffe.programme.indicators.outreach import CAMPAIGNS
from jobcaffe.programme.indicators.spans import Span
from jobcaffe.programme.indicators.trials import ACTION_2

LASTING_MONTHS = 6
CLOSED_MONTHS = (
    "Gli incontri dei gruppi di mutuo aiuto entrano come numeri interi, tutti i gruppi insieme, "
    "per mesi chiusi: nessun nome."
)
FEW = f"Un mese con meno di {catalogue.number('threshold')} presenze in tutto non si conta."
GROUPS_ONLY = "Si contano i gruppi, non le persone: nessun nome e nessun codice."
LEAST = catalogue.number("threshold")
CLOSED_LABS = "I laboratori riservati entrano come numeri interi, tutti insieme, per mesi chiusi."
MINUTES = 60
PRESENT = Count(
    "attendances", filter=Q(attendances__presence=Presence.PRESENT, attendances__person__isnull=False)
)


def _held(span: Span, **only: Any) -> QuerySet[Encounter]:
    return Encounter.objects.filter(
        state=State.HELD, starts_at__gte=span.starts_at, starts_at__lt=span.ends_at, **only
    )


def _open_encounters(span: Span) -> QuerySet[Encounter]:
    return _held(span, confidential=False)


def _group_encounters(span: Span) -> QuerySet[Encounter]:
    return _held(span, confidential=True).exclude(action=Action.WOMEN)


def _lab_encounters(span: Span) -> QuerySet[Encounter]:
    return _held(span, confidential=True, action=Action.WOMEN)


def _open_group_encounters(span: Span) -> QuerySet[Encounter]:
    return _open_encounters(span).filter(kind=Kind.GROUP, action=Action.AMA)


def _decided(span: Span, *after: CircleState) -> QuerySet[Decision]:
    return Decision.objects.filter(after__in=after, on__gte=span.first, on__lte=span.last)


def _groups_started(span: Span) -> QuerySet[Decision]:
    return _decided(span, CircleState.START_UP)


def _groups_go_on(span: Span) -> QuerySet[Decision]:
    return _decided(span, CircleState.RENEWED, CircleState.AUTONOMOUS)


def _groups_lasting(span: Span) -> QuerySet[CircleFollowUp]:
    return CircleFollowUp.objects.filter(
        months=LASTING_MONTHS,
        still__in=[StillMeets.YES, StillMeets.SOME],
        done_on__gte=span.first,
        done_on__lte=span.last,
    )


def _group_hours(span: Span) -> QuerySet[Hours]:
    return Hours.objects.filter(
        day__gte=span.first, day__lte=span.last, replaced_by__isnull=True, minutes__gt=0
    )


def _labs(span: Span) -> QuerySet[Encounter]:
    return _open_encounters(span).filter(kind=Kind.LAB)


def _public(span: Span) -> QuerySet[Encounter]:
    return _open_encounters(span).filter(public=True)


def _present(span: Span, **only: Any) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        presence=Presence.PRESENT,
        encounter__state=State.HELD,
        encounter__confidential=False,
        encounter__starts_at__gte=span.starts_at,
        encounter__starts_at__lt=span.ends_at,
        **only,
    )


def _persons_present(span: Span) -> QuerySet[Attendance]:
    return _present(span, person__isnull=False)


def _persons_in_women_action(span: Span) -> QuerySet[Attendance]:
    return _present(span, person__isnull=False, encounter__action=Action.WOMEN)


def _organisations_present(span: Span) -> QuerySet[Attendance]:
    return _present(span, organisation__isnull=False)


def _joined(span: Span) -> QuerySet[Organisation]:
    return Organisation.objects.filter(joined_on__gte=span.first, joined_on__lte=span.last)


def _welcomed(span: Span) -> QuerySet[Intake]:
    return Intake.objects.filter(at__gte=span.starts_at, at__lt=span.ends_at)


def _paths(span: Span) -> QuerySet[Path]:
    return Path.objects.filter(opened_on__gte=span.first, opened_on__lte=span.last)


def _promised(span: Span) -> QuerySet[Commitment]:
    return Commitment.objects.filter(
        user__isnull=True, promised_at__gte=span.starts_at, promised_at__lt=span.ends_at
    )


def _kept(span: Span) -> QuerySet[Commitment]:
    return Commitment.objects.filter(
        user__isnull=True,
        state=CommitmentState.KEPT,
        settled_on__gte=span.first,
        settled_on__lte=span.last,
    )


def _standing() -> Exists:
    # A corrected outcome is replaced by a newer row; only the newest counts.
    return Exists(Outcome.objects.filter(replaces=OuterRef("pk")))


def _outcomes(span: Span) -> QuerySet[Outcome]:
    return Outcome.objects.filter(~_standing(), started_on__gte=span.first, started_on__lte=span.last)


def _lasting(span: Span) -> QuerySet[FollowUp]:
    replaced = Exists(Outcome.objects.filter(replaces=OuterRef("outcome")))
    return FollowUp.objects.filter(
        ~replaced,
        months=LASTING_MONTHS,
        still__in=[Still.YES, Still.CHANGED],
        done_on__gte=span.first,
        done_on__lte=span.last,
    )


def _meetings(table_rows: Any) -> Part:
    return Part("encounter", table_rows, at="starts_at", encounter="pk", action="action")


def _of_groups(table: str, rows: Any, on: str) -> Part:
    return Part(table, rows, on=on, fixed_action=Action.AMA)


def _attended(rows: Any, *, person: str = "", organisation: str = "") -> Part:
    return Part(
        "attendance",
        rows,
        at="encounter__starts_at",
        encounter="encounter_id",
        action="encounter__action",
        person=person,
        organisation=organisation,
    )


_GROUP_MEETINGS = Part("encounter", _group_encounters, at="starts_at", grouped=True)
_GROUP_PRESENCES = Part(
    "encounter",
    _group_encounters,
    at="starts_at",
    grouped=True,
    weight=Coalesce("present_count", PRESENT),
    least=LEAST,
)
_LAB_MEETINGS = Part("encounter", _lab_encounters, at="starts_at", grouped=True, folded=LABS)
_LAB_PRESENCES = replace(_LAB_MEETINGS, weight=Coalesce("present_count", 0), least=LEAST)


SOURCES: dict[str, Source] = {
    source.code: source
    for source in (
        Source(
            Name.PERSONS_WELCOMED,
            "person",
            (Part("intake", _welcomed, at="at", person="person", fixed_action=Action.DESK),),
            "Si contano le persone con almeno un'accoglienza nel periodo. Ogni persona vale uno, "
            "anche se è tornata; le schede unite sono una persona sola.",
        ),
        Source(
            Name.PERSONS_WITH_PATH,
            "person",
            (Part("path", _paths, on="opened_on", person="person", fixed_action=Action.DESK),),
            "Si contano le persone che nel periodo hanno aperto un percorso. Ogni persona vale uno.",
        ),
        Source(
            Name.WOMEN_ACCOMPANIED,
            "person",
            (_attended(_persons_in_women_action, person="person"),),
            "Si contano le persone presenti ad almeno un incontro svolto dell'azione A2. "
            "Ogni persona vale uno. Gli incontri riservati non si contano per persona.",
        ),
        Source(
            Name.ENCOUNTERS_HELD,
            "row",
            (_meetings(_open_encounters), _GROUP_MEETINGS, _LAB_MEETINGS),
            f"Si contano gli incontri segnati come svolti. {CLOSED_MONTHS}",
        ),
        Source(
            Name.ATTENDANCES,
            "row",
            (_attended(_persons_present, person="person"), _GROUP_PRESENCES, _LAB_PRESENCES),
            f"Si contano le persone presenti a ogni incontro svolto, incontro per incontro. {CLOSED_MONTHS} "
            f"{FEW}",
        ),
        Source(
            Name.LAB_MEETINGS,
            "row",
            (_meetings(_labs), _LAB_MEETINGS),
            f"Si contano gli incontri di laboratorio segnati come svolti. {CLOSED_LABS}",
        ),
        *ACTION_2,
        *ACTION_3,
        Source(
            Name.GROUP_MEETINGS,
            "row",
            (_meetings(_open_group_encounters), _GROUP_MEETINGS),
            f"Si contano gli incontri dei gruppi segnati come svolti. {CLOSED_MONTHS}",
        ),
        Source(
            Name.GROUP_ATTENDANCES,
            "row",
            (_GROUP_PRESENCES,),
            f"Si sommano i presenti di ogni incontro svolto dei gruppi riservati. {CLOSED_MONTHS} {FEW} "
            "Quante persone diverse siano non si può sapere, e non si cerca.",
        ),
        Source(
            Name.GROUPS_STARTED,
            "row",
            (_of_groups("group_decision", _groups_started, "on"),),
            f"Si conta ogni gruppo nel giorno in cui comincia i primi incontri. {GROUPS_ONLY}",
        ),
        Source(
            Name.GROUPS_GO_ON,
            "row",
            (_of_groups("group_decision", _groups_go_on, "on"),),
            "Si conta ogni decisione di fine ciclo con cui un gruppo si rinnova o va avanti da solo. "
            f"{GROUPS_ONLY}",
        ),
        Source(
            Name.GROUPS_LASTING,
            "row",
            (_of_groups("group_follow_up", _groups_lasting, "done_on"),),
            "Si contano i gruppi chiusi che alla verifica dei 6 mesi si trovano ancora, tutti o in parte, "
            f"nel giorno della verifica. {GROUPS_ONLY}",
        ),
        Source(
            Name.GROUP_HOURS,
            "row",
            (Part("hours", _group_hours, on="day", grouped=True, weight=F("minutes"), unit=MINUTES),),
            "Si sommano i minuti di incontri, preparazione e supervisione di chi guida i gruppi, mese per "
            "mese, e si arrotonda all'ora. Una correzione vale al posto della riga corretta.",
        ),
        Source(
            Name.PUBLIC_ENCOUNTERS,
            "row",
            (_meetings(_public),),
            "Si contano gli incontri svolti aperti a tutti.",
        ),
        Source(
            Name.ORGANISATIONS_ACTIVE,
            "organisation",
            (_attended(_organisations_present, organisation="organisation"),),
            "Si contano le organizzazioni presenti ad almeno un incontro svolto. Ognuna vale uno.",
        ),
        Source(
            Name.ORGANISATIONS_JOINED,
            "organisation",
            (Part("organisation", _joined, on="joined_on", organisation="pk"),),
            "Si contano le organizzazioni con una data di adesione entro la fine del periodo, "
            "anche se hanno aderito prima dell'inizio del programma.",
            ever=True,
        ),
        *CAMPAIGNS,
        *FAIRS,
        Source(
            Name.COMMITMENTS_MADE,
            "row",
            (Part("commitment", _promised, at="promised_at", person="person", organisation="organisation"),),
            "Si contano gli impegni presi nel periodo da persone e organizzazioni. "
            "I compiti di chi lavora nel programma restano fuori.",
        ),
        Source(
            Name.COMMITMENTS_KEPT,
            "row",
            (Part("commitment", _kept, on="settled_on", person="person", organisation="organisation"),),
            "Si contano gli impegni segnati come mantenuti nel periodo, di persone e organizzazioni.",
        ),
        Source(
            Name.OUTCOMES,
            "person",
            (Part("outcome", _outcomes, on="started_on", person="person"),),
            "Si contano le persone con almeno un esito iniziato nel periodo. Ogni persona vale uno. "
            "Un esito corretto vale con la sua ultima versione.",
        ),
        Source(
            Name.OUTCOMES_LASTING,
            "person",
            (Part("follow_up", _lasting, on="done_on", person="outcome__person"),),
            "Si contano le persone con un esito che alla verifica dei 6 mesi continua o è cambiato. "
            "Ogni persona vale uno, nel periodo della verifica.",
        ),
    )
}


def source_of(name: str) -> Source:
    """The source with this name. Raises ``KeyError`` for a name that the plan may not use."""
    return SOURCES[name]
