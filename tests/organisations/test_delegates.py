"""The account of an organisation: one contact leads to one place, and it can be taken back."""

from __future__ import annotations

import pytest

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.actions import request_code
from jobcaffe.foundation.accounts.contacts import Contact
from jobcaffe.foundation.accounts.models import SignInCode, User
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.organisations import actions, queries
from jobcaffe.organisations.models import Delegate
from tests import factories

pytestmark = pytest.mark.django_db
MAIL = "presidente@example.org"


def test_who_is_invited_speaks_for_that_organisation_and_for_no_other() -> None:
    desk, ours, _other = factories.user("desk"), factories.organisation(), factories.organisation()
    made = actions.invite_delegate(actor=desk, organisation_id=ours.pk, name="Rosa Villa", contact=MAIL)
    user = User.objects.get(pk=made.user_id)
    assert user.roles == {"organisation"}
    assert queries.mine(user) == ours
    assert Notice.objects.get().template == "staff_welcome"


def test_inviting_twice_makes_one_account() -> None:
    desk, ours = factories.user("desk"), factories.organisation()
    for _press in range(2):
        actions.invite_delegate(actor=desk, organisation_id=ours.pk, name="Rosa", contact=MAIL)
    assert Delegate.objects.count() == Notice.objects.count() == 1


def test_the_account_taken_back_opens_nothing_and_can_be_given_again_elsewhere() -> None:
    desk, ours, other = factories.user("desk"), factories.organisation(), factories.organisation()
    made = actions.invite_delegate(actor=desk, organisation_id=ours.pk, name="Rosa", contact=MAIL)
    for _press in range(2):
        actions.revoke_delegate(actor=desk, organisation_id=ours.pk, user_id=made.user_id)
    gone = User.objects.get(pk=made.user_id)
    assert (gone.is_active, gone.roles, queries.mine(gone)) == (False, frozenset(), None)
    again = actions.invite_delegate(actor=desk, organisation_id=other.pk, name="Rosa", contact=MAIL)
    assert again.user_id == made.user_id
    assert queries.mine(User.objects.get(pk=made.user_id)) == other


def test_a_contact_of_a_participant_or_of_the_staff_is_refused_in_the_same_words() -> None:
    desk, ours = factories.user("desk", email="sala@example.org"), factories.organisation()
    factories.person(email="franco@example.org")
    said = set()
    for contact in ("sala@example.org", "franco@example.org"):
        with pytest.raises(Refused) as refused:
            actions.invite_delegate(actor=desk, organisation_id=ours.pk, name="Rosa", contact=contact)
        said.add(str(refused.value))
    assert len(said) == 1
    assert Delegate.objects.count() == 0


def test_a_closed_account_of_the_staff_is_not_opened_again_this_way() -> None:
    desk, ours = factories.user("desk"), factories.organisation()
    User.objects.filter(pk=factories.user("coordinator", email=MAIL).pk).update(is_active=False)
    with pytest.raises(Refused):
        actions.invite_delegate(actor=desk, organisation_id=ours.pk, name="Rosa", contact=MAIL)


@pytest.mark.parametrize("role", ["facilitator", "municipality", "sysadmin", "organisation"])
def test_nobody_else_invites(role: str) -> None:
    with pytest.raises(Refused):
        actions.invite_delegate(
            actor=factories.user(role), organisation_id=factories.organisation().pk, name="R", contact=MAIL
        )


def test_a_desk_user_is_nobodys_delegate_even_with_a_row() -> None:
    user = factories.user("desk")
    Delegate.objects.create(user=user, organisation=factories.organisation())
    assert queries.mine(user) is None


def test_the_ordinary_code_reaches_who_was_invited() -> None:
    user = factories.partner(email=MAIL)
    request_code(actor=PUBLIC, contact=Contact("email", MAIL), address="10.0.0.1")
    assert SignInCode.objects.get().user_id == user.pk
