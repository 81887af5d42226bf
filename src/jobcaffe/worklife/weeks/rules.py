"""Whose week it is: reaching one's own rows, locked."""

from __future__ import annotations

from uuid import UUID, uuid4

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.rules import require
from jobcaffe.worklife.weeks import queries
from jobcaffe.worklife.weeks.models import Household, Week

GONE = "Questa settimana non c'è, o non è tua. Torna alla tua pagina."
NOT_YOURS = "La tua settimana non si apre da qui. Chiedi allo sportello."


def own_ref(actor: User) -> UUID:
    """Whose page it is. Refused to who is not a member with a record."""
    require(actor, "week.own")
    refs = queries.refs_of(actor)
    if not refs:
        raise Refused(NOT_YOURS)
    return refs[0]


def own_week(actor: User, week_id: UUID) -> Week:
    """Her week, locked. "Not there" and "not yours" are one answer."""
    own_ref(actor)
    found = queries.visible_to(actor).select_for_update().filter(pk=week_id).first()
    if found is None:
        raise Refused(GONE)
    return found


def own_home(actor: User) -> Household:
    """Her household, locked; an empty one when she begins."""
    ref = own_ref(actor)
    found = queries.households_of(actor).select_for_update().first()
    if found is None:
        columns = Household.columns_for(ref)
        index = columns.pop("person_index")
        made, _new = Household.objects.get_or_create(person_index=index, defaults={"pk": uuid4(), **columns})
        found = Household.objects.select_for_update().get(pk=made.pk)
    return found
