"""Closed lists about offers and needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Whether something is given or looked for."""

    OFFER = "offer", _("offerta")
    NEED = "need", _("richiesta")


class Sort(models.TextChoices):
    """What is offered or needed. What each kind asks is in ``data/kinds.toml``."""

    JOB = "job", _("lavoro")
    TRAINEESHIP = "traineeship", _("tirocinio")
    PCTO = "pcto", _("PCTO, scuola-lavoro")
    TRAINING = "training", _("corso")
    COMMISSION = "commission", _("lavoretto o commessa")
    VOLUNTEERING = "volunteering", _("volontariato")
    ROOM = "room", _("spazio")
    EQUIPMENT = "equipment", _("attrezzi e materiali")
    SKILL = "skill", _("competenza")
    MENTORING = "mentoring", _("consiglio di chi ha esperienza")
    CARE = "care", _("aiuto per figli e anziani")
    LIFT = "lift", _("passaggio")


class Contract(models.TextChoices):
    """The kinds of contract of a job or a traineeship."""

    PERMANENT = "permanent", _("tempo indeterminato")
    FIXED = "fixed", _("tempo determinato")
    SEASONAL = "seasonal", _("stagionale")
    ON_CALL = "on_call", _("a chiamata")
    AGENCY = "agency", _("tramite agenzia")
    APPRENTICESHIP = "apprenticeship", _("apprendistato")
    TRAINEESHIP = "traineeship", _("tirocinio")
    CIVIL_SERVICE = "civil_service", _("servizio civile")
    SELF_EMPLOYED = "self_employed", _("lavoro autonomo")
    OCCASIONAL = "occasional", _("lavoro occasionale")


class Licence(models.TextChoices):
    """Licences and permits that a work really needs."""

    AM = "am", _("patentino AM (ciclomotore)")
    B = "b", _("patente B")
    C = "c", _("patente C")
    D = "d", _("patente D")
    CQC = "cqc", _("CQC")
    FORKLIFT = "forklift", _("patentino del muletto")
    PLATFORM = "platform", _("patentino per piattaforme")
    HACCP = "haccp", _("attestato HACCP")
    FIRST_AID = "first_aid", _("attestato di primo soccorso")
    CARE_WORKER = "care_worker", _("qualifica OSS o ASA")


class Measure(models.TextChoices):
    """A rule of law that lets a work have an age (the years are in ``data/measures.toml``)."""

    APPRENTICESHIP = "apprenticeship", _("apprendistato professionalizzante")
    FIRST_APPRENTICESHIP = "first_apprenticeship", _("apprendistato di primo livello")
    CIVIL_SERVICE = "civil_service", _("servizio civile universale")
    PCTO = "pcto", _("PCTO, per chi va a scuola")
    ADULTS = "adults", _("lavoro che la legge permette dai 18 anni")


class State(models.TextChoices):
    """Where a post stands. Stale and hidden are not states: they follow from the dates."""

    DRAFT = "draft", _("bozza")
    OPEN = "open", _("aperto")
    CLOSED = "closed", _("chiuso")


class Result(models.TextChoices):
    """*Com'è andata?*"""

    FILLED_HERE = "filled_here", _("trovato con il Job Caffè")
    FILLED_ELSEWHERE = "filled_elsewhere", _("trovato in un altro modo")
    NOT_FILLED = "not_filled", _("non si è trovato")
    CANCELLED = "cancelled", _("non serve più")


class SeatState(models.TextChoices):
    """One place asked for. Reserved and confirmed places count; waiting ones stand in line."""

    WAITING = "waiting", _("in attesa")
    RESERVED = "reserved", _("tenuto")
    CONFIRMED = "confirmed", _("preso")
    RELEASED = "released", _("lasciato")
