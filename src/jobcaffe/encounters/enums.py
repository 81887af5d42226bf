"""Closed lists about encounters."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What kind of meeting."""

    INTERVIEW = "interview", _("colloquio")
    LAB = "lab", _("laboratorio")
    GROUP = "group", _("gruppo")
    COURSE = "course", _("corso")
    TABLE = "table", _("tavolo")
    VISIT = "visit", _("visita")
    EVENT = "event", _("evento")


class State(models.TextChoices):
    """Where an encounter stands."""

    PLANNED = "planned", _("in programma")
    HELD = "held", _("svolto")
    CANCELLED = "cancelled", _("annullato")


class Presence(models.TextChoices):
    """Who was expected, came, was missing or excused."""

    EXPECTED = "expected", _("atteso")
    PRESENT = "present", _("presente")
    ABSENT = "absent", _("assente")
    EXCUSED = "excused", _("ha avvisato")


class SignUpState(models.TextChoices):
    """Where a sign-up from the public pages stands."""

    NEW = "new", _("da collegare")
    MATCHED = "matched", _("collegata")
    CANCELLED = "cancelled", _("annullata")


class ContactBy(models.TextChoices):
    """How somebody who signs up wants to be reached."""

    SMS = "sms", _("Un messaggio sul cellulare")
    EMAIL = "email", _("Un'email")
    CALL = "call", _("Chiamatemi voi")
    # Somebody who came without a word before: written down at the door.
    WALK_IN = "walk_in", _("È arrivata senza iscriversi")


class Action(models.TextChoices):
    """Which of the programme's lines an encounter belongs to (codes of the plan's actions)."""

    AMA = "A1", "Gruppi di mutuo aiuto"
    WOMEN = "A2", "Donne: tempi, lavoro, cura"
    NETWORK = "A3", "Rete di comunità"
    OUTREACH = "CE", "Contatti estivi"
    FAIR = "JF", "JOBFEST"
    DESK = "SP", "Sportello"
