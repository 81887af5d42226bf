"""Closed lists about persons."""

from django.db import models


class Sex(models.TextChoices):
    """As the person says it; empty is "non indicato"."""

    FEMALE = "F", "donna"
    MALE = "M", "uomo"
    OTHER = "X", "altro"


class Channel(models.TextChoices):
    """How the person wants to be reached."""

    SMS = "sms", "un messaggio sul cellulare"
    EMAIL = "email", "un'email"
    CALL = "call", "una telefonata"
    LETTER = "letter", "una lettera"


class DayPart(models.TextChoices):
    """When the person can come."""

    MORNING = "morning", "mattina"
    AFTERNOON = "afternoon", "pomeriggio"
    EVENING = "evening", "sera"
    SATURDAY = "saturday", "sabato"


class Reason(models.TextChoices):
    """*È qui perché…*"""

    WORK = "work", "Cerca lavoro"
    LOST_WORK = "lost_work", "Ha perso il lavoro da poco"
    RECONCILE = "reconcile", "Deve conciliare lavoro e famiglia"
    VENTURE = "venture", "Vuole avviare una piccola attività"
    MEET = "meet", "Vuole incontrare altre persone"
    YOUNG = "young", "Non studia e non lavora"
    GIVE = "give", "Vuole dare una mano"
    OTHER = "other", "Altro"


class Status(models.TextChoices):
    """Where the person is with the programme."""

    ACTIVE = "active", "seguita"
    LEFT = "left", "non viene più"
    MOVED = "moved", "si è trasferita"
    DIED = "died", "deceduta"
    MERGED = "merged", "unita a un'altra scheda"
    ERASED = "erased", "cancellata"


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    OPEN = "open", "aperto"
    ANSWERED = "answered", "con risposta"
