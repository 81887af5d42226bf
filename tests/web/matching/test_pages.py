"""The whole way, page by page: what she can do, proposals, both yeses, the outcome, the CV."""

from __future__ import annotations

import io
import re
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobcaffe.exchange.introductions import actions as introductions
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.network.matching import actions, queries
from jobcaffe.organisations.models import Delegate
from jobcaffe.paths.models import Outcome
from jobcaffe.people.models import Person
from jobcaffe.vocabulary import queries as vocabulary
from tests import factories
from tests.network.matching.around import job, told

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def house():
    """A desk that follows a member with a name nobody else has, and a partner."""
    desk = factories.user("desk", team=factories.team())
    member, partner = factories.member(), factories.partner()
    Person.objects.filter(pk=member.person_ref).update(
        team=desk.team, first_name="Zenobia", last_name="Quattrocase", alias="",
        phone="+393339876543", email="zenobia@example.org", channel="email",
    )  # fmt: skip
    return desk, member, partner


def test_she_tells_in_her_words_ticks_and_finds_proposals_with_reasons(house):
    post, member = job(house[2]), house[1]
    client = signed_in(member)
    page = client.post(reverse("matching:know"), {"words": "magazziniere"}).content.decode()
    uris = re.findall(r'name="uri" value="([^"]+)"', page)
    assert len(uris) == 5
    answer = client.post(
        reverse("matching:know"), {"words": "magazziniere", "uri": uris[0], "done": "on", "wished": "on"}
    )
    assert answer.headers["Location"] == reverse("matching:skills")
    page = client.get(reverse("matching:skills")).content.decode()
    ticked = re.findall(r'name="skills" value="([^"]+)"', page)
    client.post(reverse("matching:skills"), {"skills": ticked})
    answer = client.post(reverse("matching:limits"), {"minutes": "40"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("matching:home"), 302)]
    assert post.title in page
    assert "Perché" in page
    assert "Cerchi questo: magazziniere / magazziniera." in page
    assert "<script" not in page


def test_care_and_home_count_as_experience(house):
    client = signed_in(house[1])
    first = vocabulary.experiences()[0]
    client.post(reverse("matching:lived"), {"lived": [first.key]})
    page = client.get(reverse("matching:skills")).content.decode()
    names = vocabulary.labels(first.skills)
    assert all(uri in page for uri in names)


def test_a_limit_that_cannot_be_is_told_and_what_was_typed_stays(house):
    client = signed_in(house[1])
    page = client.post(
        reverse("matching:limits"), {"minutes": "35", "begins": "14:00", "ends": "9:00"}
    ).content.decode()
    assert "Questa ora viene prima dell&#x27;altra" in page or "Questa ora viene prima dell'altra" in page
    assert 'value="35"' in page


def pages_of(client: Client, row: Introduction) -> dict[str, tuple[int, str]]:
    """All that an organisation may ask for, without what changes at each answer."""
    addresses = [
        reverse(name)
        for name in ("partner:home", "partner:edit", "partner:preview", "board:mine", "matching:received")
    ]
    addresses += [reverse("board:post", args=[row.post_id]), reverse("board:detail", args=[row.post_id])]
    addresses += [reverse(name, args=[row.pk]) for name in ("matching:received_one", "matching:received_cv")]
    found = {}
    for address in addresses:
        answer = client.get(address)
        text = answer.content.decode(errors="replace")
        text = text.replace(str(row.pk), "")
        text = re.sub(r'(csrfmiddlewaretoken" value|nonce|name="request_key" value)="[^"]*"', "", text)
        found[address] = (answer.status_code, re.sub(r'value="[0-9a-f-]{36}"', "", text))
    return found


