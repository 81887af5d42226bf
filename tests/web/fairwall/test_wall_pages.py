"""The wall: what everybody reads, what nobody may, and links that change nothing by being opened."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobcaffe.fair.pledges import actions, rules
from jobcaffe.fair.pledges.models import Pledge, PledgeAnswer
from jobcaffe.fair.visits.rules import token_of
from jobcaffe.organisations.models import Delegate
from tests import factories
from tests.fair.pledges import around

pytestmark = pytest.mark.django_db

PUBLIC = ("wall", "screen", "screen_rows", "sheet")
EVIL = '<script>alert("x")</script><img src=x onerror=y>'


def typed(**fields):
    return {
        "request_key": str(uuid4()),
        "text": "leggere ai bambini",
        "with_whom": "la scuola",
        "until": "30",
    } | fields


def pages(client, fair, names=PUBLIC):
    texts = [client.get(reverse(f"fairwall:{name}", args=[fair.slug])).content.decode() for name in names]
    return "".join([*texts, client.get(reverse("fairafter:born", args=[fair.slug])).content.decode()])


def test_three_fields_and_one_press_are_a_promise_that_waits(client):
    fair = factories.fair()
    answer = client.post(reverse("fairwall:new", args=[fair.slug]), typed())
    assert (answer.status_code, answer["Location"]) == (302, reverse("fairwall:thanks", args=[fair.slug]))
    pledge = Pledge.objects.get()
    assert (pledge.text, pledge.with_whom, pledge.state) == ("leggere ai bambini", "la scuola", "waiting")
    assert (pledge.contact, pledge.signature, pledge.visitor) == ("", "", None)


def test_a_double_press_is_one_promise(client):
    fair, said = factories.fair(), typed()
    for _press in range(2):
        client.post(reverse("fairwall:new", args=[fair.slug]), said)
    assert Pledge.objects.count() == 1


def test_a_machine_that_fills_everything_writes_nothing_and_is_told_nothing(client):
    fair = factories.fair()
    answer = client.post(reverse("fairwall:new", args=[fair.slug]), typed(sito="https://x.example"))
    assert (answer.status_code, Pledge.objects.count()) == (302, 0)


def test_a_wrong_code_keeps_what_was_typed(client):
    fair = factories.fair()
    answer = client.post(reverse("fairwall:new", args=[fair.slug]), typed(code="A0-000"))
    text = answer.content.decode()
    assert [piece in text for piece in ("Questo codice non c&#x27;è", "leggere ai bambini", "la scuola")] == [
        True
    ] * 3
    assert Pledge.objects.count() == 0


def test_promises_to_read_and_taken_off_are_on_no_public_page(client):
    fair = factories.fair()
    around.promised(fair, "parole da leggere")
    hidden = around.shown(fair, "parole tolte")
    around.shown(fair, "parole sul muro")
    actions.hide(actor=factories.user("desk"), pledge_id=hidden.pk)
    text = pages(client, fair).lower()
    assert [text.count(words) for words in ("parole da leggere", "parole tolte")] == [0, 0]
    assert text.count("parole sul muro") == 5


def test_nobodys_contact_code_or_visitor_is_on_any_page_not_even_the_staffs(client_for, client):
    fair = factories.fair()
    visitor = around.visitor(fair, code="K7-123", contact="+393330001122", name="Zenobia Nascosta")
    around.shown(fair, "uno", contact="+393339998877")
    around.shown(fair, "due", contact="ada@segreta.it")
    around.shown(fair, "tre", ticket=visitor)
    around.promised(fair, "quattro", contact="+393339998877")
    staff = client_for("desk")
    read = reverse("fairwall:moderate", args=[fair.slug])
    text = pages(client, fair) + "".join(
        staff.get(f"{read}?elenco={chosen}").content.decode() for chosen in ("", "sul-muro", "tolti")
    )
    leaks = ("3339998877", "333 999 8877", "ada@segreta", "Zenobia", "0001122", "333 000")
    assert [leak for leak in leaks if leak in text] == []
    assert "K7-123" not in pages(client, fair)


def test_html_in_a_promise_stays_words_on_every_page(client, client_for):
    fair = factories.fair()
    words = around.words(EVIL, with_whom=EVIL[:80], signature=EVIL[:40])
    pledge = actions.promise(fair=fair, words=words)
    actions.show(actor=factories.user("desk"), pledge_id=pledge.pk)
    staff = client_for("desk").get(reverse("fairwall:moderate", args=[fair.slug]) + "?elenco=sul-muro")
    link = client.get(reverse("fairwall:answer", args=[rules.token_of(pledge)]))
    text = pages(client, fair, ("wall", "screen", "sheet")) + staff.content.decode() + link.content.decode()
    assert (text.count("<script>alert"), text.count("<img src=x"), "&lt;script&gt;" in text) == (0, 0, True)
    rows = client.get(reverse("fairwall:screen_rows", args=[fair.slug]))
    assert (rows["Content-Type"], rows.json()["rows"][0]["text"]) == ("application/json", EVIL)


def test_opening_an_answering_link_changes_nothing_and_a_press_answers_once(client):
    pledge = around.shown(factories.fair(), contact=around.PHONE)
    url = reverse("fairwall:answer", args=[rules.token_of(pledge)])
    for _scan in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200
    assert PledgeAnswer.objects.count() == 0
    for _press in range(2):
        assert client.post(url, {"answer": "done"})["Location"] == f"{url}?detto=1"
    assert list(PledgeAnswer.objects.values_list("answer", flat=True)) == ["done"]


def test_leaving_a_promise_asks_why_before_anything_is_written(client):
    pledge = around.shown(factories.fair())
    url = reverse("fairwall:answer", args=[rules.token_of(pledge)])
    asked = client.post(url, {"answer": "dropped"})
    assert (asked.status_code, "Perché non si fa più?" in asked.content.decode()) == (200, True)
    empty = client.post(url, {"answer": "dropped", "reason": " "})
    assert (empty.status_code, PledgeAnswer.objects.count()) == (200, 0)
    assert client.post(url, {"answer": "dropped", "reason": "Non c'è tempo"}).status_code == 302
    assert PledgeAnswer.objects.get().reason == "Non c'è tempo"


def test_a_wrong_answer_is_refused_and_a_link_made_up_is_not_there(client):
    pledge = around.shown(factories.fair())
    token = rules.token_of(pledge)
    assert client.post(reverse("fairwall:answer", args=[token]), {"answer": "forse"}).status_code == 200
    assert client.get(reverse("fairwall:answer", args=[token[:-1]])).status_code == 404
    assert client.get(reverse("fairwall:answer", args=["x"])).status_code == 404
    assert PledgeAnswer.objects.count() == 0


def test_a_ticket_of_this_fair_owns_the_promise_and_one_of_another_fair_does_not(client):
    fair, other = factories.fair(), factories.fair()
    mine, theirs = around.visitor(fair), around.visitor(other, code="K1-222")
    for visitor in (mine, theirs):
        client.post(f"{reverse('fairwall:new', args=[fair.slug])}?biglietto={token_of(visitor)}", typed())
    assert [(one.visitor, one.sure) for one in Pledge.objects.order_by("made_at")] == [
        (mine, True),
        (None, False),
    ]


def test_an_organisation_promises_in_its_own_name(client_for):
    client, organisation = client_for("organisation"), factories.organisation(name="Officina Bella")
    Delegate.objects.create(user=client.user, organisation=organisation)
    fair = factories.fair()
    url = reverse("fairwall:new", args=[fair.slug])
    assert "Officina Bella" in client.get(url).content.decode()
    client.post(url, typed(for_organisation="on"))
    assert (Pledge.objects.get().organisation, Pledge.objects.get().sure) == (organisation, True)


def test_a_draft_fair_has_no_wall_and_a_closed_one_takes_no_promise(client):
    draft, over = factories.fair(state="draft"), factories.fair(state="closed")
    assert [
        client.get(reverse(f"fairwall:{name}", args=[draft.slug])).status_code for name in (*PUBLIC, "new")
    ] == [404] * 5
    client.post(reverse("fairwall:new", args=[over.slug]), typed())
    assert (Pledge.objects.count(), client.get(reverse("fairwall:wall", args=[over.slug])).status_code) == (
        0,
        200,
    )


def test_the_staff_shows_and_hides_and_a_promise_of_another_fair_is_not_there(client_for):
    client, fair = client_for("desk"), factories.fair()
    pledge = around.promised(fair)
    url = reverse("fairwall:decide", args=[fair.slug, pledge.pk])
    states = []
    for says in ("show", "show", "hide", "boh"):
        client.post(url, {"says": says})
        pledge.refresh_from_db()
        states.append(pledge.state)
    assert states == ["shown", "shown", "hidden", "hidden"]
    other = reverse("fairwall:decide", args=[factories.fair().slug, pledge.pk])
    assert client.post(other, {"says": "show"}).status_code == 404


def test_what_an_owner_says_by_voice_is_written_by_the_staff(client_for):
    client, fair = client_for("desk"), factories.fair()
    pledge = around.shown(fair)
    url = reverse("fairwall:tell", args=[fair.slug, pledge.pk])
    assert client.post(url, {"answer": "dropped", "reason": ""}).status_code == 200
    assert client.post(url, {"answer": "working", "reason": ""}).status_code == 302
    assert list(PledgeAnswer.objects.values_list("answer", flat=True)) == ["working"]


def test_the_screen_can_be_stopped_and_says_what_changes(client):
    fair = factories.fair()
    around.shown(fair)
    url = reverse("fairwall:screen", args=[fair.slug])
    going, stopped = client.get(url).content.decode(), client.get(f"{url}?fermo=1").content.decode()
    assert [piece in going for piece in ('aria-live="polite"', "setInterval", "http-equiv", "j-head")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert [piece in stopped for piece in ("setInterval", "http-equiv", "Fai ripartire")] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("name", ["wall", "screen", "sheet", "moderate"])
def test_a_wall_of_three_hundred_asks_as_many_questions_as_one_of_three(client_for, name):
    client = client_for("desk")
    counts = []
    for many in (1, 3, 300):
        fair = factories.fair()
        Pledge.objects.bulk_create(
            Pledge(fair=fair, text=f"cosa {place}", due_on="2026-12-01", state="shown")
            for place in range(many)
        )
        client.get(reverse(f"fairwall:{name}", args=[fair.slug]))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse(f"fairwall:{name}", args=[fair.slug]) + "?elenco=sul-muro")
        counts.append(len(asked))
    assert counts[1] == counts[2]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mi impegno a portare i libri", "portare i libri"),
        ("ci impegniamo ad aprire il sabato", "aprire il sabato"),
        ("Io mi impegno a… cucire", "cucire"),
        ("mi impegno a", "mi impegno a"),
        ("mi impegno attivamente", "mi impegno attivamente"),
    ],
)
def test_who_copies_the_words_before_the_field_has_not_said_them_twice(client, written, said):
    fair = factories.fair()
    client.post(reverse("fairwall:new", args=[fair.slug]), typed(text=written))
    assert Pledge.objects.get().text == said


def test_the_screen_begins_its_notes_with_a_capital_and_its_link_without_a_scheme(client):
    fair = factories.fair()
    pledge = around.shown(fair)
    page = client.get(reverse("fairwall:screen", args=[fair.slug])).content.decode()
    assert pledge.text[0].upper() + pledge.text[1:] in page
    assert "<strong>testserver/" in page
