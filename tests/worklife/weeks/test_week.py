"""Her week: only she reads it, nothing of it stands in clear, and it goes when she goes."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.paths.actions import erase_person
from jobcaffe.people.models import Person
from jobcaffe.worklife.weeks import actions, catalogue, queries
from jobcaffe.worklife.weeks.models import Household, UnmetTime, Week
from tests import factories
from tests.worklife.weeks.homes import FULL, granny, household, item, leave_early, whole_week, woman

pytestmark = pytest.mark.django_db
CANARY = "Xqcanarinasegreta"


def database() -> str:
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(str(cursor.fetchall()))
    return "\n".join(found)


def test_hours_are_the_sum_of_the_cells() -> None:
    mine = queries.told(whole_week(woman()))
    assert mine.hours == {"work": 25, "home": 31, "kids": 24, "me": 9, "free": 9}
    lengths = sum(part.hours for part in catalogue.parts().values())
    assert sum(mine.hours.values()) == 7 * lengths


def test_a_second_press_is_the_same_week() -> None:
    user, key = woman(), uuid4()
    rows = {actions.start_week(actor=user, uses=FULL[0], request_key=key).pk for _n in range(2)}
    assert len(rows) == Week.objects.count() == 1


def test_another_cannot_take_a_week_by_its_key() -> None:
    key = uuid4()
    actions.start_week(actor=woman(), uses=FULL[0], request_key=key)
    with pytest.raises(Refused):
        actions.start_week(actor=woman(), uses=FULL[0], request_key=key)


def test_yesterday_is_copied_and_an_empty_yesterday_is_refused() -> None:
    user = woman()
    row = actions.start_week(actor=user, uses=FULL[0])
    actions.fill_day(actor=user, week_id=row.pk, day=1, uses=None)
    mine = queries.my_week(user, row.pk)
    assert mine is not None
    assert (mine.cells[1], mine.next_day) == (FULL[0], 2)
    for day in (0, 3):
        with pytest.raises(Refused, match="Il giorno prima è ancora vuoto"):
            actions.fill_day(actor=user, week_id=row.pk, day=day, uses=None)


@pytest.mark.parametrize("uses", [["work"], ["work", "work", "sleep"], []])
def test_unknown_uses_are_refused(uses: list[str]) -> None:
    with pytest.raises(Refused, match="mattina"):
        actions.start_week(actor=woman(), uses=uses)


@pytest.mark.parametrize("role", sorted(set(Role.values)))
def test_nobody_else_reads_or_writes_it(role: str) -> None:
    row, other = whole_week(woman()), factories.user(role)
    assert queries.my_week(other, row.pk) is None
    assert queries.my_home(other).id is None
    assert not queries.visible_to(other).exists()
    for do in (
        lambda: actions.fill_day(actor=other, week_id=row.pk, day=0, uses=FULL[0]),
        lambda: actions.remove_week(actor=other, week_id=row.pk),
        lambda: actions.share_week(actor=other, week_id=row.pk, yes=True),
    ):
        with pytest.raises(Refused):
            do()


def test_another_member_does_not_either() -> None:
    row, other = whole_week(woman()), woman()
    assert queries.my_week(other, row.pk) is None
    with pytest.raises(Refused):
        actions.remove_week(actor=other, week_id=row.pk)


def test_a_search_of_the_database_finds_nothing_of_hers() -> None:
    user = woman()
    whole_week(user)
    household(user, child=CANARY)
    actions.save_letter(actor=user, to=CANARY, text=CANARY)
    actions.search(actor=user)
    text = database()
    assert Household.objects.get().result
    assert [word for word in (CANARY, CANARY[2:], "ufficio", '"kids"', "lezioni") if word in text] == []


def test_no_row_can_be_linked_to_her_record_without_the_keys() -> None:
    user = woman()
    whole_week(user)
    household(user)
    ref = user.person_ref
    assert ref is not None
    assert Week.index_of(ref) != Household.index_of(ref)
    with connection.cursor() as cursor:
        for model in apps.get_app_config("worklife_weeks").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            text = str(cursor.fetchall())
            assert str(ref) not in text
            assert ref.hex not in text


def test_the_journal_says_that_she_wrote_and_nothing_of_what() -> None:
    user = woman()
    household(user, child=CANARY)
    whole_week(user)
    rows = Entry.objects.filter(action__startswith="week.")
    assert rows.count() >= 12
    assert {(row.object_ref, row.subject_ref, row.reason, tuple(row.fields)) for row in rows} == {
        ("", None, "", ())
    }


def test_an_erased_person_leaves_nothing_here() -> None:
    user = woman()
    whole_week(user)
    household(user)
    actions.search(actor=user)
    actions.count_me(actor=user, area="lainate")
    assert UnmetTime.objects.count() == 1
    assert user.person_ref is not None
    erase_person(actor=factories.user("coordinator"), person_ref=user.person_ref)
    assert [model.objects.count() for model in (Week, Household, UnmetTime)] == [0, 0, 0]


def test_a_merged_record_brings_its_weeks_along() -> None:
    user, old = woman(), woman()
    row = whole_week(old)
    Person.objects.filter(pk=old.person_ref).update(merged_into=user.person_ref)
    assert [one.id for one in queries.my_weeks(user)] == [row.pk]


def test_what_nobody_touches_for_two_years_goes() -> None:
    user = woman()
    whole_week(user)
    household(user)
    actions.count_me(actor=user, area="rho")
    assert actions.forget_due(actor=SYSTEM, today=timezone.localdate() + timedelta(days=700)) == 0
    assert actions.forget_due(actor=SYSTEM, today=timezone.localdate() + timedelta(days=740)) == 2
    assert (Week.objects.count(), Household.objects.count(), UnmetTime.objects.count()) == (0, 0, 0)


def test_her_copy_has_it_all_and_no_token() -> None:
    user = woman()
    row = whole_week(user)
    household(user)
    actions.count_me(actor=user, area="rho")
    copy = queries.my_copy(user)
    mine = queries.my_week(user, row.pk)
    assert mine is not None
    assert copy["settimane"] == [{"dal": mine.monday, "caselle": FULL, "ore": mine.hours}]
    assert copy["casa"]["bambini"][0]["name"] == "Anna"
    assert (copy["conteggio"], "token" in copy["casa"]) == (True, False)


def test_a_mean_needs_five_who_let_theirs_count() -> None:
    users = [woman() for _n in range(5)]
    refs = [user.person_ref for user in users if user.person_ref]
    rows = [whole_week(user) for user in users]
    assert queries.means(queries.shared(refs).values()) is None
    for user, row in list(zip(users, rows, strict=True))[:4]:
        actions.share_week(actor=user, week_id=row.pk, yes=True)
    assert queries.means(queries.shared(refs).values()) is None
    actions.share_week(actor=users[4], week_id=rows[4].pk, yes=True)
    assert queries.means(queries.shared(refs).values()) == {
        "work": 25.0,
        "home": 31.0,
        "kids": 24.0,
        "me": 9.0,
        "free": 9.0,
    }
    actions.share_week(actor=users[4], week_id=rows[4].pk, yes=False)
    assert queries.means(queries.shared(refs).values()) is None


# --- the household --------------------------------------------------------------------------------


def test_the_search_finds_the_uncovered_hours_and_what_would_help() -> None:
    user = woman()
    household(user)
    granny(user)
    leave_early(user)
    actions.search(actor=user)
    result = queries.my_home(user).result
    first, last = result["uncovered"][0], result["uncovered"][-1]
    assert {one["child"] for one in result["uncovered"]} == {"anna"}
    assert (first["day"], last["to"] >= "16:30") == (0, True)
    assert result["alternatives"][0]["options"] == ["nonna"]
    assert result["alternatives"][0]["cost"] == catalogue.cost("poco")


def test_without_anything_to_change_the_clash_is_the_two_commitments() -> None:
    user = woman()
    household(user)
    actions.search(actor=user)
    assert set(queries.my_home(user).result["smallest_clash"]) == {"lezioni", "turno"}


def test_the_same_row_twice_is_one_row() -> None:
    user = woman()
    for minutes in (10, 12):
        item(user, "luoghi", "scuola", name="scuola", minutes=minutes)
    assert queries.my_home(user).rows("luoghi") == [{"name": "scuola", "minutes": 12, "id": "scuola"}]


def test_what_another_row_needs_stays() -> None:
    user = woman()
    household(user)
    with pytest.raises(Refused, match="ne ha bisogno"):
        actions.remove_item(actor=user, subject="luoghi", item_id="scuola")
    assert len(queries.my_home(user).rows("luoghi")) == 2
    actions.remove_item(actor=user, subject="impegni", item_id="lezioni")
    actions.remove_item(actor=user, subject="luoghi", item_id="scuola")
    actions.remove_item(actor=user, subject="luoghi", item_id="scuola")
    assert len(queries.my_home(user).rows("luoghi")) == 1


@pytest.mark.parametrize(
    ("subject", "data"),
    [
        ("pirati", {"name": "x"}),
        ("impegni", {"name": "x"}),
        ("impegni", {"name": "x", "who": "zorro", "where": "casa", "days": ["0"], "kind": "work", "from": "08:00", "to": "09:00"}),
        ("impegni", {"name": "x", "who": "io", "where": "luna", "days": ["0"], "kind": "work", "from": "08:00", "to": "09:00"}),
        ("impegni", {"name": "x", "who": "io", "where": "casa", "days": ["9"], "kind": "work", "from": "08:00", "to": "09:00"}),
        ("impegni", {"name": "x", "who": "io", "where": "casa", "days": ["0"], "kind": "work", "from": "8", "to": "09:00"}),
        ("bambini", {"name": "x", "year": "ieri", "alone_from": 11}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_kept(subject: str, data: dict[str, object]) -> None:
    user = woman()
    with pytest.raises(Refused):
        item(user, subject, "x1", **data)
    assert queries.my_home(user).body == {}


def test_there_are_at_most_so_many() -> None:
    user = woman()
    for n in range(catalogue.limit("children")):
        item(user, "bambini", f"b{n}", name="Leo", year=2020, alone_from=11)
    with pytest.raises(Refused, match="al massimo 8"):
        item(user, "bambini", "troppo", name="Leo", year=2020, alone_from=11)


def test_without_commitments_there_is_nothing_to_search() -> None:
    with pytest.raises(Refused, match="almeno un impegno"):
        actions.search(actor=woman())


def test_a_job_searches_for_her_and_tells_nobody() -> None:
    from jobcaffe.foundation.jobs.models import Job
    from jobcaffe.foundation.jobs.worker import run_due

    user = woman()
    household(user)
    actions.search_longer(actor=user)
    actions.search_longer(actor=user)
    job = Job.objects.get()
    assert (job.quiet, job.created_by) == (True, None)
    assert str(user.person_ref) not in str(job.args)
    assert queries.my_home(user).searching_since is not None
    run_due()
    mine = queries.my_home(user)
    assert (mine.searching_since, bool(mine.result["uncovered"])) == (None, True)


def test_she_takes_her_household_away() -> None:
    user = woman()
    household(user)
    actions.count_me(actor=user, area="rho")
    actions.forget_home(actor=user)
    assert (Household.objects.count(), UnmetTime.objects.count()) == (0, 0)


def test_the_file_of_words_is_whole() -> None:
    assert len(catalogue.parts()) == 3
    assert {use.sum for use in catalogue.uses().values()} == {"care", "work", "own", "free"}
    assert date(2026, 1, 5).weekday() == 0
