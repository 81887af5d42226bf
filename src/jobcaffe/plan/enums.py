"""Closed lists about the plan: what a programme file may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerRole(models.TextChoices):
    """What a partner does in the programme."""

    FUNDER = "funder", "finanziatore"
    LEAD = "lead", "capofila"
    PARTNER = "partner", "partner"
    SUPPLIER = "supplier", "fornitore"
    SPONSOR = "sponsor", "sponsor tecnico"


class RollUp(models.TextChoices):
    """How the values of periods become one value."""

    SUM = "sum", _("si somma")
    LAST = "last", _("vale l'ultimo")
    MAX = "max", _("vale il più alto")
    MEAN = "mean", _("si fa la media")
    UNIQUE = "unique", _("si conta una volta sola")


class Breakdown(models.TextChoices):
    """By what an indicator may be cut."""

    SEX = "sex", "sesso"
    BAND = "band", "fascia d'età"
    GROUP = "group", "di cui: over 50, donne, giovani"
    MUNICIPALITY = "municipality", "comune"
    ACTION = "action", "azione"


class Tile(models.TextChoices):
    """The six tiles of *Regia*."""

    PEOPLE = "people", "persone"
    ENCOUNTERS = "encounters", "incontri"
    ATTENDANCES = "attendances", "presenze"
    COMMITMENTS = "commitments", "impegni"
    ORGANISATIONS = "organisations", "organizzazioni"
    OUTCOMES = "outcomes", "esiti"


class Source(models.TextChoices):
    """The named counts that an indicator may be made of; each is computed on the account's floor."""

    PERSONS_WELCOMED = "persons_welcomed", "persone con almeno un'accoglienza"
    PERSONS_WITH_PATH = "persons_with_path", "persone con un percorso"
    WOMEN_ACCOMPANIED = "women_accompanied", "persone presenti agli incontri dell'azione A2"
    ENCOUNTERS_HELD = "encounters_held", "incontri svolti"
    ATTENDANCES = "attendances", "presenze agli incontri svolti"
    LAB_MEETINGS = "lab_meetings", "incontri di laboratorio svolti"
    GROUP_MEETINGS = "group_meetings", "incontri dei gruppi di mutuo aiuto svolti"
    GROUP_ATTENDANCES = "group_attendances", "presenze agli incontri dei gruppi di mutuo aiuto"
    GROUPS_STARTED = "groups_started", "gruppi di mutuo aiuto avviati"
    GROUPS_GO_ON = "groups_go_on", "gruppi che a fine ciclo vanno avanti: rinnovati o autonomi"
    GROUPS_LASTING = "groups_lasting", "gruppi chiusi che dopo 6 mesi si trovano ancora"
    GROUP_HOURS = "group_hours", "ore di chi guida i gruppi"
    EXPERIMENTS_STARTED = "experiments_started", "prove avviate nei laboratori"
    EXPERIMENTS_TOLD = "experiments_told", "prove dei laboratori con un risultato"
    SERVICES_RENEWED = "services_renewed", "servizi di cura o educativi rinnovati con una prova"
    HOURS_EXCHANGED = "hours_exchanged", "ore scambiate nella banca del tempo e nei turni di cura"
    OPPORTUNITIES_OPENED = "opportunities_opened", "offerte pubblicate in bacheca"
    PLACES_OPENED = "places_opened", "posti delle offerte in bacheca"
    PLACES_FILLED = "places_filled", "posti coperti con la bacheca"
    PUBLIC_ENCOUNTERS = "public_encounters", "incontri svolti aperti a tutti"
    ORGANISATIONS_ACTIVE = "organisations_active", "organizzazioni presenti ad almeno un incontro"
    ORGANISATIONS_JOINED = "organisations_joined", "organizzazioni che aderiscono"
    ORGANISATIONS_CONTACTED = "organisations_contacted", "organizzazioni cercate con una campagna"
    ORGANISATIONS_WON = "organisations_won", "organizzazioni che dicono di sì a un contatto"
    FAIR_VISITORS = "fair_visitors", "persone entrate alla JOBFEST"
    FAIR_TALKS = "fair_talks", "colloqui svolti alla JOBFEST"
    FAIR_PLEDGES = "fair_pledges", "impegni sul muro della JOBFEST"
    COMMITMENTS_MADE = "commitments_made", "impegni presi"
    COMMITMENTS_KEPT = "commitments_kept", "impegni mantenuti"
    OUTCOMES = "outcomes", "persone con un esito"
    OUTCOMES_LASTING = "outcomes_lasting", "persone con un esito che dura dopo 6 mesi"


# Counts over persons: only these may be cut by what a person is.
PERSON_SOURCES = frozenset(
    {
        Source.PERSONS_WELCOMED,
        Source.PERSONS_WITH_PATH,
        Source.WOMEN_ACCOMPANIED,
        Source.OUTCOMES,
        Source.OUTCOMES_LASTING,
    }
)
# The times that persons were there: rounded like persons where persons are.
PRESENCE_SOURCES = frozenset({Source.ATTENDANCES, Source.GROUP_ATTENDANCES, Source.FAIR_VISITORS})
# What action 1 is counted by: groups, meetings, hours, presences without names.
GROUP_SOURCES = frozenset(
    {
        Source.GROUP_MEETINGS,
        Source.GROUP_ATTENDANCES,
        Source.GROUPS_STARTED,
        Source.GROUPS_GO_ON,
        Source.GROUPS_LASTING,
        Source.GROUP_HOURS,
    }
)
# What action 2 is counted by, beside the persons: meetings, trials, services, hours.
LAB_SOURCES = frozenset(
    {
        Source.LAB_MEETINGS,
        Source.EXPERIMENTS_STARTED,
        Source.EXPERIMENTS_TOLD,
        Source.SERVICES_RENEWED,
        Source.HOURS_EXCHANGED,
    }
)
PERSON_BREAKDOWNS = frozenset({Breakdown.SEX, Breakdown.BAND, Breakdown.GROUP, Breakdown.MUNICIPALITY})
