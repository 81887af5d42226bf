"""The states of a job."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job is. ``READY`` and ``RUNNING`` are unfinished; the others are ends."""

    READY = "ready", _("In attesa")
    RUNNING = "running", _("In corso")
    DONE = "done", _("Finito")
    FAILED = "failed", _("Non riuscito")
    CANCELLED = "cancelled", _("Fermato")


UNFINISHED = (State.READY, State.RUNNING)
