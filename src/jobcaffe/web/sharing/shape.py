"""What was written and which help, as the pages say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.enums import ContributionKind, HelpKind, HelpState, HowWasIt, Part, Readers
from jobcaffe.circles.models import Circle, Help, HelpMatch
from jobcaffe.foundation.accounts.models import User

WIDEST = {Readers.ONLY_ME: "lock", Readers.FACILITATOR: "user", Readers.CIRCLE: "people"}


@dataclass(frozen=True)
class Written:
    """One card: who reads it (or who wrote it) above, then a title and the words."""

    id: UUID
    above: str
    icon: str
    title: str
    text: str
    at: Any


def leader_names(circle: Circle) -> str:
    """Who leads the group, not only for an evening: "Lucia Bianchi e Marco Neri"; empty for nobody."""
    led = queries.leaders(circle).filter(part__in=(Part.LEAD, Part.CO)).order_by("starts_on", "pk")
    return _(" e ").join(dict.fromkeys(row.user.name for row in led))


def readers(circle: Circle | None) -> list[tuple[str, str]]:
    """Who may be chosen as a reader, oneself first; without a group nobody else."""
    only_me = [(Readers.ONLY_ME.value, _("Solo io"))]
    if circle is None:
        return only_me
    if not catalogue.modes()[circle.mode].facilitator_reads:
        return [*only_me, (Readers.CIRCLE.value, _("Tutto il mio gruppo"))]
    name = leader_names(circle)
    leading = (
        _("Solo %(name)s, che guida il gruppo") % {"name": name} if name else _("Solo chi guida il gruppo")
    )
    return [
        *only_me,
        (Readers.FACILITATOR.value, leading),
        (Readers.CIRCLE.value, _("Tutto il mio gruppo, anche chi lo guida")),
    ]


def who_reads(code: str) -> str:
    """The chip of a writing."""
    return {
        Readers.ONLY_ME.value: _("Lo vedi solo tu"),
        Readers.FACILITATOR.value: _("Lo vede chi guida il gruppo"),
        Readers.CIRCLE.value: _("Lo vede il tuo gruppo"),
    }[code]


def written(row: queries.Shared) -> Written:
    """A writing as its reader sees it."""
    titles = {
        ContributionKind.FEELING.value: _("Come sto"),
        ContributionKind.EXPERIENCE.value: _("Una cosa che mi è successa"),
        ContributionKind.RESOURCE.value: _("Un consiglio"),
    }
    title = catalogue.words("feeling").get(row.feeling) or titles[row.kind]
    above = who_reads(row.readers) if row.own else row.by or _("Una persona del gruppo")
    icon = WIDEST[Readers(row.readers)] if row.own else "user"
    return Written(row.id, above, icon, title, row.text, row.written_at)


# --- help -----------------------------------------------------------------------------------------


def _what(row: Help) -> dict[str, Any]:
    what: Any = row.what
    slots = catalogue.slots()
    when = [slots[code].label for code in what["slots"] if code in slots]
    return {
        "category": what["category"],
        "slots": what["slots"],
        "what": catalogue.words("help").get(what["category"], ""),
        "when": ", ".join(when) or _("quando si può"),
    }


def own_help(row: Help) -> dict[str, Any]:
    """One of her own, to close."""
    title = _("Chiedi: %(what)s") if row.kind == HelpKind.NEED else _("Offri: %(what)s")
    words = _what(row)
    return {**words, "id": row.pk, "title": title % {"what": words["what"].lower()}}


def others_help(row: Help) -> dict[str, Any]:
    """One of the group's, without whose it is; the answer to it is a help of the other kind."""
    needed = row.kind == HelpKind.NEED
    title = _("Qualcuno chiede: %(what)s") if needed else _("Qualcuno offre: %(what)s")
    words = _what(row)
    return {
        **words,
        "title": title % {"what": words["what"].lower()},
        "answer": _("Posso io") if needed else _("Mi serve"),
        "to": "sharing:offer" if needed else "sharing:need",
        "key": uuid4(),
    }


def match(user: User, row: HelpMatch) -> dict[str, Any] | None:
    """Two who may help each other, as one of them sees it; what the other answered is never told.

    ``None`` when there is nothing to decide any more.
    """
    needs = row.need.person_ref in queries.refs_of(user)
    both_open = row.need.state == row.offer.state == HelpState.OPEN
    if not (row.agreed or both_open):
        return None
    contacts = queries.contacts_of_match(user, row.pk)
    found = _("Qualcuno del gruppo può.") if needs else _("A qualcuno del gruppo serve questo aiuto.")
    said = row.need_yes if needs else row.offer_yes
    return {
        **_what(row.need if needs else row.offer),
        "id": row.pk,
        "found": found,
        "said": {None: "", True: "yes", False: "no"}[said],
        "agreed": row.agreed,
        "new": said is None,
        "contacts": contacts,
        "how": row.get_how_display() if row.how else "",
        "answers": [
            (HowWasIt.WELL.value, _("È andata bene")),
            (HowWasIt.SO_SO.value, _("È andata così così")),
            (HowWasIt.NOT_MET.value, _("Non ci siamo visti")),
        ],
    }
