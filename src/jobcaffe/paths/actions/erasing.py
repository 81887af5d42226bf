"""A person asks to be erased: what identifies her goes from every room, what counts stays."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.commitments.models import Change, Commitment
from jobcaffe.encounters.models import Attendance, SignUp
from jobcaffe.foundation.accounts.actions.members import forget_member
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.imports.forgetting import forget as forget_imports
from jobcaffe.foundation.journal.actions import record
from jobcaffe.foundation.notices.actions import forget as forget_notices
from jobcaffe.foundation.privacy.erasure import forget_everywhere
from jobcaffe.foundation.privacy.personkeys import DESTROYED, destroy_key
from jobcaffe.foundation.privacy.traces import Traces
from jobcaffe.foundation.search import normalise
from jobcaffe.paths.models import FollowUp, Goal, Outcome, Path
from jobcaffe.paths.queries import merged_refs
from jobcaffe.people.enums import Status
from jobcaffe.people.models import (
    Answer,
    Complaint,
    DuplicateHint,
    Intake,
    IntakeDraft,
    Merge,
    Person,
    ProfileSection,
    ShiftNote,
    Waiting,
)
from jobcaffe.people.rules import require_person

CONTACT_INDEXES = ("phone_index", "phone_tail_index", "email_index", "fiscal_code_index")
EMPTIED = ("alias", "phone", "email", "fiscal_code", "guardian_name", "guardian_phone", *CONTACT_INDEXES)


@transaction.atomic
def erase_person(*, actor: User, person_ref: UUID, reason: str = "") -> Person:
    """Anonymise a person and every record that was joined to hers. It cannot be undone.

    Name, contacts, words, profile, answers, texts of goals and steps, hand-over notes, messages and
    access go, with the sign-ups, drafts and imported rows that name her without pointing at her; and
    her key is destroyed: her name in journal and consents cannot be read any more.
    Year, sex, municipality, the dates and the presences stay, so that totals do not fall.
    Refused when the record is not the actor's to erase. A second press finds nobody: refused.
    """
    person = require_person(actor, "person.erase", person_ref)
    refs = [person.pk, *merged_refs(person.pk)]
    contacts = _contacts(refs)
    traces = _traces(refs)
    residue = _residue(refs)
    _wipe_words(refs)
    forget_everywhere(actor=actor, refs=refs)
    _wipe_loose(refs, contacts, traces)
    for ref in refs:
        forget_notices(actor=actor, person_ref=ref, contacts=contacts)
        forget_member(actor=actor, person_ref=ref)
        destroy_key(ref)
    _wipe_rows(refs)
    record(actor, "person.erase", person, fields=residue, reason=reason)
    person.refresh_from_db()
    return person


def _contacts(refs: list[UUID]) -> list[str]:
    rows = Person.objects.filter(pk__in=refs).values_list("phone_index", "email_index")
    return [index for row in rows for index in row if index]


def _traces(refs: list[UUID]) -> Traces:
    rows = list(Person.objects.filter(pk__in=refs))
    return Traces.of(
        [(row.first_name, row.last_name) for row in rows],
        [row.phone for row in rows],
        [text for row in rows for text in (row.email, row.fiscal_code)],
    )


def _residue(refs: list[UUID]) -> list[str]:
    """What is left of her: counts, for the journal."""
    counted = {
        "intakes": Intake.objects.filter(person__in=refs),
        "attendances": Attendance.objects.filter(person__in=refs),
        "commitments": Commitment.objects.filter(person__in=refs),
        "outcomes": Outcome.objects.filter(person__in=refs),
        "paths": Path.objects.filter(person__in=refs),
    }
    return [f"{name}={rows.count()}" for name, rows in counted.items()]


def _wipe_words(refs: list[UUID]) -> None:
    Intake.objects.filter(person__in=refs).update(words="", recontact_on=None)
    Goal.objects.filter(path__person__in=refs).update(words=DESTROYED)
    steps = Commitment.objects.filter(person__in=refs) | Commitment.objects.filter(about__in=refs)
    Change.objects.filter(commitment__in=steps.values("pk")).update(reason="")
    Commitment.objects.filter(pk__in=list(steps.values_list("pk", flat=True))).update(text=DESTROYED)
    outcomes = Outcome.objects.filter(person__in=refs)
    FollowUp.objects.filter(outcome__in=outcomes.values("pk")).update(note="")
    outcomes.update(where="", notes="")
    Complaint.objects.filter(person__in=refs).update(text=DESTROYED, answer="")
    SignUp.objects.filter(person__in=refs).update(name=DESTROYED, contact="", contact_index="")


def _wipe_loose(refs: list[UUID], contacts: list[str], traces: Traces) -> None:
    """What was typed about her before, or beside, her record: nothing there points at her."""
    firsts = {
        normalise(name) for name in Person.objects.filter(pk__in=refs).values_list("first_name", flat=True)
    }
    firsts.discard("")
    loose = SignUp.objects.filter(person=None, contact_index__in=contacts)
    # A family has one telephone: only the sign-ups in her name are hers.
    hers = [row.pk for row in loose if firsts & {normalise(row.name), normalise(row.name).split(" ")[0]}]
    SignUp.objects.filter(pk__in=hers).update(name=DESTROYED, contact="", contact_index="")
    drafts = [row.pk for row in IntakeDraft.objects.all() if traces.found_in(row.data)]
    IntakeDraft.objects.filter(pk__in=drafts).delete()
    waited = Waiting.objects.filter(person=None).values_list("pk", "name")
    Waiting.objects.filter(pk__in=[pk for pk, name in waited if traces.found_in(name)]).delete()
    forget_imports(refs=[str(ref) for ref in refs], traces=traces)


def _wipe_rows(refs: list[UUID]) -> None:
    for model in (ProfileSection, Answer, ShiftNote, Waiting):
        model._default_manager.filter(person__in=refs).delete()
    hints = DuplicateHint.objects.filter(first__in=refs) | DuplicateHint.objects.filter(second__in=refs)
    hints.delete()
    merges = Merge.objects.filter(kept__in=refs) | Merge.objects.filter(gone__in=refs)
    merges.update(moved={}, undone_at=timezone.now())
    Person.objects.filter(pk__in=refs).update(
        first_name=DESTROYED,
        last_name="",
        search_name=normalise(DESTROYED),
        protected=False,
        operator=None,
        status_on=timezone.localdate(),
        **dict.fromkeys(EMPTIED, ""),
    )
    # Joined records keep pointing at hers: they were never counted twice, and never will be.
    Person.objects.filter(pk__in=refs, merged_into__isnull=True).update(status=Status.ERASED)
