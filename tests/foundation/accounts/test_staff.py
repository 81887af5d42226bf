"""Accounts of people who work here: who may give what to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions, queries
from jobcaffe.foundation.accounts.commands import add_staff
from jobcaffe.foundation.accounts.contacts import Contact
from jobcaffe.foundation.accounts.models import Device, User
from jobcaffe.foundation.accounts.rules import Access
from jobcaffe.foundation.journal.models import Entry
from tests import factories
from tests.foundation.accounts.helpers import last_notice

pytestmark = pytest.mark.django_db
NEW = Contact("email", "nuova@example.org")


@pytest.fixture
def admin():
    return factories.user("sysadmin")


def _create(admin, *roles, contact=NEW, **more):
    return actions.create_staff(
        actor=admin, name="Nuova Collega", contact=contact, access=Access(roles=roles, **more)
    )


def test_a_new_colleague_has_her_roles_and_gets_a_message(admin):
    made = _create(admin, "desk", "facilitator", team=factories.team())
    assert made.roles == {"desk", "facilitator"}
    assert last_notice("staff_welcome").contact == "nuova@example.org"
    assert Entry.objects.filter(action="user.create", object_ref=str(made.pk)).count() == 1


def test_a_contact_in_use_is_refused_and_nothing_is_written(admin):
    _create(admin, "coordinator")
    with pytest.raises(Refused, match="già usato"):
        _create(admin, "coordinator")
    assert User.objects.filter(name="Nuova Collega").count() == 1


@pytest.mark.parametrize(
    "roles",
    [
        [],
        ["member"],
        ["organisation"],
        ["nonsense"],
        ["sysadmin", "coordinator"],
        ["funder", "desk"],
        ["desk"],
    ],
)
def test_roles_that_may_not_be_are_refused(admin, roles):
    with pytest.raises(Refused):
        _create(admin, *roles)
    assert not User.objects.filter(name="Nuova Collega").exists()


@pytest.mark.parametrize("role", ["desk", "coordinator", "member", "municipality", "funder", "facilitator"])
def test_only_the_administrator_manages_accounts(role):
    other, target = factories.user(role), factories.user("facilitator")
    access = Access(roles=["coordinator"])
    for attempt in (
        lambda: _create(other, "coordinator"),
        lambda: actions.change_roles(actor=other, user=target, access=access),
        lambda: actions.end_access(actor=other, user=target),
        lambda: actions.reset_second_factor(actor=other, user=target),
        lambda: actions.save_team(actor=other, name="X"),
        lambda: actions.record_review(actor=other),
    ):
        with pytest.raises(Refused):
            attempt()


def test_nobody_changes_her_own_rights(admin):
    for attempt in (
        lambda: actions.change_roles(actor=admin, user=admin, access=Access(roles=["coordinator"])),
        lambda: actions.end_access(actor=admin, user=admin),
        lambda: actions.reset_second_factor(actor=admin, user=admin),
    ):
        with pytest.raises(Refused):
            attempt()
    assert User.objects.get(pk=admin.pk).roles == {"sysadmin"}


def test_the_account_of_a_participant_is_out_of_reach(admin):
    member = factories.member()
    with pytest.raises(Refused):
        actions.change_roles(actor=admin, user=member, access=Access(roles=["coordinator"]))
    with pytest.raises(Refused):
        actions.end_access(actor=admin, user=member)
    assert member not in queries.visible_to(admin)
    assert member.pk not in [row.user.pk for row in queries.staff(admin)]


def test_an_ended_access_has_no_roles_no_devices_and_can_be_opened_again(admin):
    desk = factories.user("desk")
    Device.objects.create(user=desk, session_key="k")
    actions.end_access(actor=admin, user=desk)
    actions.end_access(actor=admin, user=desk)
    closed = User.objects.get(pk=desk.pk)
    assert (closed.is_active, closed.roles) == (False, frozenset())
    assert Device.objects.get().ended_at is not None
    assert Entry.objects.filter(action="user.end").count() == 1
    actions.change_roles(actor=admin, user=closed, access=Access(roles=["desk"], team=desk.team))
    opened = User.objects.get(pk=desk.pk)
    assert (opened.is_active, opened.roles) == (True, frozenset({"desk"}))


def test_one_administrator_always_remains(admin):
    second = factories.user("sysadmin")
    actions.change_roles(actor=second, user=admin, access=Access(roles=["coordinator"]))
    third = _create(second, "sysadmin", until=timezone.localdate())
    with pytest.raises(Refused, match="almeno un amministratore"):
        actions.end_access(actor=third, user=second)
    assert User.objects.get(pk=second.pk).is_active


def test_a_role_ends_by_itself_after_its_last_day(admin):
    made = _create(admin, "coordinator", until=timezone.localdate())
    assert made.roles == {"coordinator"}
    made.grants.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert User.objects.get(pk=made.pk).roles == frozenset()
    with pytest.raises(Refused, match="già passato"):
        actions.change_roles(
            actor=admin,
            user=made,
            access=Access(roles=["coordinator"], until=timezone.localdate() - timedelta(days=1)),
        )


@pytest.mark.parametrize("others", [1, 3, 30])
def test_the_list_of_the_staff_costs_the_same_however_long(admin, others, django_assert_num_queries):
    for _ in range(others):
        factories.user("desk")
    user = User.objects.get(pk=admin.pk)
    with django_assert_num_queries(3):  # the administrator's roles, the accounts, their grants
        rows = [(row.role_labels, row.remarks, row.user.email) for row in queries.staff(user)]
    assert len(rows) == others + 1


def test_who_has_not_come_for_ninety_days_is_pointed_out(admin):
    idle, seen = factories.user("desk"), factories.user("desk")
    long_ago = timezone.now() - timedelta(days=91)
    User.objects.filter(pk=idle.pk).update(created_at=long_ago)
    User.objects.filter(pk=seen.pk).update(created_at=long_ago)
    Device.objects.create(user=seen, session_key="k")
    rows = {row.user.pk: row for row in queries.staff(admin)}
    assert (rows[idle.pk].unused, rows[seen.pk].unused) == (True, False)


def test_the_review_is_due_every_week(admin):
    assert queries.last_review().due
    actions.record_review(actor=admin)
    review = queries.last_review()
    assert (review.due, review.by) == (False, admin.name)


def test_the_first_administrator_is_made_on_the_machine(capsys):
    assert add_staff("Prima", "prima@example.org", "sysadmin") == 0
    assert User.objects.get().roles == {"sysadmin"}
    assert "può entrare con prima@example.org" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("contact", "role", "team", "reason"),
    [
        ("prima@example.org", "sysadmin", None, "già usato"),
        ("niente", "sysadmin", None, "non è un'email"),
        ("altra@example.org", "member", None, "non si dà da qui"),
        ("altra@example.org", "desk", None, "équipe"),
        ("altra@example.org", "desk", "Luna", "Ci sono: Sole"),
    ],
)
def test_what_the_machine_may_not_make_is_said(capsys, contact, role, team, reason):
    factories.team("Sole")
    factories.user("sysadmin", email="prima@example.org")
    assert add_staff("Seconda", contact, role, team) == 1
    assert reason in capsys.readouterr().err
    assert User.objects.count() == 1


def test_changing_the_contact_needs_the_code_tells_the_old_one_and_ends_other_sessions():
    from tests.foundation.accounts.helpers import last_code

    desk = factories.user("desk", email="vecchia@example.org")
    other = Device.objects.create(user=desk, session_key="a")
    here = Device.objects.create(user=desk, session_key="b")
    actions.ask_contact_change(actor=desk, contact=NEW)
    code = last_code("contact_code")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    with pytest.raises(Refused):
        actions.confirm_contact_change(actor=desk, contact=NEW, code=wrong, address="x")
    stranger = factories.user("desk")
    with pytest.raises(Refused):
        actions.confirm_contact_change(actor=stranger, contact=NEW, code=code, address="x")
    changed = actions.confirm_contact_change(
        actor=desk, contact=NEW, code=code, address="x", keep=str(here.pk)
    )
    assert changed.email == "nuova@example.org"
    assert last_notice("contact_changed").contact == "vecchia@example.org"
    other.refresh_from_db()
    here.refresh_from_db()
    assert (other.ended_at is not None, here.ended_at) == (True, None)


def test_the_contact_of_another_account_cannot_be_taken():
    from tests.foundation.accounts.helpers import last_code

    factories.user("desk", email="nuova@example.org")
    desk = factories.user("desk", email="vecchia@example.org")
    actions.ask_contact_change(actor=desk, contact=NEW)
    with pytest.raises(Refused, match="già usato"):
        actions.confirm_contact_change(actor=desk, contact=NEW, code=last_code("contact_code"), address="x")
    assert User.objects.get(pk=desk.pk).email == "vecchia@example.org"


def test_participants_change_their_contact_at_the_desk():
    with pytest.raises(Refused, match="sportello"):
        actions.ask_contact_change(actor=factories.member(), contact=NEW)


def test_the_journal_does_not_keep_the_name_of_a_participant():
    member = factories.member(person=factories.person(first_name="Ermenegilda"))
    assert "Ermenegilda" not in member.actor_name
