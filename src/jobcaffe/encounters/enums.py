"""Closed lists about encounters."""

from django.db import models


class Kind(models.TextChoices):
    """What kind of meeting."""

    INTERVIEW = "interview", "colloquio"
    LAB = "lab", "laboratorio"
    GROUP = "group", "gruppo"
    COURSE = "course", "corso"
    TABLE = "table", "tavolo"
    VISIT = "visit", "visita"
    EVENT = "event", "evento"


class State(models.TextChoices):
    """Where an encounter stands."""

    PLANNED = "planned", "in programma"
    HELD = "held", "svolto"
    CANCELLED = "cancelled", "annullato"


class Presence(models.TextChoices):
    """Who was expected, came, was missing or excused."""

    EXPECTED = "expected", "atteso"
    PRESENT = "present", "presente"
    ABSENT = "absent", "assente"
    EXCUSED = "excused", "ha avvisato"


class SignUpState(models.TextChoices):
    """Where a sign-up from the public pages stands."""

    NEW = "new", "da collegare"
    MATCHED = "matched", "collegata"
    CANCELLED = "cancelled", "annullata"


class ContactBy(models.TextChoices):
    """How somebody who signs up wants to be reached."""

    SMS = "sms", "Un messaggio sul cellulare"
    EMAIL = "email", "Un'email"
    CALL = "call", "Chiamatemi voi"
    # Somebody who came without a word before: written down at the door.
    WALK_IN = "walk_in", "È arrivata senza iscriversi"


class Action(models.TextChoices):
    """Which of the programme's lines an encounter belongs to (codes of the plan's actions)."""

    AMA = "A1", "Gruppi di mutuo aiuto"
    WOMEN = "A2", "Donne: tempi, lavoro, cura"
    NETWORK = "A3", "Rete di comunità"
    OUTREACH = "CE", "Contatti estivi"
    FAIR = "JF", "JOBFEST"
    DESK = "SP", "Sportello"
