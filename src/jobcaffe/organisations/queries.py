"""Reading organisations. They are not persons: whoever may read the list may read all of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import normalise, search_key, words_of
from jobcaffe.organisations.enums import SOCIAL_PARTNERS, Answer, How, Purpose, Stage
from jobcaffe.organisations.freshness import thresholds
from jobcaffe.organisations.models import Check, Contact, ContactConsent, Delegate, Former, Organisation

# A value of the filter by kind that stands for two kinds.
PARTNERS = "parti-sociali"
_LIVE = ContactConsent.objects.filter(withdrawn_on=None)


def visible_to(user: object) -> QuerySet[Organisation]:
    """All organisations for those who may read the list, none for the others."""
    if access.allows(user, "organisation.read"):
        return Organisation.objects.all()
    return Organisation.objects.none()


def mine(user: object) -> Organisation | None:
    """The organisation that somebody speaks for; ``None`` for everybody else, and once it is taken back."""
    if access.reach(user, "partner.own") is not Reach.OWN:
        return None
    pk = getattr(user, "pk", None)
    return Organisation.objects.filter(delegates__user=pk, delegates__revoked_at=None).first()


def link_stands(to: str, organisation_id: UUID | None) -> bool:
    """Whether a link that was sent ``to`` a delegate (the key of her account) still answers for her.

    Empty ``to`` is the organisation's own address, whose links nobody takes back. When what the link was
    about is gone, so that its organisation is not known (``None``), she must speak for any.
    """
    if not to:
        return True
    user = User.objects.filter(pk=to, is_active=True).first()
    own = mine(user) if user else None
    return own is not None and organisation_id in (None, own.pk)


def search(user: object, *, text: str = "", kind: str = "", stage: str = "") -> QuerySet[Organisation]:
    """Organisations whose name, sector or comune holds the words, of one kind and stage when given."""
    rows = visible_to(user)
    for word in words_of(text):
        rows = rows.filter(
            Q(search_name__contains=word) | Q(sector__icontains=word) | Q(municipality__icontains=word)
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(stage=stage) if stage else rows


def organisation_of(user: object, organisation_id: UUID) -> Organisation | None:
    """One organisation with its parts ready, ``None`` when it is not there or not to be read."""
    return with_parts(visible_to(user)).filter(pk=organisation_id).first()


def with_parts(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """With places, and contacts with what they agreed to (``live`` consents of each)."""
    contacts = Contact.objects.prefetch_related(Prefetch("consents", _LIVE, to_attr="live"))
    return rows.prefetch_related("locations", Prefetch("contacts", contacts))


def own_of(user: object) -> Organisation | None:
    """The organisation that somebody speaks for, with its parts ready."""
    own = mine(user)
    return with_parts(Organisation.objects.filter(pk=own.pk)).first() if own else None


def moved_to(organisation_id: UUID) -> UUID | None:
    """Where an organisation is now that was united with another; also over more than one step."""
    return Former.objects.filter(old_id=organisation_id).values_list("organisation", flat=True).first()


# --- what everybody reads ------------------------------------------------------------------------------


def listed(today: date | None = None) -> QuerySet[Organisation]:
    """The network as everybody sees it: who has joined and was verified lately enough."""
    since = thresholds().shown_since(today or timezone.localdate())
    return Organisation.objects.filter(stage=Stage.MEMBER, verified_on__gte=since)


def network(
    *, text: str = "", kind: str = "", section: str = "", municipality: str = ""
) -> QuerySet[Organisation]:
    """Listed organisations by kind (or :data:`PARTNERS`), section, comune of a place, and words."""
    rows = listed()
    for word in words_of(text):
        rows = rows.filter(
            Q(search_name__contains=word)
            | Q(sector__icontains=word)
            | Q(description__icontains=word)
            | Q(offers__icontains=word)
            | Q(asks__icontains=word)
        )
    if kind:
        rows = rows.filter(kind__in=SOCIAL_PARTNERS if kind == PARTNERS else (kind,))
    if section:
        rows = rows.filter(section=section)
    if municipality:
        here = Organisation.objects.filter(locations__municipality__iexact=municipality).values("pk")
        rows = rows.filter(Q(municipality__iexact=municipality) | Q(pk__in=here))
    return rows


def for_everybody(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """With places, and only those contact persons who agreed to the public page."""
    agreed = Contact.objects.filter(consents__in=_LIVE.filter(purpose=Purpose.PUBLIC))
    return rows.prefetch_related("locations", Prefetch("contacts", agreed, to_attr="public_contacts"))


def one_listed(organisation_id: UUID) -> Organisation | None:
    """One organisation as everybody sees it; ``None`` when it is not, or not any more, listed."""
    return for_everybody(listed()).filter(pk=organisation_id).first()


def preview(organisation: Organisation) -> Organisation:
    """The same page before it is listed, for who speaks for it."""
    return for_everybody(Organisation.objects.filter(pk=organisation.pk)).get()


def is_listed(organisation: Organisation) -> bool:
    """Whether everybody sees it today; the same rule as :func:`listed`, without asking the database."""
    since = thresholds().shown_since(timezone.localdate())
    seen = organisation.verified_on
    return organisation.stage == Stage.MEMBER and seen is not None and seen >= since


def delegates_of(organisation: Organisation) -> QuerySet[Delegate]:
    """Who speaks for it, the first invited first; those taken back too."""
    return organisation.delegates.select_related("user")


def history(organisation: Organisation) -> QuerySet[Entry]:
    """What the journal tells of it and of the records that were united with it, the newest first."""
    refs = [str(organisation.pk), *map(str, organisation.formers.values_list("old_id", flat=True))]
    return Entry.objects.filter(object_type=Organisation._meta.label_lower, object_ref__in=refs).order_by(
        "-seq"
    )


def towns() -> list[str]:
    """The comuni of listed organisations, for the filter."""
    return sorted({town for town in listed().values_list("municipality", flat=True) if town}, key=normalise)


# --- questions -----------------------------------------------------------------------------------------


def check_digest(token: str) -> str:
    """Keyed digest of the token in a link."""
    return crypto.code_digest("organisation-check", token)


def check_by_token(token: str) -> Check | None:
    """The question behind a link that is not too old."""
    since = timezone.localdate() - timedelta(days=thresholds().link_days)
    rows = Check.objects.filter(digest=check_digest(token), asked_on__gte=since)
    return rows.select_related("organisation").first()


def to_correct(user: object) -> QuerySet[Check]:
    """What organisations answered that is not corrected yet, the oldest first."""
    since = Q(organisation__verified_on=None) | Q(organisation__verified_on__lt=F("answered_on"))
    rows = Check.objects.filter(answer=Answer.CHANGES, organisation__in=visible_to(user))
    return rows.filter(since).select_related("organisation").order_by("answered_on")


def look_alikes(
    *, name: str, municipality: str = "", codes: tuple[str, ...] = (), but: UUID | None = None
) -> list[Organisation]:
    """Organisations that may be the same: an equal code first, then the same name (and comune)."""
    others = Organisation.objects.exclude(pk=but) if but else Organisation.objects.all()
    known = [code for code in codes if code]
    same_code = list(others.filter(Q(fiscal_code__in=known) | Q(vat_number__in=known))) if known else []
    if same_code:
        return same_code
    town = normalise(municipality)
    return [
        other
        for other in others.filter(search_name=search_key(name))
        if not town or not other.municipality or normalise(other.municipality) == town
    ]


def services(words: Collection[str]) -> QuerySet[Organisation]:
    """Organisations of the network whose sector or description holds one of the words; for everybody.

    They have joined, and what the page shows of them is what they say of themselves: no contact person.
    """
    rows = Organisation.objects.filter(stage=Stage.MEMBER)
    found = Q(pk__in=[])
    for word in words:
        found |= Q(description__icontains=word) | Q(sector__icontains=word)
    return rows.filter(found)


def to_verify(user: object) -> QuerySet[Organisation]:
    """Who asked from the site to be in the network and waits for the staff, the first to ask first."""
    asked = ContactConsent.objects.filter(how=How.SITE).values("contact__organisation")
    rows = visible_to(user).filter(stage=Stage.INTERESTED, verified_on=None, pk__in=asked)
    return rows.order_by("created_at")
