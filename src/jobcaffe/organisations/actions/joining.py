"""An organisation that asks to be in the network: from the site, checked by the staff before it is seen."""

from __future__ import annotations

from django.db import transaction

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.contacts import parse
from jobcaffe.foundation.journal.actions import PUBLIC, Actor, record
from jobcaffe.foundation.search import search_key
from jobcaffe.organisations.enums import How, Purpose, Stage
from jobcaffe.organisations.models import Contact, ContactConsent, Organisation


@transaction.atomic
def ask_to_join(
    *,
    actor: Actor = PUBLIC,
    name: str,
    kind: str,
    municipality: str,
    contact_name: str,
    contact: str,
    offers: str = "",
    asks: str = "",
) -> Organisation:
    """Write an organisation that is *in verifica*: nobody but the staff sees it.

    The same name and comune that is waiting already is one request. Who writes may be called about it,
    and agreed to nothing else. Refused without name and contact.
    """
    reached = parse(contact)
    if reached is None or not name.strip() or not contact_name.strip():
        raise Refused("Scrivi il nome, chi contattare, e un telefono o un indirizzo email completo.")
    waiting = Organisation.objects.select_for_update().filter(
        search_name=search_key(name),
        municipality__iexact=municipality,
        stage=Stage.INTERESTED,
        verified_on=None,
    )
    if found := waiting.first():
        return found
    made = Organisation.objects.create(
        name=name.strip(), search_name=search_key(name), kind=kind, municipality=municipality,
        offers=offers, asks=asks, stage=Stage.INTERESTED,
    )  # fmt: skip
    values = {("email" if reached.kind == "email" else "phone"): reached.value}
    who = Contact.objects.create(organisation=made, name=contact_name.strip(), **values)
    ContactConsent.objects.create(contact=who, purpose=Purpose.CALL, how=How.SITE)
    record(actor, "organisation.join", made, fields=["name", "contacts"])
    return made
