"""The coordinator forms groups and follows their lives, by pressing buttons."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.circles import actions, queries
from jobcaffe.circles.actions.shaping import change_circle
from jobcaffe.circles.enums import ProposalState, RequestState, State
from jobcaffe.circles.models import (
    Circle,
    DiaryEntry,
    FollowUp,
    GroupRequest,
    Incompatibility,
    Placement,
    Proposal,
)
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.people.models import Person
from tests import factories
from tests.circles.groups import THEMES, Staff, enter, next_weekday, person, requested, running

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"forming:{name}", args=args)


def text_of(answer: Any) -> str:
    """What is read on the page, on one line."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture
def staff() -> Staff:
    """A coordinator, and Lucia who can lead on two evenings, in a house with a room."""
    around = Staff()
    factories.room(capacity=20)
    actions.set_profile(actor=around.facilitator, themes=THEMES, slots=["mar-18", "gio-10"], max_groups=2)
    return around


@pytest.fixture
def client(staff: Staff, client_for: Clients) -> Client:
    return client_for(user=staff.coordinator)


def asking(staff: Staff, count: int, **fields: Any) -> list[GroupRequest]:
    """So many people who had their talk."""
    return [requested(staff, person(staff, first_name=f"Ada{n}"), **fields) for n in range(count)]


ORDER = {"kind": "ama", "mode": "facilitated", "seconds": "10", "seed": "7"}


def ordered(client: Client, **values: str) -> Proposal:
    """Ask for a proposal by the form and let the worker work."""
    answer = client.post(url("propose"), {"request_key": str(uuid4()), **ORDER, **values})
    assert answer.status_code == 302
    assert worker.run_due() == 1
    found = Proposal.objects.first()
    assert found is not None
    return found


# --- the proposal -------------------------------------------------------------------------------------
def test_from_the_form_to_the_job_to_the_proposal_to_the_groups(client: Client, staff: Staff) -> None:
    asking(staff, 8)
    answer = client.post(url("propose"), {"request_key": str(uuid4()), **ORDER})
    job, proposal = Job.objects.get(), Proposal.objects.get()
    assert answer["Location"] == reverse("jobs:progress", args=[job.pk])
    assert "Il calcolo è in corso" in text_of(client.get(url("proposal", proposal.pk)))
    worker.run_due()
    assert url("proposal", proposal.pk) in client.get(answer["Location"]).content.decode()
    page = text_of(client.get(url("proposal", proposal.pk)))
    told = [
        "Hanno un posto: 8 persone. Restano in attesa: 0 persone.",
        "Non si può inserire nessun'altra persona.",
        "È la migliore possibile",
        "Numero della ricerca: 7.",
        "Ada3",
        "Ha chiesto per primo il tema «Il lavoro dopo i 50 anni».",
        "Può venire il",
        "Persone con un posto",
    ]
    assert [words for words in told if words not in page] == []
    client.post(url("accept", proposal.pk))
    made = Circle.objects.get()
    assert (made.state, made.mode, queries.leaders(made).get().user) == (
        "activation",
        "facilitated",
        staff.facilitator,
    )
    assert set(GroupRequest.objects.values_list("state", "circle")) == {(RequestState.PROPOSED, made.pk)}
    after = text_of(client.get(url("proposal", proposal.pk)))
    assert ("Proposta accettata" in after, "Ada" in after) == (True, False)


def test_the_same_press_twice_is_one_proposal_and_a_second_yes_makes_nothing(
    client: Client, staff: Staff
) -> None:
    asking(staff, 8)
    key = str(uuid4())
    for _press in range(2):
        client.post(url("propose"), {"request_key": key, **ORDER})
    worker.run_due()
    proposal = Proposal.objects.get()
    for _press in range(2):
        client.post(url("accept", proposal.pk))
    assert (Job.objects.count(), Circle.objects.count()) == (1, 1)


def test_the_same_number_gives_the_same_proposal(client: Client, staff: Staff) -> None:
    asking(staff, 14)
    pages = []
    for _time in range(2):
        page = text_of(client.get(url("proposal", ordered(client, seed="5").pk)))
        pages.append(page)
    assert pages[0] == pages[1]
    assert "Ada13" in pages[0]


