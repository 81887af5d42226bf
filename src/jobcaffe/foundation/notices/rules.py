"""What each message may say and to whom it may go: the only place that knows.

A template names the values it takes. Nothing else of the caller's context reaches the text, so
the theme of a group or the words of a person cannot slip into a mail by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.template import Context
from django.template.backends.django import Template as DjangoTemplate
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.notices.enums import Channel, Scope
from jobcaffe.foundation.privacy import crypto

_NAME = re.compile(r"[^\W\d_]+(?:['’&\-][^\W\d_]+)*['’]?")
LONGEST_NAME = 30
SUBJECT_LETTERS = 120
TOKEN_SALT = "jobcaffe.notices.choose"  # noqa: S105 a namespace, not a secret


@dataclass(frozen=True)
class Private:
    """A value that must never be written in a notice; :func:`render` leaves it out."""

    value: object


@dataclass(frozen=True)
class Recipient:
    """Who gets a notice. ``person_ref`` is empty for who only left a contact on the site."""

    name: str = ""
    email: str = ""
    phone: str = ""
    person_ref: UUID | None = None
    language: str = "it"
    # Lines of a postal address; without it a letter is handed over at the desk.
    address: str = ""

    @property
    def ref(self) -> UUID:
        """For the journal. Raises ``ValueError`` for who is not a person of ours."""
        if self.person_ref is None:
            raise ValueError("this recipient is not a person of the programme")
        return self.person_ref

    @property
    def full_name(self) -> str:
        """For the journal."""
        return self.name


@dataclass(frozen=True)
class Message:
    """One kind of message."""

    code: str
    label: str | Promise
    takes: tuple[str, ...] = ()
    may_take: tuple[str, ...] = ()
    scope: Scope = Scope.SERVICE
    # Asked for by the person a moment ago: no opt-out and no hold stops it.
    essential: bool = False
    # Its own text says how to stop it: no second link below.
    own_stop: bool = False


MESSAGES: dict[str, Message] = {
    message.code: message
    for message in (
        Message("sign_in_code", _("Codice per entrare"), ("code", "minutes"), ("link",), essential=True),
        Message("sign_in_unknown", _("Risposta a un recapito che non c'è"), essential=True),
        Message(
            "signup_confirm",
            _("Conferma di un'iscrizione"),
            ("when", "code", "link"),
            ("place",),
            essential=True,
        ),
        Message("contact_code", _("Codice per un nuovo recapito"), ("code", "minutes"), essential=True),
        Message("staff_welcome", _("Accesso nuovo dello staff"), ("link",), essential=True),
        Message("passkey_reset", _("Passkey tolte"), (), ("link",), essential=True),
        Message("encounter_changed", _("Appuntamento cambiato"), ("when",), ("place", "was")),
        Message("encounter_cancelled", _("Appuntamento annullato"), ("when",), ("place",)),
        Message("encounter_reminder", _("Promemoria di un incontro"), ("when",), ("place", "link")),
        Message("encounter_changed", _("Incontro spostato"), ("when", "was"), ("place",), essential=True),
        Message("encounter_cancelled", _("Incontro annullato"), ("when",), essential=True),
        Message("step_reminder", _("Promemoria di un passo"), ("due",), ("link",)),
        Message("follow_up_ask", _("Domanda su come va"), (), ("link", "phone"), scope=Scope.FOLLOW_UP),
        Message("contact_changed", _("Recapito cambiato"), (), ("phone",), essential=True),
        Message("word_waiting", _("Qualcosa da leggere"), ("link",)),
        Message(
            "organisation_check",
            _("I dati di un'organizzazione sono giusti?"),
            ("organisation", "link", "until"),
        ),
        Message(
            "ties_survey",
            _("A un'organizzazione: il questionario sui legami"),
            ("organisation", "link", "until"),
        ),
        Message(
            "coffee_proposed",
            _("A un'organizzazione: un caffè da fissare"),
            ("other", "link", "until"),
            ("purpose",),
        ),
        Message(
            "coffee_agreed", _("A un'organizzazione: il caffè è fissato"), ("other", "when", "place", "link")
        ),
        Message("coffee_how", _("A un'organizzazione: com'è andato il caffè"), ("other", "link")),
        Message("table_called", _("A un'organizzazione: il tavolo si incontra"), ("table", "when", "place")),
        Message("agreement_ending", _("A un'organizzazione: un accordo finisce"), ("agreement", "until")),
        Message("promise_reminder", _("A un'organizzazione: un impegno da mantenere"), ("due", "link")),
        Message("post_ageing", _("Un annuncio è ancora buono?"), ("title", "link")),
        Message("introduction_for_you", _("Un'opportunità da leggere"), ("link",)),
        Message("introduction_waiting", _("A un'organizzazione: c'è da rispondere"), ("link",)),
        Message("introduction_stuck", _("A chi segue: nessuno ha risposto"), ("link", "days")),
        Message("waiting_called", _("Chiamata allo sportello"), (), ("place",)),
        # To an organisation: the words and their subject are the campaign's.
        Message(
            "campaign_mail",
            _("Messaggio di una campagna"),
            ("subject", "text", "link"),
            scope=Scope.NEWS,
            own_stop=True,
        ),
        Message(
            "fair_ticket",
            _("Biglietto della JOBFEST"),
            ("fair", "when", "code", "link"),
            ("place",),
            essential=True,
        ),
        Message("fair_ask", _("JOBFEST: vieni ancora?"), ("fair", "when", "link"), ("place", "code")),
        Message("fair_seat", _("JOBFEST: si è liberato un posto"), ("title", "when", "link"), essential=True),
        Message(
            "fair_seat_off",
            _("JOBFEST: un appuntamento è annullato"),
            ("title", "when", "link"),
            essential=True,
        ),
        Message(
            "fair_seat_moved",
            _("JOBFEST: un appuntamento cambia ora o luogo"),
            ("title", "when", "place", "link"),
            ("other",),
            essential=True,
        ),
        Message("stand_invited", _("A un'organizzazione: invito alla JOBFEST"), ("fair", "day", "link")),
        Message("stand_accepted", _("A un'organizzazione: lo stand c'è"), ("fair", "day", "link")),
        Message("stand_declined", _("A un'organizzazione: lo stand non c'è"), ("fair", "day", "link")),
        Message(
            "fair_talk_booked",
            _("Colloquio prenotato alla JOBFEST"),
            ("organisation", "when", "link"),
            ("table", "code", "place"),
            essential=True,
        ),
        Message(
            "fair_talk_not_booked",
            _("Colloquio non prenotato alla JOBFEST"),
            ("organisation", "when", "link"),
            essential=True,
        ),
        Message(
            "fair_talk_cancelled", _("Colloquio annullato alla JOBFEST"), ("organisation", "when", "link")
        ),
        Message(
            "fair_talks_plan",
            _("Orario dei colloqui alla JOBFEST"),
            ("count", "organisation", "when", "link"),
        ),
        Message(
            "fair_day_changed",
            _("I tuoi colloqui alla JOBFEST sono cambiati"),
            ("why", "link"),
            ("organisation", "when", "table"),
            essential=True,
        ),
        Message("fair_talks_none", _("Nessun colloquio alla JOBFEST"), ("link",)),
        Message(
            "fair_meeting_asked", _("A un'organizzazione: un incontro chiesto"), ("other", "link"), ("why",)
        ),
        Message("fair_meeting_answered", _("A un'organizzazione: la risposta"), ("other", "link"), ("yes",)),
        Message(
            "fair_meeting_plan",
            _("A un'organizzazione: l'ora dell'incontro"),
            ("other", "when", "table", "link"),
        ),
        Message("fair_meeting_off", _("A un'organizzazione: l'incontro non si fa"), ("other", "link")),
        Message("fair_pledge_ask", _("Che cosa ne è di un impegno della JOBFEST"), ("link",)),
        Message("fair_thanks", _("Grazie dopo la JOBFEST, con tre domande"), ("link",)),
        Message("fair_thanks_stand", _("A un espositore: grazie, con tre domande"), ("link",)),
        Message("campaign_recap", _("Riepilogo dei contatti"), ("contacted", "interested", "joined", "link")),
    )
}


def label(code: str) -> str:
    """The name of a message for staff; the code itself when it is no longer known."""
    return str(MESSAGES[code].label) if code in MESSAGES else code


def render(code: str, channel: str, *, name: str, context: Mapping[str, object]) -> str:
    """The text in the active language.

    Raises ``KeyError`` for an unknown message or a missing value. Values that the message does
    not take, and :class:`Private` ones, are left out.
    """
    message = MESSAGES[code]
    given = {
        key: context[key]
        for key in (*message.takes, *message.may_take)
        if key in context and not isinstance(context[key], Private)
    }
    missing = set(message.takes) - set(given)
    if missing:
        raise KeyError(f"{code} needs {', '.join(sorted(missing))}")
    form = "sms.txt" if channel == Channel.SMS else "txt"
    template = get_template(f"notices/messages/{code}.{form}")
    if not isinstance(template, DjangoTemplate):
        raise TypeError(f"{code} is not a Django template")
    values = {**given, **_days(given), "greeting": _greeting(name)}
    text = template.template.render(Context(values, autoescape=False))
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines)


def _days(given: Mapping[str, object]) -> dict[str, str]:
    """``when`` → ``when_day``: "domenica 25 ottobre 2026", in lower case as Italian writes it."""
    words = {}
    for key, value in given.items():
        if isinstance(value, date):  # datetimes too
            day = timezone.localtime(value) if isinstance(value, datetime) else value
            text = date_format(day, "l j F Y")
            words[f"{key}_day"] = text.lower() if translation.get_language() == "it" else text
    return words


def _greeting(name: str) -> str:
    first = name.strip().split(" ")[0]
    # Anybody may type a name on the site, with somebody else's telephone under it: an address of the
    # web, or a number to call, would reach her in our words.
    if len(first) > LONGEST_NAME or not _NAME.fullmatch(first):
        return gettext("Ciao,")
    return gettext("Ciao %(name)s,") % {"name": first}


def subject(code: str = "", context: Mapping[str, object] | None = None) -> str:
    """The same for every notice to a person: a subject is read by whoever passes the screen.

    Only a message that takes a ``subject`` has its own.
    """
    if code in MESSAGES and "subject" in MESSAGES[code].takes:
        return " ".join(str((context or {}).get("subject", "")).split())[:SUBJECT_LETTERS]
    return gettext("Un messaggio dal Job Caffè")


def contact_of(to: Recipient, channel: str) -> str:
    """The normalised contact, empty when there is none. A letter needs only a name."""
    if channel == Channel.MAIL:
        return crypto.normalise_email(to.email)
    if channel == Channel.SMS:
        return crypto.normalise_phone(to.phone) if to.phone else ""
    return f"{to.name}\n{to.address}".strip()


def contact_index(channel: str, contact: str) -> str:
    """Blind index of a contact; empty for letters."""
    kind = {Channel.MAIL: "email", Channel.SMS: "phone"}.get(Channel(channel))
    return crypto.blind_index(kind, contact) if kind else ""


def best_channel(to: Recipient) -> Channel:
    """Mail, else SMS, else a letter from the desk: nobody is left out for lack of a telephone."""
    if contact_of(to, Channel.MAIL):
        return Channel.MAIL
    return Channel.SMS if contact_of(to, Channel.SMS) else Channel.LETTER


def recipient_key(*, person_ref: UUID | None = None, index: str = "") -> str:
    """Whose choices count: the person, or the contact when no person is known."""
    if person_ref is not None:
        return f"p:{person_ref}"
    return f"c:{index}" if index else ""


def sealed_index(key: str) -> str:
    """The digest under which a confidential notice keeps whom it is for."""
    return crypto.blind_index("notices.notice.key", key)


def choose_token(key: str, scope: str = Scope.SERVICE) -> str:
    """The signed part of the link where a recipient chooses what to receive. It does not expire."""
    return signing.dumps([key, scope], salt=TOKEN_SALT)


def read_token(token: str) -> tuple[str, str] | None:
    """Recipient key and scope of a link; ``None`` when it is not ours."""
    try:
        key, scope = signing.loads(token, salt=TOKEN_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(key), str(scope)


def choose_url(key: str, scope: str) -> str:
    """The absolute address of the page of choices."""
    return f"{settings.SITE_URL}/avvisi/{choose_token(key, scope)}/"


def in_language(language: str) -> translation.override:
    """Speak the recipient's language when the house speaks it, Italian otherwise."""
    known = {code for code, _name in settings.LANGUAGES}
    return translation.override(language if language in known else settings.LANGUAGE_CODE)
