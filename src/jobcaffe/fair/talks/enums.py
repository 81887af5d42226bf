"""Closed lists about talks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a talk stands. ``ACTIVE`` in ``rules``: booked, running, held."""

    BOOKED = "booked", _("prenotato")
    RUNNING = "running", _("in corso")
    HELD = "held", _("svolto")
    MISSED = "missed", _("non è venuto")
    CANCELLED = "cancelled", _("annullato")


class Kind(models.TextChoices):
    """Between whom."""

    CITIZENS = "citizens", _("colloqui con chi partecipa")
    BUSINESS = "business", _("incontri tra organizzazioni")


class PlanState(models.TextChoices):
    """A plan is looked at before people are told."""

    MAKING = "making", _("si sta facendo")
    DRAFT = "draft", _("da guardare")
    PUBLISHED = "published", _("pubblicato")
    DROPPED = "dropped", _("scartato")


class MeetingState(models.TextChoices):
    """Where a meeting of two organisations stands."""

    ASKED = "asked", _("chiesto")
    ACCEPTED = "accepted", _("accettato")
    DECLINED = "declined", _("non accettato")
    CANCELLED = "cancelled", _("annullato")


class When(models.TextChoices):
    """When two organisations may meet."""

    ANY = "any", _("quando si può")
    MORNING = "morning", _("nella prima metà")
    AFTERNOON = "afternoon", _("nella seconda metà")
