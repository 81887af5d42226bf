"""The pages of talks: three screens and two fields, tickets, plans, meetings; constant numbers of queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import actions, messages, queries
from jobcaffe.fair.talks.models import Meeting, Talk, Wish
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.organisations.models import Organisation
from tests import factories
from tests.fair.talks.around import book, booking_fair, met, planned, planned_fair, speaker, visitor, wish
from tests.web.fairvisit.test_pages import without_luck

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]


def links(html: str, start: str) -> list[str]:
    return [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', html) if one.startswith(start)]


def fields(html: str) -> list[str]:
    """What a person fills: no hidden fields, no trap."""
    shown = re.sub(r"<div hidden>.*?</div>", "", html)
    return [name for kind, name in re.findall(r'<input type="(\w+)" name="(\w+)"', shown) if kind != "hidden"]


def test_three_screens_and_two_fields_lead_to_a_ticket(client: Client) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    here = reverse("fairtalks:choose", args=[fair.slug])

    first = client.get(here).content.decode()
    second = client.get(links(first, here + "stand/")[0]).content.decode()
    hour = links(second, here + "stand/")[2]
    third = client.get(hour).content.decode()
    asked = fields(third)
    key = re.search(r'name="request_key" value="([^"]+)"', third)
    assert key is not None
    sent = {"name": "Rosa Bo", "contact": "333 1112223", "request_key": key[1]}
    answers = [client.post(hour, sent) for _press in "12"]

    assert asked == ["name", "contact"]
    assert {answer.status_code for answer in answers} == {302}
    assert answers[0]["Location"] == answers[1]["Location"]
    talk = Talk.objects.get()
    assert (talk.stand, talk.slot) == (stand, 2)
    assert answers[0]["Location"] == reverse("fairtalks:done", args=[fair.slug, stand.pk])
    assert "Ti abbiamo scritto" in client.get(answers[0]["Location"]).content.decode()
    token = visit_rules.token_of(talk.visitor)
    assert token in Notice.objects.get().body
    page = client.get(reverse("fairtalks:mine", args=[token])).content.decode()
    assert talk.visitor.code in page
    assert "10:30" in page
    assert "data:image/svg" in page


def test_a_taken_hour_keeps_what_was_typed_and_offers_two_others(client: Client) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    book(visitor(fair), stand, 3)
    here = reverse("fairtalks:book", args=[fair.slug, stand.pk, 3])
    sent = {"name": "Rosa Bo", "contact": "333 1112223", "request_key": str(uuid4())}

    page = client.post(here, sent).content.decode()

    assert "sono appena state prese" in page
    assert 'value="Rosa Bo"' in page
    others = re.findall(r'formaction="([^"]+)"', page)
    assert others == [reverse("fairtalks:book", args=[fair.slug, stand.pk, slot]) for slot in (2, 4)]
    key = re.search(r'name="request_key" value="([^"]+)"', page)
    assert key is not None
    done = client.post(others[1], {**sent, "request_key": key[1]})
    assert done.status_code == 302
    assert Talk.objects.filter(slot=4).count() == 1


def test_who_comes_from_her_ticket_fills_nothing(client: Client) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    who = visitor(fair)
    carried = "?biglietto=" + visit_rules.token_of(who)
    here = reverse("fairtalks:book", args=[fair.slug, stand.pk, 1])
    page = client.get(here + carried).content.decode()
    key = re.search(r'name="request_key" value="([^"]+)"', page)
    assert key is not None
    assert fields(page) == []
    assert client.post(here + carried, {"request_key": key[1]}).status_code == 302
    assert Talk.objects.get().visitor == who


def test_a_ticket_of_another_fair_or_a_wrong_one_is_nobodys(client: Client) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    other = visitor(booking_fair())
    here = reverse("fairtalks:book", args=[fair.slug, stand.pk, 1])
    for token in (visit_rules.token_of(other), "0" * 52, "x"):
        assert fields(client.get(f"{here}?biglietto={token}").content.decode()) == ["name", "contact"]
    assert client.get(reverse("fairtalks:mine", args=["0" * 52])).status_code == 404


def test_code_alone_opens_nothing_and_with_the_telephone_the_ticket_comes_along(client: Client) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    who = visitor(fair, contact="333 4445556")
    here = reverse("fairtalks:book", args=[fair.slug, stand.pk, 1]) + "?codice=1"
    wrong = client.post(here, {"code": who.code, "contact": "333 0000000", "request_key": str(uuid4())})
    assert "non vanno insieme" in wrong.content.decode()
    right = client.post(here, {"code": who.code, "contact": "3334445556", "request_key": str(uuid4())})
    assert right["Location"].endswith(visit_rules.token_of(who))


def test_who_signed_up_before_and_who_is_new_get_the_same_page_without_a_ticket(client: Client) -> None:
    fair = booking_fair(max_talks=1)
    stand = factories.stand(fair=fair)
    who = visitor(fair, "Rosa Bo", contact="333 1112223")
    book(who, factories.stand(fair=fair), 1)
    pages = []
    for name in ("Rosa Bo", "Anna Nuova"):
        sent = {"name": name, "contact": "333 1112223", "request_key": str(uuid4())}
        answer = client.post(reverse("fairtalks:book", args=[fair.slug, stand.pk, 1]), sent)
        assert answer["Location"] == reverse("fairtalks:done", args=[fair.slug, stand.pk])
        pages.append(without_luck(client.get(answer["Location"]).content.decode()))
    assert pages[0] == pages[1]
    assert who.code not in pages[0]
    assert visit_rules.token_of(who) not in pages[0]


def test_cancelling_by_link_asks_first_and_never_touches_anothers(client: Client) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    who, other = visitor(fair), visitor(fair, "Altra Persona")
    talk = book(who, stand, 1)
    strange = reverse("fairtalks:cancel", args=[visit_rules.token_of(other), talk.pk])
    assert client.post(strange).status_code == 404
    own = reverse("fairtalks:cancel", args=[visit_rules.token_of(who), talk.pk])
    assert client.get(own).status_code == 200
    assert Talk.objects.get().state == "booked"
    assert client.post(own).status_code == 302
    assert Talk.objects.get().state == "cancelled"


def test_wishes_are_written_with_a_name_and_changed_from_the_ticket(client: Client) -> None:
    fair = planned_fair()
    stands = [factories.stand(fair=fair) for _number in range(3)]
    here = reverse("fairtalks:wishes", args=[fair.slug])
    key = str(uuid4())
    sent: dict[str, Any] = {
        "name": "Rosa Bo", "contact": "333 1112223", "request_key": key, "starts": "1", "ends": "4",
        "wanted": [str(stands[2].pk), str(stands[0].pk)], "refused": [str(stands[1].pk)],
    }  # fmt: skip
    answer = client.post(here, sent)
    who = Visitor.objects.get()
    assert answer["Location"] == reverse("fairvisit:sent", args=[fair.slug])
    assert (who.from_slot, who.to_slot) == (1, 4)
    order = [row.stand_id for row in queries.wishes_of(who)]
    assert set(order) == {stands[0].pk, stands[2].pk}
    assert queries.refused_of(who) == {stands[1].pk}

    up = reverse("fairtalks:up", args=[visit_rules.token_of(who), order[1]])
    client.post(up)
    carried = f"{here}?biglietto={visit_rules.token_of(who)}"
    client.post(carried, {"wanted": [str(one.pk) for one in (stands[0], stands[2])]})
    assert [row.stand_id for row in queries.wishes_of(who)] == order[::-1]
    assert queries.refused_of(who) == set()


def test_no_wish_keeps_everything_typed(client: Client) -> None:
    fair = planned_fair()
    factories.stand(fair=fair)
    here = reverse("fairtalks:wishes", args=[fair.slug])
    page = client.post(
        here, {"name": "Rosa Bo", "contact": "333", "request_key": str(uuid4())}
    ).content.decode()
    assert "Scegli almeno un&#x27;organizzazione" in page
    assert 'value="Rosa Bo"' in page
    assert Visitor.objects.count() == 0


def test_calendar_and_paper_are_files(client: Client) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    who = visitor(fair)
    book(who, stand, 1)
    token = visit_rules.token_of(who)
    ics = client.get(reverse("fairtalks:calendar", args=[token])).content.decode()
    pdf = client.get(reverse("fairtalks:paper", args=[token]))
    assert "BEGIN:VEVENT" in ics
    assert stand.organisation.name in ics.replace("\r\n ", "")
    assert pdf.content.startswith(b"%PDF")


def test_the_coordinator_makes_looks_at_and_publishes_a_plan(client_for: Clients) -> None:
    fair = planned_fair()
    stand = factories.stand(fair=fair)
    for name in ("Uno", "Due"):
        wish(visitor(fair, f"Anna {name}"), stand)
    client = client_for("coordinator")
    home = reverse("fairtalks:plans", args=[fair.slug])
    assert client.get(home).status_code == 200
    made = client.post(reverse("fairtalks:make", args=[fair.slug]), {"seconds": "15"})
    assert made.status_code == 302
    assert "/lavori/" in made["Location"] or "lavor" in made["Location"]
    plan = fair.plans.get()
    assert client.get(reverse("fairtalks:plan", args=[plan.pk])).status_code == 200
    from jobcaffe.fair.talks.tasks import plan_citizens

    plan_citizens.func(str(plan.pk), 5)
    page = client.get(reverse("fairtalks:plan", args=[plan.pk])).content.decode()
    assert "Pubblica e scrivi a tutti" in page
    client.post(reverse("fairtalks:publish", args=[plan.pk]))
    assert Talk.objects.count() == 2
    public = Client().get(reverse("fairtalks:certificate", args=[fair.slug])).content.decode()
    assert "Tutte le regole sono rispettate" in public
    sheets = client.get(reverse("fairtalks:sheets", args=[fair.slug]))
    assert sheets.content.startswith(b"%PDF")


def test_pin_and_forbid_by_the_code_of_the_ticket(client_for: Clients) -> None:
    fair = planned_fair()
    stand, other = factories.stand(fair=fair), factories.stand(fair=fair)
    who = visitor(fair)
    client = client_for("coordinator")
    sent = {"code": who.code, "stand": str(stand.pk), "slot": "2", "request_key": str(uuid4())}
    assert client.post(reverse("fairtalks:pin", args=[fair.slug]), sent).status_code == 302
    assert Talk.objects.get().pinned
    no = {"code": who.code, "stand": str(other.pk)}
    assert client.post(reverse("fairtalks:forbid", args=[fair.slug]), no).status_code == 302
    assert queries.kept_apart(who) == {other.pk}
    wrong = client.post(reverse("fairtalks:forbid", args=[fair.slug]), {**no, "code": "Z9-999"})
    assert "Questo codice non c" in wrong.content.decode()


def test_two_exhibitors_agree_on_a_meeting_and_read_its_hour(client_for: Clients) -> None:
    fair = booking_fair()
    one, other = factories.stand(fair=fair), factories.stand(fair=fair)
    ours, theirs = client_for(user=speaker(one)), client_for(user=speaker(other))
    ask = reverse("fairtalks:ask", args=[fair.slug, other.pk])
    ours.post(ask, {"why": "Parliamo di tirocini", "when": "any"})
    meeting = Meeting.objects.get()
    assert ours.post(reverse("fairtalks:reply", args=[meeting.pk]), {"yes": "1"}).status_code == 302
    assert Meeting.objects.get().state == "asked"
    theirs.post(reverse("fairtalks:reply", args=[meeting.pk]), {"yes": "1"})
    coordinator = factories.user("coordinator")
    actions.publish_plan(actor=coordinator, plan_id=planned(fair, coordinator, kind="business", tables=1).pk)
    page = theirs.get(reverse("fairtalks:meetings", args=[fair.slug])).content.decode()
    assert "tavolo degli incontri 1" in page
    assert ours.get(reverse("fairtalks:own_sheet", args=[fair.slug])).content.startswith(b"%PDF")
    hours = reverse("fairtalks:hours", args=[fair.slug])
    assert ours.post(hours, {"wants_meetings": "on", "unavailable": ["0", "1"]}).status_code == 302
    one.refresh_from_db()
    assert one.unavailable == [0, 1]


def test_a_link_answers_without_signing_in_and_opening_it_changes_nothing(client: Client) -> None:
    fair = booking_fair()
    one, other = factories.stand(fair=fair), factories.stand(fair=fair)
    meeting = actions.ask_meeting(actor=speaker(one), stand=one, other_id=other.pk, why="Tirocini")
    link = messages.meeting_link(meeting, other)
    path = link[link.index("/jobfest") :]
    assert "Accettate" in client.get(path).content.decode()
    assert Meeting.objects.get().state == "asked"
    client.post(path, {"yes": "1"})
    assert Meeting.objects.get().state == "accepted"
    assert client.get(reverse("fairtalks:answer", args=["inventato"])).status_code == 404


def test_an_exhibitor_reads_neither_plans_nor_anothers_meetings(client_for: Clients) -> None:
    fair = booking_fair()
    one, other, third = (factories.stand(fair=fair) for _number in range(3))
    meeting = met(one, other)
    client = client_for(user=speaker(third))
    assert client.post(reverse("fairtalks:off", args=[meeting.pk])).status_code == 404
    assert client.get(reverse("fairtalks:plans", args=[fair.slug])).status_code == 404
    assert client.get(reverse("fairtalks:sheets", args=[fair.slug])).status_code == 404


def _many(fair: Fair, number: int, *, plan: bool) -> None:
    """So many stands, each with a visitor who booked there, or who would like to."""
    bodies = Organisation.objects.bulk_create(
        [Organisation(name=f"Ditta {n}", kind="company", search_name=f"ditta {n}") for n in range(number)]
    )
    stands = Stand.objects.bulk_create(
        [Stand(fair=fair, organisation=one, state="accepted", first_table=n) for n, one in enumerate(bodies)]
    )
    people = Visitor.objects.bulk_create(
        [Visitor(fair=fair, code=f"F{n // 1000}-{n % 1000:03}", name="Anna Prova") for n in range(number)]
    )
    pairs = list(zip(stands, people, strict=True))
    if plan:
        Wish.objects.bulk_create([Wish(stand=stand, visitor=who) for stand, who in pairs])
    else:
        Talk.objects.bulk_create(
            [Talk(fair=fair, stand=stand, visitor=who, slot=1, table=0) for stand, who in pairs]
        )


@pytest.mark.parametrize("page", ["choose", "plans", "plan", "certificate", "sheets"])
def test_lists_cost_the_same_with_one_three_and_three_hundred(page: str, client_for: Clients) -> None:
    client = client_for("coordinator")
    coordinator: Any = client.user  # type: ignore[attr-defined]
    counts = []
    for number in (1, 3, 300):
        made = page in {"plan", "certificate"}
        fair = planned_fair() if made else booking_fair()
        _many(fair, number, plan=made)
        args: list[object] = [fair.slug]
        if made:
            plan = planned(fair, coordinator)
            args = [plan.pk] if page == "plan" else args
            if page == "certificate":
                actions.publish_plan(actor=coordinator, plan_id=plan.pk)
        address = reverse(f"fairtalks:{page}", args=args)
        client.get(address)  # what is read once by every process is read
        with CaptureQueriesContext(connection) as told:
            assert client.get(address).status_code == 200
        counts.append(len(told))
    assert len(set(counts)) == 1, counts
