"""What everybody reads of a fair: programme, exhibitors, files for machines; what the worker may keep."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events.models import Area, Fair, Session, Stand
from jobcaffe.fair.visits.models import Seat, Visitor
from jobcaffe.foundation.ui.readability import gulpease
from tests import factories, schemaorg

pytestmark = pytest.mark.django_db
PUBLIC = ("page", "programme", "exhibitors", "sheet", "embed", "calendar", "worker")


def session(fair: Fair, title: str, hours: float = 0, **fields: object) -> Session:
    starts = fair.opens_at + timedelta(hours=hours)
    values = {"kind": "talk", "starts_at": starts, "ends_at": starts + timedelta(hours=1), **fields}
    return Session.objects.create(fair=fair, title=title, **values)


def post(stand: Stand, sort: str = "job", **fields: object) -> Post:
    today = timezone.localdate()
    values = {
        "title": "Fornaia",
        "state": "open",
        "published_on": today,
        "fresh_until": today + timedelta(days=30),
        **fields,
    }
    made = Post.objects.create(
        organisation=stand.organisation, direction="offer", sort=sort, text="Due righe.", **values
    )
    stand.posts.add(made)
    return made


def at(fair: Fair, name: str) -> str:
    return reverse(f"fair:{name}", args=[fair.slug])


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_fair_in_preparation_is_not_there_for_a_visitor(client: Client, name: str) -> None:
    fair = factories.fair(state="draft")
    assert client.get(at(fair, name)).status_code == 404
    Fair.objects.update(state="open")
    assert client.get(at(fair, name)).status_code == 200


def test_the_programme_is_chosen_by_address(client: Client) -> None:
    fair = factories.fair()
    yard = Area.objects.create(fair=fair, name="Cortile")
    session(fair, "Ripartire dopo i cinquanta", audiences=["over50"], area=yard)
    session(fair, "Turni e nonni", audiences=["women"])
    session(fair, "Caffè per tutti", audiences=["everybody"])
    session(fair, "Saltato", audiences=["everybody"], cancelled_on=date(2026, 11, 1))
    url = at(fair, "programme")

    def titles(query: str = "") -> set[str]:
        body = text(client, url + query)
        return {one for one in ("Ripartire dopo", "Turni e", "Caffè per", "Saltato") if one in body}

    assert titles() == {"Ripartire dopo", "Turni e", "Caffè per"}
    assert titles("?per=women") == {"Turni e", "Caffè per"}
    assert titles(f"?dove={yard.pk}") == {"Ripartire dopo"}
    assert titles(f"?dove={yard.pk}&per=women") == set()
    assert titles("?per=nessuno") == {"Ripartire dopo", "Turni e", "Caffè per"}


def test_now_shows_what_has_begun_and_not_ended(client: Client) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    fair = factories.fair(opens_at=now - timedelta(hours=2), first_slot_at=now, slots=4)
    session(fair, "Era prima", hours=0)
    session(fair, "Questo adesso", hours=2)
    session(fair, "Viene dopo", hours=4)
    body = text(client, at(fair, "programme") + "?adesso=on")
    assert ("Questo adesso" in body, "Era prima" in body, "Viene dopo" in body) == (True, False, False)
    assert "Questo adesso" in text(client, at(fair, "page"))


def test_seats_left_are_said_and_a_full_row_offers_the_waiting_list(client: Client) -> None:
    fair = factories.fair()
    row = session(fair, "Laboratorio", kind="workshop", seats=2)
    url = at(fair, "programme")
    assert "2 posti liberi" in text(client, url)
    for number in (1, 2):
        visitor = Visitor.objects.create(fair=fair, code=f"A{number}", name="Rosa")
        Seat.objects.create(session=row, visitor=visitor, state="held", number=number)
    assert "posti finiti" in text(client, url)


def test_exhibitors_are_chosen_by_what_they_offer_and_show_only_what_is_on_the_board(client: Client) -> None:
    fair = factories.fair()
    baker = factories.stand(fair=fair, organisation=factories.organisation(name="Forno Uno"), brings="Pane")
    school = factories.stand(fair=fair, organisation=factories.organisation(name="Scuola Due"))
    factories.stand(fair=fair, organisation=factories.organisation(name="Ente Tre"), state="asked")
    post(baker, "job")
    post(school, "training", title="Corso vecchio", fresh_until=date(2026, 1, 1))
    url = at(fair, "exhibitors")
    assert "Ente Tre" not in text(client, url)
    jobs, courses = text(client, url + "?offre=job"), text(client, url + "?offre=training")
    assert ("Forno Uno" in jobs, "Scuola Due" in jobs) == (True, False)
    # What is no longer on the board is no offer: the choice is not there, and nothing is narrowed.
    assert ("Forno Uno" in courses, "Corso vecchio" in courses) == (True, False)
    assert "Forno Uno" in text(client, url + "?parola=pane")
    assert "Scuola Due" not in text(client, url + "?parola=pane")
    page = text(client, reverse("fair:exhibitor", args=[fair.slug, baker.pk]))
    assert "Fornaia" in page
    waiting = Stand.objects.get(state="asked")
    assert client.get(reverse("fair:exhibitor", args=[fair.slug, waiting.pk])).status_code == 404


def test_needs_and_telephones_of_exhibitors_are_not_public(client: Client) -> None:
    fair = factories.fair()
    stand = factories.stand(
        fair=fair, needs="Presa segreta", contact_name="Rosa Villa", contact_phone="+393331112223"
    )
    for url in (
        at(fair, "exhibitors"),
        at(fair, "sheet"),
        reverse("fair:exhibitor", args=[fair.slug, stand.pk]),
    ):
        body = text(client, url)
        assert not [
            secret for secret in ("Presa segreta", "Rosa Villa", "333 111", "3331112223") if secret in body
        ]


def test_the_event_for_machines_keeps_the_vocabulary_of_schema_org(client: Client) -> None:
    fair = factories.fair(name='JOBFEST </script><script>"')
    session(fair, "Ripartire")
    found = schemaorg.in_page(text(client, at(fair, "page")))
    assert len(found) == 1
    for known in schemaorg.vocabularies():
        assert schemaorg.faults(found[0], known) == []
    assert (found[0]["@type"], found[0]["name"], len(found[0]["subEvent"])) == ("Event", fair.name, 1)
    assert schemaorg.faults({"@context": "https://schema.org", "@type": "Event"}, schemaorg.vocabulary())


def test_the_calendar_has_the_fair_and_its_rows_and_says_what_is_off(client: Client) -> None:
    fair = factories.fair()
    session(fair, "Ripartire", hours=1)
    session(fair, "Saltato", hours=2, cancelled_on=date(2026, 11, 1))
    answer = client.get(at(fair, "calendar"))
    events = {str(one["summary"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert set(events) == {"JOBFEST", "Ripartire", "Saltato"}
    assert events["JOBFEST"]["dtstart"].dt == fair.opens_at
    assert (str(events["Saltato"]["status"]), str(events["Ripartire"]["status"])) == (
        "CANCELLED",
        "CONFIRMED",
    )


def test_only_the_programme_may_be_framed_and_nothing_in_it_can_be_pressed(client: Client) -> None:
    fair = factories.fair()
    session(fair, "Ripartire")
    framed = client.get(at(fair, "embed"))
    policy = framed["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert not framed.has_header("X-Frame-Options")
    assert "<form" not in framed.content.decode()
    for name in ("page", "programme", "exhibitors", "sheet"):
        answer = client.get(at(fair, name))
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_the_worker_touches_the_folder_of_its_fair_alone(client: Client) -> None:
    fair = factories.fair()
    body = text(client, at(fair, "programme"))
    found = re.search(r'data-fair="([^"]+)" data-scope="([^"]+)"', body)
    assert found is not None
    assert (found[1], found[2]) == (at(fair, "worker"), f"/jobfest/{fair.slug}/")
    assert found[1].startswith(found[2])
    assert "worker-src 'self'" in client.get(at(fair, "programme"))["Content-Security-Policy"]
    script = text(client, at(fair, "worker"))
    # Pages are kept as a visitor reads them.
    assert 'credentials: "omit"' in script


@pytest.mark.parametrize("name", ["index", "page", "programme", "exhibitors", "sheet", "exhibitor"])
def test_a_list_costs_the_same_with_1_3_and_300_rows(client: Client, name: str) -> None:
    fair = factories.fair()
    one = factories.stand(fair=fair)
    post(one)
    session(fair, "Uno", area=one.area, organisation=one.organisation)
    url = {
        "index": reverse("fair:index"),
        "exhibitor": reverse("fair:exhibitor", args=[fair.slug, one.pk]),
    }.get(name) or at(fair, name)
    counts = []
    for more in (0, 2, 297):
        for _number in range(more):
            row = factories.stand(fair=fair, area=one.area)
            post(row)
            session(fair, "Altro", area=one.area, organisation=one.organisation)
            factories.fair(place=fair.place) if name == "index" and more == 2 else None
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 12


def test_the_words_for_citizens_are_easy(client: Client) -> None:
    fair = factories.fair()
    session(fair, "Ripartire")
    factories.stand(fair=fair, brings="Pane.")
    bodies = [
        text(client, reverse("fair:index")),
        *(text(client, at(fair, one)) for one in ("page", "programme", "exhibitors")),
    ]
    mains = [re.search(r"<main.*?</main>", body, re.DOTALL) for body in bodies]
    words = [" ".join(re.findall(r"<p[^>]*>([^<]{12,})</p>", main[0])) for main in mains if main is not None]
    assert [round(gulpease(one)) for one in words if len(one) > 60 and gulpease(one) < 70] == []


def test_doors_for_who_works_at_fairs_are_on_the_page(client_for: Callable[..., Client]) -> None:
    fair = factories.fair()
    assert reverse("fairdesk:home", args=[fair.slug]) in text(client_for("desk"), at(fair, "page"))
    assert reverse("fairdesk:home", args=[fair.slug]) not in text(client_for("member"), at(fair, "page"))
    assert reverse("fairstand:home") in text(client_for("organisation"), reverse("fair:index"))
    assert reverse("fairdoor:index") in text(client_for("fair_volunteer"), reverse("fair:index"))


def test_what_goes_on_now_is_one_list_without_hours_of_the_programme(client: Client) -> None:
    fair = factories.fair(opens_at=timezone.now() - timedelta(hours=4))
    for hours in (-3, -2):
        session(fair, f"Cominciato {hours}", hours, ends_at=timezone.now() + timedelta(hours=1))
    page = text(client, at(fair, "page"))
    assert page.count("Cominciato") >= 2
    assert "Ore " not in page.partition('id="adesso"')[2].partition("</section>")[0]


def test_a_fair_that_is_over_is_not_put_in_the_calendar(client: Client) -> None:
    now = timezone.now()
    over = factories.fair(opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
    ahead = factories.fair()
    said = [text(client, at(one, "page")) for one in (over, ahead)]
    assert ["Mettila nel tuo calendario" in one for one in said] == [False, True]
    assert ["Che cosa ci siamo promessi." in one for one in said] == [True, False]


def test_the_fair_of_today_says_so_in_the_list(client: Client) -> None:
    factories.fair(
        opens_at=timezone.now() - timedelta(hours=1), closes_at=timezone.now() + timedelta(hours=5)
    )
    assert text(client, reverse("fair:index")).count("È oggi") == 1


def test_a_talk_of_the_programme_is_no_encounter_in_english(client: Client) -> None:
    fair = factories.fair()
    session(fair, "Ripartire", kind="talk")
    client.cookies["django_language"] = "en"
    assert [words in text(client, at(fair, "programme")) for words in ("Talk", "Encounter")] == [True, False]
