"""Arguments of the addresses about the community network: one function for each of its rooms."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations.models import Check, Delegate, Location, Organisation
from jobcaffe.organisations.queries import check_digest
from tests import factories

LINK = "linkdellarete" + "x" * 9


def network_values(organisation: Organisation, partner: User | None = None) -> dict[str, Any]:
    """The arguments of those pages, around one organisation; ``partner`` speaks for it when given."""
    return {**directory_values(organisation, partner)}


def directory_values(organisation: Organisation, partner: User | None = None) -> dict[str, Any]:
    """An organisation that everybody sees, with a place, an account, a question, and one that looks alike."""
    today = timezone.localdate()
    Organisation.objects.filter(pk=organisation.pk).update(
        stage="member", verified_on=today, offers="tirocini", asks="volontari", municipality="Lainate"
    )
    speaker = partner or factories.user("organisation")
    Delegate.objects.update_or_create(user=speaker, defaults={"organisation": organisation})
    place, _new = Location.objects.get_or_create(
        organisation=organisation,
        address="via Roma 1",
        municipality="Lainate",
        defaults={"hours": [[0, "09:00", "13:00"]]},
    )
    Check.objects.get_or_create(
        digest=check_digest(LINK), defaults={"organisation": organisation, "asked_on": today}
    )
    twin = Organisation.objects.exclude(pk=organisation.pk).filter(name=organisation.name).first()
    return {
        "directory:organisation_id": organisation.pk,
        "organisations:other_id": (twin or factories.organisation(name=organisation.name)).pk,
        "organisations:user_id": speaker.pk,
        "location_id": place.pk,
        "directory:check:token": LINK,
    }
