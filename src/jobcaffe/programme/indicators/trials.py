"""What action 2 is counted by, beside meetings and persons: trials, services, hours."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from jobcaffe.circles import catalogue
from jobcaffe.encounters.enums import Action
from jobcaffe.hours.enums import HELP, AccountKind
from jobcaffe.hours.models import Movement
from jobcaffe.plan.enums import Source as Name
from jobcaffe.programme.indicators.facts import EXCHANGED, Part, Source
from jobcaffe.programme.indicators.spans import Span
from jobcaffe.worklife.labs.enums import SERVICES, Choice, Worked
from jobcaffe.worklife.labs.models import Decision as LabDecision
from jobcaffe.worklife.labs.models import Experiment, Result

LABS_ONLY = "Si contano le prove, non le persone: nessun nome e nessuna parola."
LEAST = catalogue.number("threshold")
MINUTES = 60


def _experiments(span: Span) -> QuerySet[Experiment]:
    return Experiment.objects.filter(starts_on__gte=span.first, starts_on__lte=span.last)


def _experiments_told(span: Span) -> QuerySet[Result]:
    # The first row says since when there is a result; corrections come after it.
    return Result.objects.filter(replaces__isnull=True, on__gte=span.first, on__lte=span.last)


def _services_renewed(span: Span) -> QuerySet[LabDecision]:
    good = Result.objects.filter(
        experiment=OuterRef("experiment"), replaced_by__isnull=True, worked__in=[Worked.YES, Worked.PARTLY]
    )
    return LabDecision.objects.filter(
        Exists(good),
        choice=Choice.CONTINUE,
        replaced_by__isnull=True,
        experiment__field__in=SERVICES,
        on__gte=span.first,
        on__lte=span.last,
    )


def _hours_exchanged(span: Span) -> QuerySet[Movement]:
    """Minutes of help that somebody gave: what is booked to families, and was not taken back."""
    return Movement.objects.filter(
        minutes__gt=0,
        account__kind=AccountKind.HOUSEHOLD,
        transfer__kind__in=HELP,
        transfer__reversed_by__isnull=True,
        transfer__booked_on__gte=span.first,
        transfer__booked_on__lte=span.last,
    )


def _of_labs(table: str, rows: Any, on: str) -> Part:
    return Part(table, rows, on=on, fixed_action=Action.WOMEN)


ACTION_2 = (
    Source(
        Name.EXPERIMENTS_STARTED,
        "row",
        (_of_labs("experiment", _experiments, "starts_on"),),
        f"Si conta ogni prova di un laboratorio nel giorno in cui comincia. {LABS_ONLY}",
    ),
    Source(
        Name.EXPERIMENTS_TOLD,
        "row",
        (_of_labs("experiment_result", _experiments_told, "on"),),
        "Si conta ogni prova nel giorno in cui il laboratorio ne scrive il risultato, anche se è un no. "
        f"Una correzione non sposta il giorno. {LABS_ONLY}",
    ),
    Source(
        Name.SERVICES_RENEWED,
        "row",
        (_of_labs("experiment_decision", _services_renewed, "on"),),
        "Si conta ogni prova su un servizio di cura o educativo che ha funzionato, anche in parte, e che "
        f"il laboratorio decide di portare avanti. {LABS_ONLY}",
    ),
    Source(
        Name.HOURS_EXCHANGED,
        "row",
        (
            Part(
                "movement",
                _hours_exchanged,
                on="transfer__booked_on",
                grouped=True,
                folded=EXCHANGED,
                weight=F("minutes"),
                least=LEAST * MINUTES,
                unit=MINUTES,
            ),
        ),
        "Si sommano i minuti di aiuto dati nella banca del tempo e nei turni di cura, mese per mese, e si "
        f"arrotonda all'ora. Uno scambio stornato non conta. Un mese con meno di {LEAST} ore non conta.",
    ),
)
