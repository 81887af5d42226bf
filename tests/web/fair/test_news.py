"""Who finds a JOBFEST without looking for it: the home, the appointments, one's own first page; what paper keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from jobcaffe.fair.events.models import Fair, Session, Task
from jobcaffe.fair.pledges import queries as pledges
from jobcaffe.fair.pledges.models import Pledge
from jobcaffe.fair.visits import rules
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.people.models import Person
from jobcaffe.spaces.words import date_words
from jobcaffe.web.fair import shape
from jobcaffe.web.fairtalks.shared import day_words
from tests import factories

pytestmark = pytest.mark.django_db
NEWS = ("public:home", "public:appointments")


def ticket(fair: Fair, person: Person | None = None) -> Visitor:
    return Visitor.objects.create(fair=fair, name="Franco Villa", code="F4-118", person=person)


def text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", NEWS)
def test_a_fair_of_these_weeks_is_told_where_everybody_looks(client: Client, name: str) -> None:
    fair = factories.fair(name="JOBFEST di prova")
    address = reverse("fair:page", args=[fair.slug])
    assert address in text(client, name)
    Fair.objects.update(
        opens_at=timezone.now() + timedelta(days=90), closes_at=timezone.now() + timedelta(days=91)
    )
    assert address not in text(client, name)
    Fair.objects.update(
        opens_at=timezone.now() - timedelta(hours=9), closes_at=timezone.now() - timedelta(minutes=1)
    )
    assert address not in text(client, name)


def test_ones_own_first_page_tells_the_fair_and_then_the_ticket(client_for: Callable[..., Client]) -> None:
    user = factories.member()
    fair, client = factories.fair(name="JOBFEST di prova"), client_for(user=user)
    assert reverse("fair:page", args=[fair.slug]) in text(client, "member:today")
    one = ticket(fair, Person.objects.get(pk=user.person_ref))
    page = text(client, "member:today")
    assert reverse("fairvisit:ticket", args=[rules.token_of(one)]) in page
    assert reverse("fair:page", args=[fair.slug]) not in page


def test_a_ticket_invites_to_choose_only_while_one_can(client: Client) -> None:
    fair = factories.fair(talks_mode="planned", wishes_until=timezone.now() + timedelta(days=1))
    token = rules.token_of(ticket(fair))
    assert "Scegli con chi vuoi parlare" in text(client, "fairvisit:ticket", token)
    Fair.objects.update(wishes_until=timezone.now() - timedelta(days=1))
    page = text(client, "fairvisit:ticket", token)
    assert "Scegli con chi vuoi parlare" not in page
    assert "si parla anche senza" in page


def test_paper_does_not_keep_how_many_seats_were_left(client: Client) -> None:
    fair = factories.fair()
    Session.objects.create(
        fair=fair, title="Curriculum", kind="workshop", seats=7, starts_at=fair.opens_at,
        ends_at=fair.opens_at + timedelta(hours=1),
    )  # fmt: skip
    assert "7 posti liberi" in text(client, "fair:programme", fair.slug)
    assert "posti liberi" not in text(client, "fair:sheet", fair.slug)


def test_what_is_done_is_not_late_and_what_is_missing_is_counted(client_for: Callable[..., Client]) -> None:
    fair, boss = factories.fair(opens_at=factories.moment(7, 9)), client_for("coordinator")
    for days in (40, 30, 20):
        Task.objects.create(fair=fair, text=f"A {days} giorni", days_before=days)
    Task.objects.filter(days_before=40).update(done_on=timezone.localdate() - timedelta(days=33))
    assert text(boss, "fairdesk:tasks", fair.slug).count("In ritardo di") == 2
    missing = boss.get(reverse("fairdesk:home", args=[fair.slug])).context["missing"]
    assert {one["label"]: one["status_text"] for one in missing}["Cose da fare in ritardo"] == "2"


def test_the_desk_finds_from_an_exhibitor_where_contacts_are_written(
    client: Client, client_for: Callable[..., Client]
) -> None:
    stand = factories.stand()
    at = (stand.fair.slug, stand.pk)
    address = reverse("fairafter:stand_contacts", args=at)
    assert address not in text(client, "fair:exhibitor", *at)
    desk = client_for("desk")
    assert address in text(desk, "fair:exhibitor", *at)
    assert desk.get(address).status_code == 200


def test_with_whom_to_talk_is_chosen_by_what_they_bring(client: Client) -> None:
    fair = factories.fair(talks_mode="planned", wishes_until=timezone.now() + timedelta(days=1))
    stand = factories.stand(fair, brings="Due posti nel forno.")
    assert f"{stand.organisation.name}: Due posti nel forno." in text(client, "fairtalks:wishes", fair.slug)


def test_a_date_has_small_letters_in_italian_and_capitals_in_english() -> None:
    fair = factories.fair(opens_at=factories.moment(5, 9))
    day = timezone.localdate(fair.opens_at)
    assert (date_words(day, "j F"), day_words(fair)) == ("23 novembre", "lunedì 23 novembre 2026")
    with translation.override("en"):
        assert (date_words(day, "j F"), day_words(fair)) == ("23 November", "Monday 23 November 2026")
        assert pledges.at_most(2) == "fewer than 5"
    assert [pledges.at_most(one) for one in (0, 4, 5)] == ["0", "meno di 5", "5"]


def test_a_promise_begins_with_a_capital_wherever_it_is_a_title(client: Client) -> None:
    fair = factories.fair()
    Pledge.objects.create(fair=fair, text="fare il pane", due_on="2026-12-01", state="shown")
    assert "Fare il pane" in text(client, "fairwall:wall", fair.slug)


def test_tables_are_from_one_number_to_another() -> None:
    stand = factories.stand(tables=[2] * 24, first_table=3)
    assert shape.tables_words(stand).endswith("tavoli 3–4")
