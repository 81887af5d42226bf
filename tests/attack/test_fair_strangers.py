"""What others may learn of who comes to JOBFEST, by any page, file, link or frame: nothing that she did not allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from jobcaffe.fair.events.models import Area, Fair, Session, Stand
from jobcaffe.fair.pledges import rules as pledge_rules
from jobcaffe.fair.pledges.models import Contact
from jobcaffe.fair.talks import rules as talk_rules
from jobcaffe.fair.talks.models import Meeting, Wish
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.models import Consent, Visitor
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.attack.fair_world import ROOMS, fair_values
from tests.attack.site import Address, World, walk
from tests.attack.two_worlds import Answer, answer_of, differences

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=factories.ROME)
ADDRESSES = sorted((one for one in walk() if one.name.partition(":")[0] in ROOMS), key=lambda one: one.route)
LOOKS = [one for one in ADDRESSES if "GET" in one.methods]
AGREED = "X9-909"
HOSTILE = (
    '#panic("x") $x$ @nobody <label> \\ \\u{0} */ // `raw` [b] *s* _e_ = t',
    "=HYPERLINK(\"http://x\")", "\x07\u674e \u202eoiraim\u202c \u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627 👩🏽\u200d🦽",
    "@SUM(1+1)", "W" * 5000, "\t-1+1|cmd", "#" * 300, "\\" * 99 + "\"",
)  # fmt: skip


@dataclass
class Scene:
    """One fair, an exhibitor's browser, another exhibitor's and a stranger's."""

    world: World
    stand: Stand
    browsers: dict[str, Client]

    @property
    def fair(self) -> Fair:
        return self.stand.fair


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    client.get("/")
    return client


def scene() -> Scene:
    """With somebody who has a talk at the stand and allowed nothing, and somebody who said yes to it."""
    organisation = factories.organisation()
    values = fair_values(organisation)
    stand = Stand.objects.select_related("fair").get(organisation=organisation)
    other = stand.fair.stands.exclude(pk=stand.pk).first()
    assert other is not None
    who = {"exhibitor": stand, "another": other}
    browsers = {name: signed_in(factories.partner(one.organisation)) for name, one in who.items()}
    stranger = Client()
    stranger.get("/")
    return Scene(World(values), stand, {**browsers, "stranger": stranger})


def hers(made: Scene) -> Visitor:
    """Who talks at the stand, and never said that it may contact her."""
    rows = Visitor.objects.filter(fair=made.fair, talks__stand=made.stand, wishes__isnull=False)
    return rows.distinct().get()


def nothing(_made: Scene) -> None:
    """The world to which the others are compared."""


def all_secrets(made: Scene) -> None:
    """Everything about her that is hers: name, telephone, needs, group, person, wishes, others' yes."""
    row = hers(made)
    name = "Zenobia Altronome"
    Visitor.objects.filter(pk=row.pk).update(
        name=name, name_index=visit_rules.name_index(name), contact="zenobia@example.it", needs="Sedia a rotelle",
        contact_index="x" * 43, heard_from="friend", about={"woman": True, "under30": True}, reminded_on=NOW.date(),
        confirmed_on=NOW.date(), person=factories.person(first_name="Zenobia"),
    )  # fmt: skip
    elsewhere = [one.pk for one in made.fair.stands.exclude(pk=made.stand.pk)]
    both = [*elsewhere, made.stand.pk]
    Wish.objects.filter(visitor=row).delete()
    visits.set_consents(actor=PUBLIC, visitor=row, stands=both)
    visits.set_consents(actor=PUBLIC, visitor=row, stands=[])
    Wish.objects.create(visitor=row, stand=made.stand, refused=True)


def agreed_and_was_there(made: Scene) -> None:
    """She who had said yes was written down at the stand, and takes her yes back."""
    row = Visitor.objects.get(fair=made.fair, code=AGREED)
    Contact.objects.get_or_create(visitor=row, stand=made.stand)
    visits.set_consents(actor=PUBLIC, visitor=row, stands=[])


def never_agreed(made: Scene) -> None:
    """She who had said yes never did."""
    row = Visitor.objects.get(fair=made.fair, code=AGREED)
    Contact.objects.filter(visitor=row).delete()
    Consent.objects.filter(visitor=row).delete()


Happening = Callable[[Scene], None]
PAIRS: dict[str, tuple[Happening, Happening]] = {
    "secrets": (nothing, all_secrets),
    "yes taken back": (never_agreed, agreed_and_was_there),
}


