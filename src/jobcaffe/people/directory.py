"""What sign-in asks about persons (see ``settings.PERSON_DIRECTORY``)."""

from __future__ import annotations

from uuid import UUID

from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person


def person_by_contact(*, email_index: str = "", phone_index: str = "") -> UUID | None:
    """The one followed person with this contact; ``None`` when there is none, or more than one."""
    persons = Person.objects.filter(status=Status.ACTIVE)
    found = (
        persons.filter(email_index=email_index) if email_index else persons.filter(phone_index=phone_index)
    )
    refs = list(found.values_list("pk", flat=True)[:2]) if (email_index or phone_index) else []
    return refs[0] if len(refs) == 1 else None


def display_name(person_ref: UUID) -> str:
    """First name, for greeting; empty when the person is gone."""
    return Person.objects.filter(pk=person_ref).values_list("first_name", flat=True).first() or ""
