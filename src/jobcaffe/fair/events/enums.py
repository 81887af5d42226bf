"""Closed lists about the event."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a fair stands. ``OPEN``: its pages are public."""

    DRAFT = "draft", _("in preparazione")
    OPEN = "open", _("pubblica")
    CLOSED = "closed", _("conclusa")


class TalksMode(models.TextChoices):
    """How talks get their hour."""

    NONE = "none", _("Senza colloqui")
    BOOKING = "booking", _("Chi partecipa sceglie un orario libero")
    PLANNED = "planned", _("Chi partecipa dice chi vuole incontrare, gli orari li fa il piano")


class StandState(models.TextChoices):
    """Where the adhesion of an exhibitor stands."""

    ASKED = "asked", _("da confermare")
    ACCEPTED = "accepted", _("confermato")
    DECLINED = "declined", _("non accolto")
    WITHDRAWN = "withdrawn", _("si è ritirato")


class SessionKind(models.TextChoices):
    """What a row of the programme is."""

    TALK = "talk", pgettext_lazy("JOBFEST", "incontro")
    WORKSHOP = "workshop", _("laboratorio")
    SERVICE = "service", _("sportello")
    MOMENT = "moment", _("momento insieme")


class Job(models.TextChoices):
    """What a volunteer does."""

    DOOR = "door", _("alla porta")
    WELCOME = "welcome", _("accoglienza")
    TABLES = "tables", _("ai tavoli")
    CHILDREN = "children", _("spazio bimbi")
    SETUP = "setup", _("allestimento")