def seen_after(made: Scene, happening: Happening, role: str) -> dict[str, Answer]:
    """What one browser sees once something happened, and what was sent; then the world is as before."""
    sent = list(mail.outbox)
    try:
        with transaction.atomic():
            before = set(Notice.objects.values_list("pk", flat=True))
            happening(made)
            worker.run_due()
            found = {
                one.name: answer_of(made.browsers[role], made.world.url(one))
                for one in LOOKS
                if "token" not in one.arguments
            }
            words = sorted(str(one.body) for one in Notice.objects.exclude(pk__in=before))
            transaction.set_rollback(True)
    finally:
        mail.outbox[:] = sent
    told = Answer(0, (), len(words), "\n".join(words).encode())
    return {**found, "messages": told}


@pytest.mark.parametrize("role", ["exhibitor", "another", "stranger"])
@pytest.mark.parametrize("pair", PAIRS)
def test_nobody_tells_apart_worlds_that_differ_by_what_a_visitor_did_not_allow(pair: str, role: str) -> None:
    with time_machine.travel(NOW, tick=False):
        made = scene()
        one, other = (seen_after(made, happening, role) for happening in PAIRS[pair])
    assert differences(one, other) == {}


def test_the_exhibitor_does_tell_whether_somebody_agreed() -> None:
    with time_machine.travel(NOW, tick=False):
        made = scene()
        Contact.objects.get_or_create(visitor=Visitor.objects.get(code=AGREED), stand=made.stand)
        one, other = (seen_after(made, happening, "exhibitor") for happening in (nothing, never_agreed))
    assert {"fairafter:contacts", "fairafter:contact"} <= set(differences(one, other))


# --- links --------------------------------------------------------------------------------------------


def tokens(made: Scene) -> dict[str, str]:
    """A link of every kind."""
    row, meeting = hers(made), Meeting.objects.filter(second=made.stand).first()
    pledge = made.fair.pledges.filter(state="shown").first()
    assert meeting is not None
    assert pledge is not None
    return {
        "ticket": visit_rules.token_of(row),
        "meeting": talk_rules.token_of(meeting.pk, made.stand.pk),
        "pledge": pledge_rules.token_of(pledge),
        "opinion": pledge_rules.opinion_token(made.fair, pledge_rules.VISITOR, row.pk),
    }


KINDS = {"fairvisit": "ticket", "fairtalks": "ticket", "fairwall": "pledge", "fairafter": "opinion"}


def kind_of(address: Address) -> str:
    return "meeting" if address.name == "fairtalks:answer" else KINDS[address.name.partition(":")[0]]


def test_a_link_opens_its_own_pages_and_no_others() -> None:
    made = scene()
    given = tokens(made)
    stranger, wrong = made.browsers["stranger"], []
    nonsense = {
        "none": "x",
        "cut": given["ticket"][:-1],
        "turned": given["ticket"][::-1],
        "nul": "%00",
        "long": "9" * 4000,
    }
    for address in ADDRESSES:
        if "token" not in address.arguments:
            continue
        url = made.world.url(address)
        own = str(made.world._value(address, "token"))
        for name, other in {**given, **nonsense}.items():
            if name == kind_of(address):
                continue
            for method in (stranger.get, stranger.post):
                status = method(url.replace(own, other)).status_code
                wrong += [f"{address.name} with {name}: {status}"] if status not in (404, 405) else []
    assert wrong == []


def test_the_ticket_of_who_was_forgotten_opens_nothing() -> None:
    made = scene()
    row, person = hers(made), factories.person()
    Visitor.objects.filter(pk=row.pk).update(person=person)
    token = visit_rules.token_of(row)
    visits.forget_person(actor=SYSTEM, refs=[person.pk])
    stranger = made.browsers["stranger"]
    for address in ADDRESSES:
        if "token" in address.arguments and kind_of(address) == "ticket":
            url = made.world.url(address).replace(str(made.world._value(address, "token")), token)
            assert {stranger.get(url).status_code, stranger.post(url).status_code} <= {404, 405}, address.name