def test_a_job_that_is_stopped_leaves_a_proposal_that_can_be_thrown_away(
    client: Client, staff: Staff
) -> None:
    asking(staff, 8)
    client.post(url("propose"), {"request_key": str(uuid4()), **ORDER})
    job, proposal = Job.objects.get(), Proposal.objects.get()
    client.post(reverse("jobs:cancel", args=[job.pk]))
    assert worker.run_due() == 0
    assert "Il calcolo si è fermato" in text_of(client.get(url("proposal", proposal.pk)))
    client.post(url("discard", proposal.pk))
    client.post(reverse("jobs:retry", args=[job.pk]))
    worker.run_due()
    proposal.refresh_from_db()
    assert (proposal.state, Placement.objects.count()) == (ProposalState.DISCARDED, 0)


def test_a_person_is_moved_out_and_in_again_and_the_value_is_told(client: Client, staff: Staff) -> None:
    asking(staff, 9)
    proposal = ordered(client)
    row = proposal.placements.filter(group__isnull=False)[0]
    home = row.group
    assert home is not None
    assert client.post(url("move", row.pk), {"group": "0"}).status_code == 302
    page = text_of(client.get(url("proposal", proposal.pk)))
    assert "L'hai lasciata in attesa tu." in page
    assert "Sono meno di 6" not in page
    assert f"Prima dei tuoi spostamenti valeva {proposal.value}." in page
    assert "Si potrebbe inserire al massimo un'altra persona." in page
    client.post(url("move", row.pk), {"group": str(home.pk)})
    page = text_of(client.get(url("proposal", proposal.pk)))
    assert ("Prima dei tuoi spostamenti" in page, "Non si può inserire" in page) == (False, True)


def test_who_may_not_go_there_is_refused_and_two_who_must_not_meet_look_like_a_full_group(
    client: Client, staff: Staff
) -> None:
    rows = asking(staff, 7)
    proposal = ordered(client)
    placed = {row.request_id: row for row in proposal.placements.all()}
    one, other = placed[rows[0].pk], placed[rows[1].pk]
    client.post(url("move", one.pk), {"group": "0"})
    refs = [rows[n].person_ref for n in (0, 1)]
    until = timezone.localdate() + timedelta(days=30)
    client.get(url("home"))  # the message of the move is told there
    before = text_of(client.get(url("move", one.pk)))
    actions.keep_apart(
        actor=factories.user("coordinator"), person_ref=refs[0], other_ref=refs[1], until=until
    )
    assert text_of(client.get(url("move", one.pk))) == before
    refused = text_of(client.post(url("move", one.pk), {"group": str(other.group_id)}))
    assert "Qui questa persona non può stare." in refused
    assert "Da allora qualcosa è cambiato" not in text_of(client.get(url("proposal", proposal.pk)))
    one.refresh_from_db()
    assert one.group_id is None


def test_a_pair_written_after_the_proposal_still_counts(client: Client, staff: Staff) -> None:
    rows = asking(staff, 8)
    proposal = ordered(client)
    actions.keep_apart(
        actor=factories.user("coordinator"),
        person_ref=rows[0].person_ref,
        other_ref=rows[1].person_ref,
        until=timezone.localdate(),
    )
    answer = client.post(url("accept", proposal.pk), follow=True)
    assert "calcolala di nuovo" in answer.content.decode()
    assert Circle.objects.count() == 0


def test_a_group_left_with_too_few_says_so_and_is_not_made(client: Client, staff: Staff) -> None:
    asking(staff, 6)
    proposal = ordered(client)
    row = proposal.placements.first()
    assert row is not None
    client.post(url("move", row.pk), {"group": "0"})
    assert "Sono meno di 6" in text_of(client.get(url("proposal", proposal.pk)))
    answer = client.post(url("accept", proposal.pk), follow=True)
    assert ("sono meno di 6" in text_of(answer), Circle.objects.count()) == (True, 0)


def test_two_proposals_of_the_same_people_do_not_make_two_groups(client: Client, staff: Staff) -> None:
    asking(staff, 8)
    first, second = ordered(client), ordered(client)
    for one in (first, second):
        client.post(url("accept", one.pk))
    assert Circle.objects.count() == 1


def test_a_facilitator_who_was_taken_meanwhile_is_not_taken_twice(client: Client, staff: Staff) -> None:
    asking(staff, 8)
    proposal = ordered(client)
    slot = proposal.groups.get().slot
    taken = actions.create_circle(
        actor=staff.coordinator, kind="ama", theme="tempi", mode="peers", slot=slot, state=State.ACTIVATION
    )
    actions.appoint(actor=staff.coordinator, circle_id=taken.pk, user_id=staff.facilitator.pk)
    client.post(url("accept", proposal.pk))
    assert Circle.objects.count() == 1


