"""After the fair: contacts with her yes, three questions of nobody, the report, the end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.pledges import actions, queries, rules
from jobcaffe.fair.pledges.models import Closing, Contact, Opinion, Pledge
from jobcaffe.fair.talks.models import Talk
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.organisations.models import Delegate
from jobcaffe.programme import fairs
from tests import factories
from tests.fair.pledges import around

pytestmark = pytest.mark.django_db


@pytest.fixture
def exhibitor(client_for):
    """A client that speaks for a stand of a fair that is going on."""
    client = client_for("organisation")
    fair = factories.fair(opens_at=timezone.now() - timedelta(hours=1))
    client.stand = factories.stand(fair=fair)
    Delegate.objects.create(user=client.user, organisation=client.stand.organisation)
    client.url = reverse("fairafter:contacts", args=[fair.slug])
    return client


def post_of(stand):
    today = timezone.localdate()
    made = Post.objects.create(
        organisation=stand.organisation, sort="job", title="Fornaio", text="Di notte.", state="open",
        published_on=today, fresh_until=today + timedelta(days=60),
    )  # fmt: skip
    stand.posts.add(made)
    return made


def test_who_has_not_said_yes_is_the_same_as_nobody(exhibitor):
    around.visitor(exhibitor.stand.fair, code="K7-123")
    pages = []
    for code in ("K7-123", "A0-000"):
        one = exhibitor.get(reverse("fairafter:contact", args=[exhibitor.stand.fair.slug, code]))
        written = exhibitor.post(exhibitor.url, {"code": code}).content.decode().replace(code, "CODE")
        text = re.sub(r'nonce="[^"]+"|value="[^"]{60,}"', "", one.content.decode().replace(code, "CODE"))
        pages.append((one.status_code, text, "Con questo codice non c&#x27;è nessuno" in written))
    assert [page[0] for page in pages] == [404, 404]
    assert (pages[0][1] == pages[1][1], pages[0][2], pages[1][2]) == (True, True, True)
    assert Contact.objects.count() == 0


def test_her_yes_shows_her_to_that_exhibitor_alone_and_taking_it_back_hides_her(exhibitor, client_for):
    fair = exhibitor.stand.fair
    yes = around.consent(around.visitor(fair, code="K7-123", name="Zenobia Contenta"), exhibitor.stand)
    for _press in range(2):
        exhibitor.post(exhibitor.url, {"code": "k7 123"})
    assert (Contact.objects.count(), "Zenobia Contenta" in exhibitor.get(exhibitor.url).content.decode()) == (
        1,
        True,
    )
    other = client_for("organisation")
    stand = factories.stand(fair=fair)
    Delegate.objects.create(user=other.user, organisation=stand.organisation)
    assert "Zenobia" not in other.get(exhibitor.url).content.decode()
    assert other.get(reverse("fairafter:contact", args=[fair.slug, "K7-123"])).status_code == 404
    yes.withdrawn_at = timezone.now()
    yes.save()
    assert "Zenobia" not in exhibitor.get(exhibitor.url).content.decode()
    assert exhibitor.get(reverse("fairafter:contact", args=[fair.slug, "K7-123"])).status_code == 404


def test_opening_a_contact_writes_nothing(exhibitor):
    fair = exhibitor.stand.fair
    around.consent(around.visitor(fair, code="K7-123"), exhibitor.stand)
    url = reverse("fairafter:contact", args=[fair.slug, "K7-123"])
    assert (exhibitor.get(url).status_code, Contact.objects.count()) == (200, 0)
    assert (exhibitor.post(url).status_code, Contact.objects.count()) == (302, 1)


def test_a_linked_person_has_an_encounter_and_an_introduction_that_waits_for_her_yes(exhibitor):
    fair, person = exhibitor.stand.fair, factories.person(first_name="Segretissima")
    post = post_of(exhibitor.stand)
    around.consent(around.visitor(fair, code="K7-123", person=person), exhibitor.stand)
    for _press in range(2):
        exhibitor.post(exhibitor.url, {"code": "K7-123", "post_id": str(post.pk)})
    row = Contact.objects.get()
    there = Attendance.objects.filter(encounter=row.encounter)
    assert {(one.person, one.organisation, one.presence) for one in there} == {
        (person, None, "present"), (None, exhibitor.stand.organisation, "present"),
    }  # fmt: skip
    assert (row.encounter.kind, row.encounter.action, row.encounter.state) == ("interview", "JF", "held")
    asked = Introduction.objects.get()
    assert (asked.state, asked.begun_by, asked.shown) == ("proposed", "person", "")
    theirs = exhibitor.get(reverse("fairafter:contacts", args=[fair.slug])).content.decode()
    assert "Segretissima" not in theirs


def test_a_post_of_somebody_else_and_an_old_no_begin_no_introduction(exhibitor):
    fair, person = exhibitor.stand.fair, factories.person()
    strange, post = post_of(factories.stand(fair=fair)), post_of(exhibitor.stand)
    around.consent(around.visitor(fair, code="K7-123", person=person), exhibitor.stand)
    answer = exhibitor.post(exhibitor.url, {"code": "K7-123", "post_id": str(strange.pk)})
    assert (answer.status_code, Contact.objects.count()) == (200, 0)
    said = Introduction(post=post, state="declined", begun_by="house", **Introduction.columns_for(person.pk))
    said.seal({"reasons": []})
    said.save()
    exhibitor.post(exhibitor.url, {"code": "K7-123", "post_id": str(post.pk)})
    assert (Introduction.objects.count(), Introduction.objects.get().state) == (1, "declined")


def test_the_desk_writes_a_contact_for_a_stand_and_reads_only_codes(client_for):
    fair = factories.fair(opens_at=timezone.now() - timedelta(hours=1))
    stand = factories.stand(fair=fair)
    around.consent(around.visitor(fair, code="K7-123", name="Zenobia Contenta"), stand)
    client, url = client_for("desk"), reverse("fairafter:stand_contacts", args=[fair.slug, stand.pk])
    client.post(url, {"code": "K7-123"})
    text = client.get(url).content.decode()
    assert ("K7-123" in text, "Zenobia" in text, Contact.objects.count()) == (True, False, 1)


def test_thanks_go_the_day_after_once_to_who_came_and_to_who_had_a_stand():
    fair = factories.fair(opens_at=factories.moment(-1, 9))
    stand = factories.stand(fair=fair)
    stand.organisation.email = "forno@posta.it"
    stand.organisation.save()
    came = around.visitor(fair, arrived_at=fair.opens_at)
    around.visitor(fair, code="K7-123")
    today = timezone.localdate()
    told = [actions.thank(actor=SYSTEM, today=day) for day in (today - timedelta(days=1), today, today)]
    assert (told[0], Notice.objects.filter(template__startswith="fair_thanks").count()) == (0, 2)
    assert rules.opinion_token(fair, "v", came.pk) in Notice.objects.get(template="fair_thanks").body


def test_three_answers_once_for_each_link_and_nobodys_name(client):
    fair = around.over()
    visitor = around.visitor(fair, name="Zenobia Contenta")
    url = reverse("fairafter:opinion", args=[rules.opinion_token(fair, "v", visitor.pk)])
    said = {"useful": "yes", "found": ["people", "work"], "better": "Più sedie"}
    assert client.get(url).status_code == 200
    for _press in range(2):
        client.post(url, said)
    row = Opinion.objects.get()
    assert (row.useful, row.found, row.better, row.stand) == ("yes", ["work", "people"], "Più sedie", None)
    columns = " ".join(str(value) for value in Opinion.objects.values().get().values())
    assert [piece in columns for piece in (str(visitor.pk), visitor.pk.hex, "Zenobia")] == [False] * 3
    assert "Abbiamo le tue risposte" in client.get(url).content.decode()


def test_an_answer_outside_the_list_and_a_link_made_up_write_nothing(client):
    fair = around.over()
    token = rules.opinion_token(fair, "v", around.visitor(fair).pk)
    assert (
        client.post(reverse("fairafter:opinion", args=[token]), {"useful": "moltissimo"}).status_code == 200
    )
    assert client.get(reverse("fairafter:opinion", args=[token[:-1]])).status_code == 404
    with pytest.raises(Refused):
        actions.say_opinion(token=token, useful="yes", found=["altro"])
    assert Opinion.objects.count() == 0


def test_four_opinions_are_not_told_and_five_are(client_for):
    fair, client = around.over(), client_for("coordinator")
    url, seen = reverse("fairafter:report", args=[fair.slug]), []
    for place in range(5):
        visitor = around.visitor(fair, code=f"K{place}-123")
        actions.say_opinion(token=rules.opinion_token(fair, "v", visitor.pk), useful="no", better="Più sedie")
        seen.append("Più sedie" in client.get(url).content.decode())
    assert seen == [False, False, False, False, True]


def closed(fair):
    return actions.close(
        actor=factories.user("coordinator"), fair_id=fair.pk, counts=lambda: fairs.counts(fair)
    )


def test_a_closed_fair_is_an_encounter_with_who_was_there_and_its_numbers_stay():
    fair = around.over()
    stand, person = factories.stand(fair=fair), factories.person()
    came = around.visitor(fair, person=person, arrived_at=fair.opens_at)
    around.visitor(fair, code="K7-123")
    around.visitor(fair, code="K8-123", way="door", arrived_at=fair.opens_at)
    Talk.objects.create(fair=fair, stand=stand, visitor=came, slot=1, table=0, state="held")
    first, second = closed(fair), closed(fair)
    assert (first.pk, Closing.objects.count(), Encounter.objects.count()) == (second.pk, 1, 1)
    row = first.encounter
    assert (row.kind, row.action, row.state, row.public) == ("event", "JF", "held", True)
    assert {(one.person, one.organisation) for one in row.attendances.all()} == {
        (person, None), (None, stand.organisation),
    }  # fmt: skip
    fair.refresh_from_db()
    fair.visitors.all().delete()
    day = fairs.account(fair).day
    assert (day.expected, day.arrived, day.walk_ins, day.no_show, day.talks_held, day.exhibitors) == (
        2,
        1,
        1,
        50,
        1,
        1,
    )
    assert (fair.state, day.visitors) == ("closed", 2)


def test_the_encounter_already_in_the_agenda_is_the_fairs():
    fair = around.over()
    written = factories.encounter(kind="event", action="JF", starts_at=fair.opens_at)
    assert closed(fair).encounter == written


def test_a_fair_is_not_closed_before_its_end_nor_by_who_does_not_prepare_it(client_for):
    going = factories.fair(opens_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refused, match="non è ancora finita"):
        closed(going)
    over = around.over()
    for role in ("desk", "organisation", "fair_volunteer", "funder"):
        with pytest.raises(Refused):
            actions.close(actor=factories.user(role), fair_id=over.pk, counts=dict)
    assert Closing.objects.count() == 0


def test_the_coordinator_closes_it_from_its_page(client_for):
    client, fair = client_for("coordinator"), around.over()
    stand = factories.stand(fair=fair)
    url = reverse("fairafter:close", args=[fair.slug])
    assert "Chiudi la JOBFEST" in client.get(reverse("fairafter:report", args=[fair.slug])).content.decode()
    client.post(url, {"missing": [str(stand.pk)]})
    assert (Attendance.objects.count(), Closing.objects.get().counts["exhibitors"]) == (0, 1)
    assert client.get(url).status_code == 302


def test_the_report_leaves_as_an_accessible_pdf_and_as_a_sheet_without_formulas(client_for):
    client, fair = client_for("coordinator"), around.over(name="=CMD()")
    closed(fair)
    pdf = client.get(reverse("fairafter:report_pdf", args=[fair.slug]))
    assert (pdf["Content-Type"], pdf.content[:5], b"pdfuaid" in pdf.content) == (
        "application/pdf",
        b"%PDF-",
        True,
    )
    sheet = client.get(reverse("fairafter:report_csv", args=[fair.slug])).content.decode()
    assert ("'=CMD()" in sheet, "Iscritti attesi;0" in sheet) == (True, True)


def test_a_fair_stands_beside_the_earlier_ones(client_for):
    for place in (1, 2):
        fair = factories.fair(
            name=f"JOBFEST {place}", state="closed", opens_at=factories.moment(-300 * place, 9)
        )
        around.visitor(fair, arrived_at=fair.opens_at)
    this = around.over(name="JOBFEST di oggi")
    accounts = [*fairs.earlier(factories.user("coordinator"), this), fairs.account(this)]
    assert [(one.fair.name, one.day.visitors) for one in accounts] == [
        ("JOBFEST 2", 1), ("JOBFEST 1", 1), ("JOBFEST di oggi", 0),
    ]  # fmt: skip


def test_born_counts_what_came_and_only_a_few_groups_are_nobodys_number(client):
    fair = factories.fair(opens_at=factories.moment(-20, 9))
    fair.state = "closed"
    made = [
        Pledge.objects.create(fair=fair, text=f"cosa {place}", due_on=timezone.localdate(), state="shown")
        for place in range(4)
    ]
    fair.save()
    for pledge, says in zip(made, ("done", "working", "dropped"), strict=False):
        actions.answer_by_link(token=rules.token_of(pledge), says=says, reason="perché no")
    born = queries.born_from(fair)
    assert [born.count(one) for one in ("done", "working", "dropped", "")] == [1, 1, 1, 1]
    text = client.get(reverse("fairafter:born", args=[fair.slug])).content.decode()
    # The heading says how they went: not once more on every card.
    assert "j-chip" not in text
    assert ("perché no" in text, [queries.at_most(one) for one in (0, 1, 4, 5)]) == (
        False, ["0", "meno di 5", "meno di 5", "5"],
    )  # fmt: skip


@pytest.mark.parametrize("name", ["born", "report"])
def test_three_hundred_promises_ask_as_many_questions_as_three(client_for, name):
    client, counts = client_for("coordinator"), []
    for many in (1, 3, 300):
        fair = factories.fair()
        Pledge.objects.bulk_create(
            Pledge(fair=fair, text=f"cosa {place}", due_on="2026-12-01", state="shown")
            for place in range(many)
        )
        client.get(reverse(f"fairafter:{name}", args=[fair.slug]))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"fairafter:{name}", args=[fair.slug]))
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_an_erased_person_takes_her_words_along_and_the_counts_stay():
    from jobcaffe.paths.actions import erase_person

    fair, person = factories.fair(), factories.person()
    visitor = around.visitor(fair, person=person)
    pledge = around.shown(fair, "parole sue", ticket=visitor)
    assert pledge.commitment is not None
    erase_person(actor=factories.user("coordinator"), person_ref=person.pk, reason="Lo chiede lei.")
    pledge.refresh_from_db()
    assert (pledge.text, pledge.with_whom, pledge.visitor, pledge.state) == ("", "", None, "shown")
    assert (list(queries.wall(fair)), queries.born_from(fair).promised, len(mail.outbox)) == ([], 1, 0)


def test_names_and_contacts_go_a_year_after_the_fair_and_words_stay():
    fair = factories.fair(opens_at=factories.moment(0, 9))
    pledge = around.shown(fair, contact=around.PHONE)
    Pledge.objects.update(signature="Zenobia")
    days = [timezone.localdate() + timedelta(days=many) for many in (300, 370, 371)]
    assert [actions.forget_due(actor=SYSTEM, today=day) for day in days] == [0, 1, 0]
    pledge.refresh_from_db()
    assert (pledge.contact, pledge.contact_index, pledge.signature, pledge.text) == (
        "",
        "",
        "",
        "aprire il forno alle scuole",
    )


def test_what_a_forgotten_visitor_said_in_front_of_everybody_stays():
    fair, person = factories.fair(), factories.person()
    other = around.visitor(fair, code="K1-111")
    pledge, hers = around.shown(fair, "parole di tutti", ticket=other), around.visitor(fair, person=person)
    around.shown(fair, "parole sue", ticket=hers)
    other.forgotten_on = timezone.localdate() - timedelta(days=1)
    other.save()
    assert [actions.forget_due(actor=SYSTEM) for _run in range(2)] == [1, 0]
    actions.forget_person(actor=factories.user("coordinator"), refs=[person.pk])
    pledge.refresh_from_db()
    assert (pledge.text, pledge.visitor, [one.text for one in queries.wall(fair)]) == (
        "parole di tutti", None, ["parole di tutti"],
    )  # fmt: skip


def test_an_erased_persons_contact_leaves_promises_that_nobody_linked():
    fair, person = factories.fair(), factories.person(phone=around.PHONE)
    pledge = around.shown(fair, contact=around.PHONE)
    actions.forget_person(actor=factories.user("coordinator"), refs=[person.pk])
    pledge.refresh_from_db()
    assert (pledge.contact, pledge.contact_index, pledge.text) == ("", "", "aprire il forno alle scuole")


def test_that_an_exhibitor_read_a_persons_name_is_in_the_journal(exhibitor):
    fair, person = exhibitor.stand.fair, factories.person()
    around.consent(around.visitor(fair, code="K7-123", person=person), exhibitor.stand)
    exhibitor.post(exhibitor.url, {"code": "K7-123"})
    before = Entry.objects.filter(action="person.read").count()
    text = exhibitor.get(exhibitor.url).content.decode()
    assert (Entry.objects.filter(action="person.read").count() - before, "333 111 2223" in text) == (1, True)