def test_an_organisation_sees_of_a_person_nothing_before_her_yes_and_nothing_after_she_withdraws(house):
    desk, member, partner = house
    post = job(partner)
    theirs = signed_in(partner)
    told(member)
    actions.search_now(actor=member, person_ref=member.person_ref)
    unknown = Introduction(post=post)
    before = list(pages_of(theirs, unknown).values())
    row = introductions.propose(actor=desk, person_ref=member.person_ref, post_id=post.pk)
    assert list(pages_of(theirs, row).values()) == before
    introductions.answer(actor=member, introduction_id=row.pk, says="later")
    assert list(pages_of(theirs, row).values()) == before
    introductions.answer(
        actor=member, introduction_id=row.pk, says="yes", name="first", contact="phone", cv=True
    )
    seen = pages_of(theirs, row)
    assert "Zenobia" in seen[reverse("matching:received")][1]
    everything = " ".join(text for _status, text in seen.values())
    assert "Quattrocase" not in everything
    assert "9876543" not in everything.replace(" ", "")
    introductions.withdraw(actor=member, introduction_id=row.pk)
    assert list(pages_of(theirs, row).values()) == before


def test_nobody_elses_delegate_reads_what_she_said_yes_to(house):
    desk, member, partner = house
    row = introductions.propose(actor=desk, person_ref=member.person_ref, post_id=job(partner).pk)
    introductions.answer(actor=member, introduction_id=row.pk, says="yes", cv=True)
    stranger = signed_in(factories.partner())
    for name in ("matching:received_one", "matching:received_cv"):
        assert stranger.get(reverse(name, args=[row.pk])).status_code == 404
    answer = stranger.post(reverse("matching:reply", args=[row.pk]), {"says": "yes"})
    assert answer.status_code == 404
    assert Delegate.objects.count() == 2


def test_from_the_desks_proposal_to_the_outcome_in_her_path(house):
    desk, member, partner = house
    post = job(partner)
    told(member)
    staff, hers, theirs = signed_in(desk), signed_in(member), signed_in(partner)
    staff.post(reverse("matching:desk_search", args=[member.person_ref]))
    page = staff.get(reverse("matching:desk_home", args=[member.person_ref])).content.decode()
    assert "Cerca questo: magazziniere / magazziniera." in page
    staff.post(reverse("matching:desk_interest", args=[member.person_ref, post.pk]), {"tell": "0"})
    row = Introduction.objects.get()
    answer = hers.post(
        reverse("matching:introduction", args=[row.pk]),
        {"says": "yes", "name": "full", "contact": "phone"},
        follow=True,
    )
    assert "Ora tocca a loro" in answer.content.decode()
    theirs.post(reverse("matching:reply", args=[row.pk]), {"says": "yes", "welcome": "Chiedi di Giulia"})
    page = theirs.get(reverse("matching:received_one", args=[row.pk])).content.decode()
    assert "Zenobia Quattrocase" in page
    assert "+393339876543" in page
    assert "Chiedi di Giulia" in hers.get(reverse("matching:introduction", args=[row.pk])).content.decode()
    for _press in range(2):
        staff.post(
            reverse("matching:desk_outcome", args=[member.person_ref, row.pk]),
            {"outcome": "job", "in_path": "on"},
        )
    assert [one.kind for one in Outcome.objects.filter(person=member.person_ref)] == ["job"]
    assert theirs.get(reverse("matching:received_one", args=[row.pk])).status_code == 404


def test_the_desk_leaves_a_line_each_time_it_reads_her(house):
    desk, member, _partner = house
    before = Entry.objects.filter(action="person.read").count()
    signed_in(desk).get(reverse("matching:desk_home", args=[member.person_ref]))
    assert Entry.objects.filter(action="person.read").count() == before + 1


def test_a_desk_that_does_not_follow_her_is_asked_for_a_reason_or_finds_nothing(house):
    stranger = signed_in(factories.user("desk", team=factories.team()))
    address = reverse("matching:desk_home", args=[house[1].person_ref])
    assert stranger.get(address).status_code in (302, 404)
    assert "Zenobia" not in stranger.get(address, follow=True).content.decode()