@pytest.mark.parametrize("yes", ["", "si", "2", "on", "\x00"])
def test_an_answer_that_is_none_declines_no_meeting(yes: str) -> None:
    made = scene()
    meeting = Meeting.objects.filter(second=made.stand).first()
    assert meeting is not None
    link = reverse("fairtalks:answer", args=[talk_rules.token_of(meeting.pk, made.stand.pk)])
    made.browsers["stranger"].post(link, {"yes": yes})
    made.browsers["exhibitor"].post(reverse("fairtalks:reply", args=[meeting.pk]), {"yes": yes})
    meeting.refresh_from_db()
    assert meeting.state == "asked"


def test_no_page_behind_a_link_is_kept_by_a_browser_or_on_the_way() -> None:
    made = scene()
    stranger, wrong = made.browsers["stranger"], []
    for address in LOOKS:
        if "token" in address.arguments:
            answer = stranger.get(made.world.url(address))
            if "no-store" not in answer.get("Cache-Control", ""):
                wrong.append(f"{address.name}: {answer.get('Cache-Control')}")
    assert wrong == []


# --- frames -------------------------------------------------------------------------------------------


def test_one_page_alone_may_be_in_a_frame_and_it_knows_nobody() -> None:
    made = scene()
    wrong = []
    for address in LOOKS:
        for browser in made.browsers.values():
            answer = browser.get(made.world.url(address))
            kind = answer.get("Content-Type", "")
            closed = "frame-ancestors 'none'" in answer.get("Content-Security-Policy", "")
            if kind.startswith("text/html") and closed == (address.name == "fair:embed"):
                wrong.append(address.name)
            if kind.startswith("text/html") and (answer.get("X-Frame-Options") == "DENY") != closed:
                wrong.append(f"{address.name} {answer.get('X-Frame-Options')}")
    assert wrong == []
    new = Client()
    answers = [
        one.get(reverse("fair:embed", args=[made.fair.slug])) for one in (new, made.browsers["exhibitor"])
    ]
    assert not answers[0].cookies
    assert b"<form" not in answers[0].content
    assert b"csrfmiddlewaretoken" not in answers[1].content
    assert made.browsers["exhibitor"].session["_auth_user_id"] not in answers[1].content.decode()


# --- papers -------------------------------------------------------------------------------------------


def call_everything(made: Scene, words: str) -> None:
    """Every name of the fair is these words, as far as the house keeps them."""
    organisation = made.stand.organisation
    rows: list[tuple[Any, tuple[str, ...]]] = [
        (made.fair, ("name", "summary")), (organisation, ("name",)), (made.stand, ("brings", "needs")),
        *((row, ("name", "needs")) for row in Visitor.objects.filter(fair=made.fair)),
        *((row, ("title", "summary", "speaker")) for row in Session.objects.filter(fair=made.fair)),
        *((row, ("name", "how_to_reach")) for row in Area.objects.filter(fair=made.fair)),
        *((row, ("why",)) for row in Meeting.objects.filter(fair=made.fair)),
        *((row, ("text", "with_whom", "signature")) for row in made.fair.pledges.all()),
        *((row, ("name",)) for shift in made.fair.shifts.all() for row in shift.helpers.all()),
    ]  # fmt: skip
    for row, names in rows:
        for name in names:
            most = row._meta.get_field(name).max_length
            setattr(row, name, words[:most])
        row.save()


@pytest.mark.parametrize("words", HOSTILE)
def test_papers_and_sheets_are_made_whatever_people_are_called(words: str) -> None:
    made = scene()
    call_everything(made, words)
    browsers = {**made.browsers, "boss": signed_in(factories.user("coordinator"))}
    found: dict[str, int] = {}
    for address in LOOKS:
        if not address.route.endswith((".pdf", ".csv", ".ics", "/stampa/")):
            continue
        for browser in browsers.values():
            answer = browser.get(made.world.url(address))
            assert answer.status_code in (200, 302, 404), address.name
            if answer.status_code == 200:
                found[address.name] = 200
                body = answer.content
                assert not address.route.endswith(".pdf") or body.startswith(b"%PDF")
                cells = (
                    body.decode("utf-8", "replace").lstrip("\ufeff") if address.route.endswith(".csv") else ""
                )
                parts = [cell.strip('"') for line in cells.splitlines() for cell in line.split(";")]
                assert not [cell for cell in parts if cell[:1] in tuple("=+@\t")], address.name
    assert {"fairdesk:poster", "fairdesk:badges", "fairdoor:paper", "fairtalks:sheets", "fairtalks:own_sheet",
            "fairafter:report_pdf", "fairafter:report_csv", "fairvisit:ticket_print", "fairtalks:paper"} <= set(found)  # fmt: skip
