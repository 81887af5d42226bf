"""A small bank for the tests of hours."""

from __future__ import annotations

from typing import Any

from jobcaffe.foundation.accounts.models import User
from jobcaffe.hours import actions, queries
from jobcaffe.hours.enums import AccountKind, CommunityKind
from jobcaffe.hours.models import Account, Community
from tests import factories


def bank(leader: User | None = None, **limits: Any) -> Community:
    """A time bank opened by a lab leader: ten hours below zero, unless said otherwise."""
    limits.setdefault("kind", CommunityKind.BANK)
    limits.setdefault("label", "Banca del tempo di Lainate")
    return actions.open_community(actor=leader or factories.user("lab_leader"), **limits)


def household(at: Community, who: User | None = None) -> tuple[User, Account]:
    """A member and her account."""
    user = who or factories.member()
    assert user.person_ref is not None
    return user, actions.open_account(actor=user, community_id=at.pk, person_ref=user.person_ref)


def funds(at: Community) -> dict[str, int]:
    """What is in the two funds, in minutes."""
    kinds = (AccountKind.COMMON, AccountKind.SOLIDARITY)
    return {kind: queries.fund(at.pk, kind).balance for kind in kinds}
