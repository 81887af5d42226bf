"""Closed lists about mutual-aid groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a group stands in its life."""

    IDEA = "idea", _("idea")
    GATHERING = "gathering", _("si raccolgono le persone")
    ACTIVATION = "activation", _("sta per partire")
    START_UP = "start_up", _("primi incontri")
    RUNNING = "running", _("in cammino")
    MID_REVIEW = "mid_review", _("revisione di metà")
    CLOSING = "closing", _("si chiude")
    RENEWED = "renewed", _("rinnovato")
    AUTONOMOUS = "autonomous", _("va avanti da solo")
    ENDED = "ended", _("concluso")
    ARCHIVED = "archived", _("archiviato")


class RequestState(models.TextChoices):
    """Where a request to enter a group stands."""

    ASKED = "asked", _("ha chiesto")
    TALK = "talk", _("colloquio fissato")
    TALKED = "talked", _("colloquio fatto")
    PROPOSED = "proposed", _("gruppo proposto")
    # It says nothing of how it ended: entered, withdrawn and expired look the same.
    CLOSED = "closed", _("chiusa")


class Standing(models.TextChoices):
    """Where a member stands."""

    TRIAL = "trial", _("prova il primo incontro")
    MEMBER = "member", _("fa parte del gruppo")
    LEFT = "left", _("è uscita")


class Part(models.TextChoices):
    """How somebody leads a group."""

    LEAD = "lead", _("guida")
    CO = "co", _("guida insieme")
    SUBSTITUTE = "substitute", _("sostituisce una sera")


class HoursKind(models.TextChoices):
    """What a facilitator's hours were for."""

    MEETING = "meeting", _("incontro")
    PREPARATION = "preparation", _("preparazione")
    SUPERVISION = "supervision", _("supervisione")


class ContributionKind(models.TextChoices):
    """What a member shares."""

    EXPERIENCE = "experience", _("esperienza")
    FEELING = "feeling", _("sentimento")
    RESOURCE = "resource", _("risorsa")


class Readers(models.TextChoices):
    """Who may read a contribution."""

    ONLY_ME = "only_me", _("Solo io")
    FACILITATOR = "facilitator", _("Chi guida il gruppo")
    CIRCLE = "circle", _("Il mio gruppo")


class HelpKind(models.TextChoices):
    """Asked or offered."""

    NEED = "need", _("chiede")
    OFFER = "offer", _("offre")


class HelpState(models.TextChoices):
    """Where a help stands."""

    OPEN = "open", _("aperta")
    CLOSED = "closed", _("chiusa")


class HowWasIt(models.TextChoices):
    """What came of a help that two members agreed on."""

    WELL = "well", _("bene")
    SO_SO = "so_so", _("così così")
    NOT_MET = "not_met", _("non ci siamo visti")


class ProposalState(models.TextChoices):
    """Where a proposal of groups stands."""

    COMPUTING = "computing", _("in calcolo")
    READY = "ready", _("da guardare")
    ACCEPTED = "accepted", _("accettata")
    DISCARDED = "discarded", _("scartata")


class Purpose(models.TextChoices):
    """Why a group writes down for some time who is there."""

    GRANT = "grant", _("lo chiede il bando")
    CERTIFICATE = "certificate", _("attestato chiesto da chi partecipa")


class How(models.TextChoices):
    """How a pact was accepted."""

    PAPER = "paper", _("su carta")
    ONLINE = "online", _("sul sito")


class StillMeets(models.TextChoices):
    """What was found some months after a group closed."""

    YES = "yes", _("si trova ancora")
    SOME = "some", _("alcuni si vedono ancora")
    NO = "no", _("non si trova più")
    UNKNOWN = "unknown", _("non si sa")
