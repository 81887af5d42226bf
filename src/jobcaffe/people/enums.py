"""Closed lists about persons."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """As the person says it; empty is "non indicato"."""

    FEMALE = "F", _("donna")
    MALE = "M", _("uomo")
    OTHER = "X", _("altro")


class Channel(models.TextChoices):
    """How the person wants to be reached."""

    SMS = "sms", _("un messaggio sul cellulare")
    EMAIL = "email", _("un'email")
    CALL = "call", _("una telefonata")
    LETTER = "letter", _("una lettera")


class DayPart(models.TextChoices):
    """When the person can come."""

    MORNING = "morning", _("mattina")
    AFTERNOON = "afternoon", _("pomeriggio")
    EVENING = "evening", _("sera")
    SATURDAY = "saturday", _("sabato")


class Reason(models.TextChoices):
    """*È qui perché…*"""

    WORK = "work", _("Cerca lavoro")
    LOST_WORK = "lost_work", _("Ha perso il lavoro da poco")
    RECONCILE = "reconcile", _("Deve conciliare lavoro e famiglia")
    VENTURE = "venture", _("Vuole avviare una piccola attività")
    MEET = "meet", _("Vuole incontrare altre persone")
    YOUNG = "young", _("Non studia e non lavora")
    GIVE = "give", _("Vuole dare una mano")
    OTHER = "other", _("Altro")


class Status(models.TextChoices):
    """Where the person is with the programme."""

    ACTIVE = "active", _("seguita")
    LEFT = "left", _("non viene più")
    MOVED = "moved", _("si è trasferita")
    DIED = "died", _("deceduta")
    MERGED = "merged", _("unita a un'altra scheda")
    ERASED = "erased", _("cancellata")


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    OPEN = "open", _("aperto")
    ANSWERED = "answered", _("con risposta")