def test_new_requests_make_a_proposal_old(client: Client, staff: Staff) -> None:
    asking(staff, 8)
    proposal = ordered(client)
    assert "qualcosa è cambiato" not in text_of(client.get(url("proposal", proposal.pk)))
    asking(staff, 1)
    assert "Da allora qualcosa è cambiato" in text_of(client.get(url("proposal", proposal.pk)))


def test_who_is_left_out_reads_why(client: Client, staff: Staff) -> None:
    asking(staff, 2, slots=["sab-10", "lun-15", "lun-18"])
    page = text_of(client.get(url("proposal", ordered(client).pk)))
    assert page.count("manca la stanza o chi guida il gruppo") == 2
    assert "Con queste richieste non se ne apre nessuno." in page


def test_the_instant_preview_keeps_nothing_but_tells_the_persons_that_they_were_read(
    client: Client, staff: Staff
) -> None:
    rows = asking(staff, 8)
    page = text_of(client.get(url("preview")))
    assert [
        words
        for words in ("Gruppo nuovo. Guida Lucia.", "Ada0", "Nessuno: tutti hanno un posto.")
        if words not in page
    ] == []
    assert (Proposal.objects.count(), Circle.objects.count()) == (0, 0)
    told = DiaryEntry.objects.filter(DiaryEntry.of([rows[0].person_ref]), action="circle.request_read")
    assert told.count() == 1


def test_a_protected_person_has_no_name_here(client: Client, staff: Staff) -> None:
    rows = asking(staff, 8)
    Person.objects.filter(pk=rows[0].person_ref).update(protected=True)
    for page in (client.get(url("preview")), client.get(url("proposal", ordered(client).pk))):
        assert ("Ada0" in text_of(page), "Persona riservata" in text_of(page)) == (False, True)


@pytest.mark.parametrize(
    "wrong", [{"seconds": "9999"}, {"seed": "0"}, {"kind": "x"}, {"mode": "peers", "kind": "jobsearch5"}]
)
def test_a_wrong_order_is_not_taken_and_what_was_typed_stays(client: Client, wrong: dict[str, str]) -> None:
    answer = client.post(url("propose"), {"request_key": str(uuid4()), **ORDER, "seed": "77", **wrong})
    assert (answer.status_code, Proposal.objects.count()) == (200, 0)
    assert f'value="{wrong.get("seed", "77")}"' in answer.content.decode()


# --- pairs --------------------------------------------------------------------------------------------
def test_a_pair_is_written_seen_and_taken_away_only_by_who_wrote_it(
    client: Client, staff: Staff, client_for: Clients
) -> None:
    two = [person(staff, first_name=name, last_name="Riva") for name in ("Ida", "Ugo")]
    found = client.get(url("apart") + "?q=riva").content.decode()
    assert all(f"una={one.pk}" in found for one in two)
    address = url("apart") + f"?una={two[0].pk}&altra={two[1].pk}"
    day = timezone.localdate() + timedelta(days=60)
    client.post(address, {"until": f"{day:%d/%m/%Y}"})
    pair = Incompatibility.objects.get()
    page = text_of(client.get(url("pairs")))
    assert [words for words in ("Ida Riva", "Ugo Riva") if words not in page] == []
    other = client_for("coordinator")
    assert "Riva" not in text_of(other.get(url("pairs")))
    assert other.post(url("drop_pair", pair.pk)).status_code == 404
    client.post(url("drop_pair", pair.pk))
    assert Incompatibility.objects.count() == 0


def test_a_person_is_kept_from_who_leads_groups(client: Client, staff: Staff) -> None:
    one = person(staff, first_name="Ida", last_name="Riva")
    address = url("apart") + f"?una={one.pk}&guida={staff.facilitator.pk}"
    past = text_of(client.post(address, {"until": "01/01/2020"}))
    assert ("un giorno a venire" in past, Incompatibility.objects.count()) == (True, 0)
    client.post(address, {"until": f"{timezone.localdate():%d/%m/%Y}"})
    assert "Ida Riva e Lucia" in text_of(client.get(url("pairs")))


# --- the board ----------------------------------------------------------------------------------------
def test_the_board_says_what_waits_and_how_many_are_missing_where(client: Client, staff: Staff) -> None:
    asking(staff, 4)
    lone = actions.create_circle(
        actor=staff.coordinator, kind="ama", theme="cura", mode="peers", slot="gio-10", state=State.GATHERING
    )
    page = text_of(client.get(url("home")))
    told = [
        "Mancano 2 persone il martedì sera per «Il lavoro dopo i 50 anni».",
        f"Scegli chi guida {lone.code}",
        "Da far nascere",
        "Ancora nessuno",
    ]
    assert [words for words in told if words not in page] == []
    asking(staff, 2)
    page = text_of(client.get(url("home")))
    assert ("Mancano 2" in page, "Niente: si può proporre" in page) == (False, True)


