"""Closed lists about hours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommunityKind(models.TextChoices):
    """Who keeps hours together."""

    BANK = "bank", _("banca del tempo")
    POOL = "pool", _("turni di cura")


class AccountKind(models.TextChoices):
    """Whose account."""

    HOUSEHOLD = "household", _("famiglia")
    # Group lessons fill it, desk work is paid from it.
    COMMON = "common", _("fondo ore comune")
    # Donations fill it, who has the most need receives from it, and nobody knows who.
    SOLIDARITY = "solidarity", _("fondo di solidarietà")


class AccountState(models.TextChoices):
    """Whether hours still move."""

    OPEN = "open", _("aperto")
    CLOSED = "closed", _("chiuso")


class TransferKind(models.TextChoices):
    """Why hours moved."""

    EXCHANGE = "exchange", _("aiuto scambiato")
    LESSON = "lesson", _("lezione di gruppo")
    TURN = "turn", _("turno di cura")
    DESK = "desk", _("lavoro allo sportello della banca")
    DONATION = "donation", _("ore donate")
    GRANT = "grant", _("ore ricevute dal fondo")
    SHARE = "share", _("ore donate e ricevute dal fondo di solidarietà")
    SETTLING = "settling", _("conto portato a zero")
    REVERSAL = "reversal", _("storno")


# Help that somebody gave to somebody: what given and received count.
HELP = (TransferKind.EXCHANGE, TransferKind.LESSON, TransferKind.TURN, TransferKind.DESK)


class Zone(models.TextChoices):
    """How near an account is to its limit."""

    FINE = "fine", _("va bene")
    NEAR = "near", _("vicino al limite")
    FULL = "full", _("al limite")
