"""Closed lists about commitments."""

from django.db import models


class State(models.TextChoices):
    """A commitment is never deleted: it is kept, or dropped with a reason."""

    PROMISED = "promised", "preso"
    UNDER_WAY = "under_way", "in corso"
    KEPT = "kept", "mantenuto"
    DROPPED = "dropped", "lasciato"
