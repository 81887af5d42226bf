"""Closed lists about ties."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Said(models.TextChoices):
    """What an organisation says of another; more than one may be true."""

    KNOWS = "knows", _("la conosciamo")
    DID = "did", _("abbiamo fatto qualcosa insieme")
    WISHES = "wishes", _("ci piacerebbe incontrarla")