def test_the_pages_need_the_same_queries_with_many_groups_and_people(client: Client, staff: Staff) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def crowd(people: int, groups: int) -> None:
        asking(staff, people)
        for _n in range(groups):
            made = actions.create_circle(
                actor=staff.coordinator, kind="ama", theme="tempi", mode="peers", slot="lun-15"
            )
            actions.appoint(actor=staff.coordinator, circle_id=made.pk, user_id=staff.facilitator.pk)

    crowd(7, 1)
    few = ordered(client)
    addresses = [url("home"), url("preview"), url("facilitators"), url("proposals")]
    before = [count(one) for one in (*addresses, url("proposal", few.pk))]
    crowd(6, 3)
    many = ordered(client)
    assert [count(one) for one in (*addresses, url("proposal", many.pk))] == before


def test_other_roles_do_not_find_these_pages(client_for: Clients, staff: Staff) -> None:
    names = ("home", "preview", "facilitators", "proposals", "propose", "pairs", "apart", "new")
    for role in set(Role.values) - {"coordinator"}:
        other = client_for(role)
        assert {other.get(url(name)).status_code for name in names} == {404}, role
    assert {Client().get(url(name)).status_code for name in names} == {302}


# --- one group ----------------------------------------------------------------------------------------
SHAPE = {
    "theme": "cura",
    "slot": "mar-18",
    "kind": "ama",
    "mode": "facilitated",
    "area": "Lainate",
    "room_id": "",
}


def made(client: Client, **values: str) -> Circle:
    client.post(url("new"), {"request_key": str(uuid4()), "state": "idea", **SHAPE, **values})
    return Circle.objects.get()


def test_a_group_is_written_changed_led_planned_and_moved_on(client: Client, staff: Staff) -> None:
    room = factories.room(capacity=8, features=["proiettore"])
    one = made(client, public="on", room_id=str(room.pk))
    assert (one.state, one.public, one.room, one.area) == ("idea", True, room, "Lainate")
    page = text_of(client.get(url("circle", one.pk)))
    assert "La sala non ha: cerchio." in page
    assert "La sala ha 8 posti. Un gruppo così può arrivare a 12 persone." in page
    client.post(url("edit", one.pk), {**SHAPE, "slot": "gio-10"})
    for after in ("gathering", "activation"):
        client.post(url("step", one.pk), {"after": after})
    client.post(url("appoint", one.pk), {"user": str(staff.facilitator.pk), "part": "lead"})
    day = next_weekday(3)
    client.post(url("plan", one.pk), {"request_key": str(uuid4()), "first_day": f"{day:%d/%m/%Y}"})
    one.refresh_from_db()
    assert (one.state, one.slot, one.public, one.room) == ("activation", "gio-10", False, None)
    assert (one.cycles.count(), one.meetings.count()) == (1, 12)
    page = text_of(client.get(url("circle", one.pk)))
    assert [
        words for words in ("Lucia", "Sta per partire", "Si raccolgono le persone") if words not in page
    ] == []
    client.post(url("dismiss", one.pk, staff.facilitator.pk))
    assert not queries.leaders(one).exists()


def test_a_group_that_was_proposed_keeps_its_theme_and_hour(client: Client, staff: Staff) -> None:
    one = made(client, state="activation")
    client.post(url("edit", one.pk), {**SHAPE, "theme": "tempi", "area": "Rho"})
    one.refresh_from_db()
    assert (one.theme, one.area) == ("cura", "Rho")
    with pytest.raises(Refused, match="non cambiano più"):
        change_circle(
            actor=staff.coordinator, circle_id=one.pk, kind="ama", theme="tempi", mode="facilitated",
            slot="mar-18", area="", public=False,
        )  # fmt: skip


def test_a_room_that_is_not_used_any_more_is_not_taken(client: Client, staff: Staff) -> None:
    one, room = made(client), factories.room(active=False)
    with pytest.raises(Refused, match="non si usa più"):
        change_circle(
            actor=staff.coordinator, circle_id=one.pk, kind="ama", theme="cura", mode="facilitated",
            slot="mar-18", area="", public=False, room_id=room.pk,
        )  # fmt: skip


