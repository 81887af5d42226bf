"""What has had its time goes by itself, and leaves only counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobcaffe.encounters import actions as encounters
from jobcaffe.encounters.models import SignUp
from jobcaffe.encounters.queries import presences, sign_ups
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import actions as imports
from jobcaffe.foundation.imports.models import Batch, Row
from jobcaffe.foundation.jobs.periodic import REGISTRY
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.people import actions as people
from jobcaffe.people.models import IntakeDraft
from jobcaffe.web.imports.kinds import spec_for
from tests import factories

pytestmark = pytest.mark.django_db


def signed_up(days_ago: int, code: str, **fields: object) -> SignUp:
    met = factories.encounter(starts_at=factories.moment(-days_ago))
    values = {
        "name": "Gina Neri",
        "channel": "sms",
        "contact": "+393330000001",
        "contact_index": "x",
        **fields,
    }
    return SignUp.objects.create(encounter=met, code=code, **values)


def test_a_sign_up_a_year_after_its_encounter_keeps_only_that_somebody_came() -> None:
    old = signed_up(400, "ABC-DEF", came=True, call_when="morning")
    young = signed_up(300, "ABC-DEG")
    linked = signed_up(400, "ABC-DEH", state="matched", person=factories.person())
    before = presences(old.encounter)
    assert encounters.forget_sign_ups(actor=SYSTEM) == 1
    assert encounters.forget_sign_ups(actor=SYSTEM) == 0
    old.refresh_from_db()
    assert (old.name, old.contact, old.contact_index, old.call_when, old.channel) == ("", "", "", "", "")
    assert presences(old.encounter) == before == 1
    for row in (young, linked):
        row.refresh_from_db()
        assert row.name == "Gina Neri"
    assert [row.pk for row in sign_ups(factories.user("desk"))] == [young.pk]
    assert Entry.objects.filter(action="sign_up.forget").count() == 1


def test_drafts_go_after_a_month_without_a_touch() -> None:
    operator = factories.user("desk")
    old, young = (
        IntakeDraft.objects.create(operator=operator, data={"name": name}) for name in ("Uno", "Due")
    )
    IntakeDraft.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=40))
    assert (people.forget_drafts(actor=SYSTEM), people.forget_drafts(actor=SYSTEM)) == (1, 0)
    assert list(IntakeDraft.objects.all()) == [young]


def batch(days: int, state: str) -> Batch:
    made = Batch.objects.create(
        kind="people", file_name="a.csv", sha256="0" * 64, state=state, counts={"rows": 1}, content="eA==",
        created_at=timezone.now() - timedelta(days=days),
    )  # fmt: skip
    Row.objects.create(
        batch=made, line=1, verdict="new", cells={"Nome": "Pia"}, values={}, before={}, applied=True
    )
    return made


def test_rows_of_imports_go_after_three_months_and_cannot_be_undone_as_if_they_were_there() -> None:
    applied, waiting, young, running = (
        batch(100, "applied"), batch(100, "preview"), batch(60, "applied"), batch(100, "applying"),
    )  # fmt: skip
    assert (imports.forget_rows(actor=SYSTEM), imports.forget_rows(actor=SYSTEM)) == (2, 0)
    assert {row.batch_id for row in Row.objects.all()} == {young.pk, running.pk}
    for one in (applied, waiting):
        one.refresh_from_db()
        assert one.content == ""
        assert one.counts["rows"] == 1
    assert (applied.state, waiting.state) == ("applied", "failed")
    with pytest.raises(Refused, match="tre mesi"):
        imports.undo(actor=SYSTEM, spec=spec_for("people"), batch_id=applied.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM imports_batch WHERE state = 'failed'")
        assert cursor.fetchone()[0] == ""


def test_all_three_are_in_the_calendar_of_the_queue() -> None:
    wanted = {
        "jobcaffe.encounters.tasks.forget_sign_ups",
        "jobcaffe.people.tasks.forget_drafts",
        "jobcaffe.foundation.imports.tasks.forget_rows",
    }
    assert wanted <= set(REGISTRY)
