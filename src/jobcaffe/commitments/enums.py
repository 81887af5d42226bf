"""Closed lists about commitments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """A commitment is never deleted: it is kept, or dropped with a reason."""

    PROMISED = "promised", _("preso")
    UNDER_WAY = "under_way", _("in corso")
    KEPT = "kept", _("mantenuto")
    DROPPED = "dropped", _("lasciato")