def test_a_group_that_does_not_start_gives_the_requests_back(client: Client, staff: Staff) -> None:
    one = made(client, state="activation", theme="lavoro50")
    request = requested(staff, person(staff))
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=one.pk)
    client.post(url("step", one.pk), {"after": "ended"})
    one.refresh_from_db()
    request.refresh_from_db()
    assert (one.state, request.state, request.circle) == ("ended", RequestState.TALKED, None)
    # Nobody is asked how a group goes that never met.
    assert FollowUp.objects.count() == 0


def test_a_running_group_is_not_steered_and_shows_nobody(client: Client, staff: Staff) -> None:
    group, _members = running(staff)
    page = text_of(client.get(url("circle", group.pk)))
    assert "Chi c'è dentro lo sa solo il gruppo." in page
    assert [name for name in ("Anna", "Bruno", "Carla") if name in page] == []
    for after in ("closing", "ended", "mid_review"):
        client.post(url("step", group.pk), {"after": after})
    group.refresh_from_db()
    assert group.state == State.RUNNING


def test_a_closed_group_is_thanked_and_asked_about_when_its_day_comes(client: Client, staff: Staff) -> None:
    group, _members = running(staff)
    for after in ("closing", "ended"):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    assert "Grazie a Lucia" in text_of(client.get(url("thanks", group.pk)))
    first, second = FollowUp.objects.all()
    answer = client.post(url("follow_up", first.pk), {"still": "yes"})
    assert "È presto" in text_of(answer)
    FollowUp.objects.filter(pk=first.pk).update(due_on=timezone.localdate())
    assert f"Chiedi come va {group.code}" in text_of(client.get(url("home")))
    client.post(url("follow_up", first.pk), {"still": "some"})
    first.refresh_from_db()
    assert (first.still, first.done_on, second.still) == ("some", timezone.localdate(), "")
    assert f"Chiedi come va {group.code}" not in text_of(client.get(url("home")))


def test_what_is_not_there_is_not_found(client: Client, staff: Staff) -> None:
    running(staff)
    group = Circle.objects.get()
    gone = uuid4()
    assert client.get(url("circle", gone)).status_code == 404
    assert client.get(url("proposal", gone)).status_code == 404
    assert client.get(url("move", 999)).status_code == 404
    assert client.get(url("follow_up", 999)).status_code == 404
    assert client.get(url("thanks", group.pk)).status_code == 404
    assert client.post(url("dismiss", group.pk, gone)).status_code == 404
    assert client.get(url("home") + "?tipo=x").status_code == 404
    assert client.get(url("apart") + "?una=x").status_code == 404


# --- two worlds ---------------------------------------------------------------------------------------
def test_a_formation_is_the_same_whoever_is_in_the_running_group(client: Client, staff: Staff) -> None:
    """Eleven or twelve of twelve are inside: the preview, the proposal and every move are the same."""
    group, members = running(staff, 12)
    actions.update_circle(actor=staff.facilitator, circle_id=group.pk, public=True, area="", entry_open=True)
    asking(staff, 4)

    def look() -> tuple[str, str, set[Any]]:
        preview = text_of(client.get(url("preview")))
        proposal = ordered(client)
        page = text_of(client.get(url("proposal", proposal.pk)))
        moves = {
            client.post(url("move", row.pk), {"group": str(proposal.groups.get().pk)}).status_code
            for row in proposal.placements.all()
        }
        return preview, page, moves

    full = look()
    actions.leave(actor=members[0], circle_id=group.pk)
    assert look() == full
    assert f"Entrano in {group.code}, che c'è già." in full[0]


def test_no_page_of_hers_changes_when_somebody_enters_a_running_group(client: Client, staff: Staff) -> None:
    group, _members = running(staff)
    actions.update_circle(actor=staff.facilitator, circle_id=group.pk, public=True, area="", entry_open=True)
    asking(staff, 7)
    proposal = ordered(client)
    addresses = [
        *(url(name) for name in ("home", "preview", "facilitators", "proposals", "pairs", "apart", "new")),
        *(url(name, group.pk) for name in ("circle", "edit", "appoint", "plan")),
        url("proposal", proposal.pk),
        *(url("move", row.pk) for row in proposal.placements.all()),
    ]
    before = [text_of(client.get(one)) for one in addresses]
    zoe = person(staff, first_name="Zoe")
    enter(staff, group, zoe)
    actions.stay(actor=factories.member(person=zoe), circle_id=group.pk)
    after = [text_of(client.get(one)) for one in addresses]
    assert [address for address, a, b in zip(addresses, before, after, strict=True) if a != b] == []
    assert "".join(before).count(group.code) >= 4