def test_the_cv_has_only_what_she_ticked(house):
    member = house[1]
    told(member)
    actions.tell(
        actor=member, person_ref=member.person_ref, cv=("trades", "studies"), studies=("Licenza media, 1998",)
    )
    client = signed_in(member)
    import docx

    document = docx.Document(io.BytesIO(client.get(reverse("matching:cv_docx")).content))
    text = [one.text for one in document.paragraphs]
    assert text == [
        "Zenobia Quattrocase", "Lavori che ho fatto", "magazziniere / magazziniera",
        "Scuola e corsi", "Licenza media, 1998",
    ]  # fmt: skip
    answer = client.get(reverse("matching:cv_pdf"))
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="curriculum.pdf"'


EUROPASS = b"""<?xml version="1.0"?><Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="x">
<CandidatePerson><PersonName><hr:GivenName>Altra</hr:GivenName></PersonName></CandidatePerson>
<EmploymentHistory><EmployerHistory><PositionHistory><PositionTitle>magazziniere</PositionTitle>
</PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance><ProgramName>Licenza media</ProgramName>
</EducationOrganizationAttendance></EducationHistory></Candidate>"""


@pytest.mark.parametrize(
    "content",
    [EUROPASS, b"%PDF-1.7\n1 0 obj <<>> stream\n" + zlib.compress(EUROPASS) + b"endstream\nendobj"],
    ids=["xml", "pdf"],
)
def test_europass_is_previewed_and_taken_without_touching_her_name(house, content):
    member = house[1]
    client = signed_in(member)
    page = client.post(
        reverse("matching:europass"), {"file": SimpleUploadedFile("cv", content)}
    ).content.decode()
    assert "magazziniere: magazziniere / magazziniera" in page
    assert "Licenza media" in page
    client.post(
        reverse("matching:europass"), {"take": "1", "jobs": ["magazziniere"], "studies": ["Licenza media"]}
    )
    after = queries.mine_of([member.person_ref]).told
    assert [one.words for one in after.trades] == ["magazziniere"]
    assert after.studies == ("Licenza media",)
    assert Person.objects.get(pk=member.person_ref).first_name == "Zenobia"


@pytest.mark.parametrize(
    "content",
    [
        b"non un curriculum",
        b"<html/>",
        b"%PDF-1.4 rotto",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ],
)
def test_a_file_that_is_no_europass_is_refused_with_what_to_do(house, content):
    page = (
        signed_in(house[1])
        .post(reverse("matching:europass"), {"file": SimpleUploadedFile("cv.xml", content)})
        .content.decode()
    )
    assert "Scarica il PDF o l" in page
    assert "root:" not in page


def test_the_order_is_public_with_the_weights_of_the_kernel():
    page = Client().get(reverse("matching:order")).content.decode()
    assert "80 punti" in page
    assert "15 punti" in page
    assert "5 punti" in page


def test_her_link_answers_without_signing_in_and_names_nobody(house):
    desk, member, partner = house
    row = introductions.propose(actor=desk, person_ref=member.person_ref, post_id=job(partner).pk)
    from jobcaffe.exchange.introductions.rules import token_of

    address = reverse("matching:answer", args=[token_of(row)])
    visitor = Client()
    page = visitor.get(address).content.decode()
    assert "Zenobia" not in page
    assert "zenobia@" not in page
    visitor.post(address, {"says": "no"})
    row.refresh_from_db()
    assert row.state == "declined"
    assert "Grazie" in visitor.get(address).content.decode()
    assert visitor.get(address[:-3] + "xx/").status_code == 404


def test_under_thirty_there_are_three_first_steps(house):
    member = house[1]
    Person.objects.filter(pk=member.person_ref).update(birth_year=2005)
    page = signed_in(member).get(reverse("matching:home")).content.decode()
    assert "Tre primi passi: scegline uno" in page
    steps = page.split("Tre primi passi")[1].split("</section>")[0]
    assert steps.count("<a ") == 3
