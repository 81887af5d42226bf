"""When a promise may be made and answered, the links that answer, and what an opinion may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobcaffe.commitments.enums import State as CommitmentState
from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges.enums import Answer
from jobcaffe.fair.pledges.models import Pledge
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.privacy import crypto

# The days after the fair at which owners are asked.
DAYS = (15, 45, 90)
# After the last one nobody is asked again.
LAST = timedelta(days=120)
FARTHEST = timedelta(days=366)
# A fair whose evening runs late still takes promises.
AFTERWARDS = timedelta(hours=3)
TEXT, WITH, NAME, WHY = 160, 80, 40, 300
# More than so many to read are nobody's promises: far above what a day brings. One address is stopped long
# before, so that nobody alone shuts the wall; a school, or the fair's own network, has one.
MOST_WAITING = 5000
ADDRESS_AN_HOUR, ADDRESS_A_DAY = 120, 400
# The share of those asked who should have answered, in percent.
ANSWERED_GOAL = 70
ANSWER_SALT = "fair-pledges-answer"
OPINION_SALT = "fair-pledges-opinion"
OPINION_DIGEST = "fair-opinion"
VISITOR, STAND = "v", "s"
# *Che cosa hai trovato?*
FOUND: dict[str, str | Promise] = {
    "work": gettext_lazy("Un contatto per il lavoro"),
    "training": gettext_lazy("Un corso o un tirocinio"),
    "help": gettext_lazy("Un aiuto per conciliare i tempi"),
    "people": gettext_lazy("Persone nuove"),
    "ideas": gettext_lazy("Un'idea da provare"),
    "nothing": gettext_lazy("Niente, per ora"),
}
# What an answer makes of the commitment, and the other way round.
OUTCOME = {
    CommitmentState.KEPT.value: Answer.DONE.value,
    CommitmentState.UNDER_WAY.value: Answer.WORKING.value,
    CommitmentState.DROPPED.value: Answer.DROPPED.value,
}
SETTLED = (Answer.DONE.value, Answer.DROPPED.value)
GONE = gettext_lazy("Questo impegno non c'è più. Torna al muro.")
NOBODY = gettext_lazy("Con questo codice non c'è nessuno che vi ha detto di sì. Controllate il codice.")


@dataclass(frozen=True)
class Words:
    """What somebody promises. ``signature`` is the name on the wall, only if she wants one."""

    text: str
    due_on: date
    with_whom: str = ""
    signature: str = ""

    def checked(self) -> Words:
        """Without spaces around. Refused: no words, too many, a day that is past or too far."""
        said = Words(
            " ".join(self.text.split()),
            self.due_on,
            " ".join(self.with_whom.split()),
            " ".join(self.signature.split()),
        )
        if not said.text:
            raise Refused(_("Scrivi che cosa farai: bastano poche parole."))
        if len(said.text) > TEXT or len(said.with_whom) > WITH or len(said.signature) > NAME:
            raise Refused(_("È troppo lungo per il muro. Prova con meno parole."))
        today = timezone.localdate()
        if not today <= said.due_on <= today + FARTHEST:
            raise Refused(_("Scegli un giorno da oggi a un anno."))
        return said


def takes_promises(fair: Fair, now: datetime | None = None) -> bool:
    """From when the fair is public until a little after its end."""
    return fair.state == FairState.OPEN and (now or timezone.now()) <= fair.closes_at + AFTERWARDS


def contact_index(contact: str) -> str:
    """The digest under which a contact is found again; empty for none."""
    if "@" in contact:
        return crypto.blind_index("email", crypto.normalise_email(contact))
    return crypto.blind_index("phone", crypto.normalise_phone(contact)) if contact else ""


def checked_contact(contact: str) -> str:
    """A telephone or an e-mail as it is kept; empty for none. Refused for what is neither."""
    text = contact.strip()
    if not text:
        return ""
    if "@" in text:
        address = crypto.normalise_email(text)
        if "." not in address.rpartition("@")[2] or " " in address:
            raise Refused(_("Controlla l'indirizzo: manca qualcosa. Per esempio nome@posta.it."))
        return address
    number = crypto.normalise_phone(text)
    if not number or len(number) < len("+39") + 6:
        raise Refused(_("Questo numero non è completo. Scrivilo come 333 123 4567."))
    return number


def due_days(fair: Fair, today: date) -> list[int]:
    """Which of the three questions have come due."""
    passed = (today - timezone.localdate(fair.closes_at)).days
    return [day for day in DAYS if day <= passed] if passed <= LAST.days else []


# Without the hour, so that the same link is written every time.
_ANSWERS, _OPINIONS = signing.Signer(salt=ANSWER_SALT), signing.Signer(salt=OPINION_SALT)


def token_of(pledge: Pledge, to: str = "") -> str:
    """The signed part of the link with which its owner answers. It does not expire.

    ``to``: the delegate it is sent to, when an organisation promised.
    """
    return _ANSWERS.sign_object([str(pledge.pk), *filter(None, [to])])


def read_token(token: str) -> tuple[UUID, str] | None:
    """The promise and to which delegate a link was sent; ``None`` when it is not ours."""
    try:
        key, *to = _ANSWERS.unsign_object(token)
        return UUID(key), "".join(to)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def opinion_token(fair: Fair, kind: str, ref: UUID, to: str = "") -> str:
    """The signed part of the link to the three questions, for one visitor or one stand.

    ``to``: the delegate it is sent to, when a stand is asked.
    """
    return _OPINIONS.sign_object([str(fair.pk), kind, str(ref), *filter(None, [to])])


def read_opinion_token(token: str) -> tuple[UUID, str, UUID, str] | None:
    """Fair, ``VISITOR`` or ``STAND``, who, and to which delegate it was sent; ``None`` when not ours."""
    try:
        fair, kind, ref, *to = _OPINIONS.unsign_object(token)
        return (UUID(fair), kind, UUID(ref), "".join(to)) if kind in (VISITOR, STAND) else None
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def opinion_digest(fair_id: UUID, kind: str, ref: UUID) -> str:
    """Says only that the link was used; nobody finds who without the keys."""
    return crypto.code_digest(OPINION_DIGEST, f"{fair_id}|{kind}|{ref}")
