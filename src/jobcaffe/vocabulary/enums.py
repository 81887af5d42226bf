"""Choices of the vocabulary."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a concept is."""

    OCCUPATION = "occupation", _("Mestiere")
    SKILL = "skill", _("Cosa che si sa fare")
