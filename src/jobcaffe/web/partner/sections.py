"""What an organisation finds on its first page: places of other areas, and what waits for it.

Each area adds a row here. A place whose page does not exist in this installation is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations.models import Organisation


class Door(NamedTuple):
    """A place of another area: who may go there, its name, its address, what one does there."""

    capability: str
    label: str | Promise
    url_name: str
    icon: str
    text: str | Promise


class Waiting(NamedTuple):
    """Something that waits for the organisation. ``hint`` says until when or why."""

    label: str
    url: str
    hint: str = ""


DOORS: list[Door] = [
    Door("exchange.own", _("Annunci"), "board:mine", "file", _("Quello che offrite e cercate.")),
    Door("table.partner", _("Caffè e tavoli"), "tables:mine", "people", _("Chi potreste incontrare.")),
]

# Functions that say what waits: (user, organisation) -> rows.
WAITING: list[Callable[[User, Organisation], Iterable[Waiting]]] = []
