"""Shared care as a family and who leads a pool see it: each journey by form, one press, nothing of others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.hours.models import Account
from jobcaffe.worklife.care import actions, queries
from jobcaffe.worklife.care.enums import RunState, Standing, SwapState, TurnState
from jobcaffe.worklife.care.models import Child, Family, Need, Offer, Pool, Run, Swap, Turn
from tests import factories
from tests.worklife.care.pools import World, day, over, small_world

pytestmark = pytest.mark.django_db
HOME = reverse("care:home")
RULES = {
    "name": "Turni di via Litta", "starts": "7:30, 16.00, 18", "block_minutes": "120", "max_children": "5",
    "places": ["home"], "limit_hours": "20", "solidarity_hours": "8", "fund_cap_hours": "4",
    "extra_child_percent": "50", "permissions": "on",
}  # fmt: skip


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def told(client: Client, url: str, data: dict[str, Any] | None = None) -> str:
    return client.post(url, data or {}, follow=True).content.decode()


@pytest.fixture
def as_(client_for: Callable[..., Client]) -> Callable[[User], Client]:
    return lambda user: client_for(user=user)


def pair(**rules: Any) -> World:
    """Anna needs somebody on Tuesday; Sara chose her and was chosen."""
    world = World(rules=rules)
    for name in ("Anna", "Sara"):
        world.family(name)
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1])
    return world


# --- who leads the pool ---------------------------------------------------------------------------


def test_a_lab_leader_opens_a_pool_and_a_second_press_opens_no_other(
    client_for: Callable[..., Client],
) -> None:
    client = client_for("lab_leader")
    data = {**RULES, "request_key": str(uuid4())}
    for _press in range(2):
        assert "Turni di via Litta" in told(client, reverse("care:new"), data)
    pool = Pool.objects.get()
    assert (pool.starts, pool.limit_minutes, pool.permissions) == (["07:30", "16:00", "18:00"], 1200, True)
    assert "Turni di via Litta" in page(client, reverse("care:pool"))


def test_rules_that_do_not_go_together_keep_everything_typed(client_for: Callable[..., Client]) -> None:
    client = client_for("lab_leader")
    answer = told(client, reverse("care:new"), {**RULES, "starts": "16:00, 17:00"})
    assert "Le fasce si toccano" in answer
    assert 'value="Turni di via Litta"' in answer
    assert Pool.objects.count() == 0


def test_a_family_asks_and_the_leader_confirms_it_with_its_paper(as_: Callable[[User], Client]) -> None:
    world = World()
    user = factories.member(person=factories.person(first_name="Zoe", birth_year=1990))
    mother, leader = as_(user), as_(world.leader)
    assert "Turni di via Litta" in page(mother, HOME)
    url = reverse("care:ask", args=[world.pool.pk])
    page(mother, url)
    data = {"name_0": "Leo", "year_0": "2020", "request_key": str(uuid4())}
    for _press in range(2):
        told(mother, url, data)
    family = Family.objects.get()
    assert "La tua richiesta è arrivata" in page(mother, HOME)
    assert "Conferma la famiglia di Zoe" in page(leader, reverse("care:lead", args=[world.pool.pk]))
    assert "Leo, 2020" in page(leader, reverse("care:household", args=[family.pk]))
    for _press in range(2):
        told(leader, reverse("care:approve", args=[family.pk]))
    page(leader, reverse("care:sign", args=[family.pk]))
    told(
        leader,
        reverse("care:sign", args=[family.pk]),
        {"given_on": "01/09/2026", "valid_until": "31/08/2027"},
    )
    family.refresh_from_db()
    assert (family.standing, family.signed.count()) == (Standing.IN, 1)
    assert "31 agosto 2027" in page(mother, reverse("care:family", args=[family.pk]))


@pytest.mark.parametrize(
    ("data", "mistake"),
    [
        ({}, "almeno un bambino"),
        ({"name_0": "Leo"}, "anche l&#x27;anno"),
        ({"year_0": "2020"}, "anche il nome"),
        ({"name_0": "Leo Maria Rossi", "year_0": "2020"}, "senza cognome"),
    ],
)
def test_a_mistake_about_children_keeps_what_was_typed(
    as_: Callable[[User], Client], data: dict[str, str], mistake: str
) -> None:
    world = World()
    mother = as_(factories.member(person=factories.person(birth_year=1990)))
    answer = told(mother, reverse("care:ask", args=[world.pool.pk]), {**data, "request_key": str(uuid4())})
    assert mistake in answer
    assert all(f'value="{value}"' in answer for value in data.values())
    assert Family.objects.count() == 0


def test_the_week_is_proposed_by_a_job_and_published_with_a_press(as_: Callable[[User], Client]) -> None:
    world = small_world()
    leader = as_(world.leader)
    page(leader, reverse("care:propose", args=[world.pool.pk]))
    data = {
        "monday": queries.next_monday().isoformat(), "seconds": "20", "seed": "3", "request_key": str(uuid4()),
    }  # fmt: skip
    answer = leader.post(reverse("care:propose", args=[world.pool.pk]), data)
    assert answer["Location"].startswith("/lavori/")
    run = Run.objects.get()
    assert "Il calcolo è in corso" in page(leader, reverse("care:run", args=[run.pk]))
    worker.run_due()
    shown = page(leader, reverse("care:run", args=[run.pk]))
    assert (
        "Nessun'altra proposta copre più ore" in shown or "Nessun&#x27;altra proposta copre più ore" in shown
    )
    assert "Le ore dopo questa settimana" in shown
    assert {name for name in ("Anna", "Sara", "Rita") if name in shown} == {"Anna", "Sara", "Rita"}
    for _press in range(2):
        told(leader, reverse("care:publish", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, Turn.objects.count()) == (RunState.PUBLISHED, 2)
    week = page(leader, reverse("care:lead_week", args=[world.pool.pk, queries.next_monday().isoformat()]))
    assert "Da confermare" in week


def test_what_nobody_can_cover_is_told_with_its_reason(as_: Callable[[User], Client]) -> None:
    world = pair()
    run = world.plan()
    shown = page(as_(world.leader), reverse("care:run", args=[run.pk]))
    assert "Nessuno si è offerto" in shown
    told(as_(world.leader), reverse("care:discard", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == RunState.DISCARDED


def test_the_leader_is_warned_with_year_and_source(as_: Callable[[User], Client]) -> None:
    world = World(rules={"max_children": 8})
    shown = page(as_(world.leader), reverse("care:lead", args=[world.pool.pk]))
    assert "Comincia a sembrare un servizio" in shown
    assert "Regola del 2005" in shown


def test_another_leader_finds_nothing(client_for: Callable[..., Client]) -> None:
    world = small_world()
    run = world.plan()
    family = world.families["Anna"]
    other = client_for("lab_leader")
    for name, args in (
        ("lead", [world.pool.pk]), ("rules", [world.pool.pk]), ("propose", [world.pool.pk]),
        ("household", [family.pk]), ("sign", [family.pk]), ("run", [run.pk]),
        ("lead_week", [world.pool.pk, "2026-11-23"]),
    ):  # fmt: skip
        assert other.get(reverse(f"care:{name}", args=args)).status_code == 404, name
    assert "via Litta" not in page(other, reverse("care:pool"))


# --- the family -----------------------------------------------------------------------------------


def test_a_family_writes_its_week_and_the_same_twice_changes_nothing(as_: Callable[[User], Client]) -> None:
    world = World()
    family = world.family("Anna")
    anna = as_(world.users["Anna"])
    url = reverse("care:week", args=[family.pk, queries.next_monday().isoformat()])
    page(anna, url)
    kid = str(family.children.get().pk)
    data = {
        "needs": [f"{day(1)}|1", f"{day(2)}|1"], "children": [kid], "offers": [f"{day(3)}|1"],
        "capacity": "2", "sessions": "1", "place": "home",
    }  # fmt: skip
    for _press in range(2):
        assert "La settimana è salvata" in told(anna, url, data)
    assert (Need.objects.count(), Offer.objects.count()) == (2, 1)
    ticked = re.findall(r'name="needs" value="([^"]+)"[^>]*checked', page(anna, url))
    assert ticked == data["needs"]


def test_the_week_before_comes_again_with_one_press(as_: Callable[[User], Client]) -> None:
    world = World()
    family = world.family("Anna")
    world.week("Anna", needs=[1], offers=[3])
    anna = as_(world.users["Anna"])
    later = (queries.next_monday() + timedelta(days=7)).isoformat()
    assert "Come la settimana scorsa" in page(anna, reverse("care:week", args=[family.pk, later]))
    for _press in range(2):
        told(anna, reverse("care:copy", args=[family.pk, later]))
    assert (Need.objects.count(), Offer.objects.count()) == (2, 2)


def test_a_mistake_in_the_week_keeps_every_tick(as_: Callable[[User], Client]) -> None:
    world = World()
    family = world.family("Anna")
    anna = as_(world.users["Anna"])
    url = reverse("care:week", args=[family.pk, queries.next_monday().isoformat()])
    slot = f"{day(1)}|1"
    data = {
        "needs": [slot], "children": [str(family.children.get().pk)], "offers": [slot], "capacity": "2",
        "sessions": "1", "place": "home",
    }  # fmt: skip
    answer = told(anna, url, data)
    assert "Nella stessa fascia non puoi chiedere e offrire" in answer
    assert len(re.findall(rf'value="{re.escape(slot)}"[^>]*checked', answer)) == 2


def test_ci_sono_io_is_one_press_and_two_presses_are_one(as_: Callable[[User], Client]) -> None:
    world = pair()
    sara = as_(world.users["Sara"])
    shown = page(sara, HOME)
    assert "16:00–18:00 · 1 bambino · manca 1 persona" in shown
    url = reverse("care:take", args=[world.need("Anna").pk])
    assert f'action="{url}"' in shown
    for _press in range(2):
        assert "Il turno è tuo" in told(sara, url)
    assert Turn.objects.get().state == TurnState.CONFIRMED
    assert "16:00–18:00 · 1 bambino · con te" in page(sara, HOME)
    assert "16:00–18:00 · 1 bambino · con Sara" in page(as_(world.users["Anna"]), HOME)


def test_the_second_adult_reads_the_line_of_the_issue(as_: Callable[[User], Client]) -> None:
    world = World(rules={"two_adults": True})
    for name in ("Anna", "Sara", "Rita"):
        world.family(name, kids=3 if name == "Anna" else 1)
    world.trust(("Anna", "Sara"), ("Anna", "Rita"), ("Sara", "Rita"))
    world.week("Anna", needs=[1])
    actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    rita = as_(world.users["Rita"])
    assert "16:00–18:00 · 3 bambini · con Sara · manca 1 persona" in page(rita, HOME)
    told(rita, reverse("care:here", args=[Turn.objects.get().pk]))
    assert "Dai una mano tu" in page(rita, HOME)


def test_one_sided_trust_is_invisible_on_every_page(as_: Callable[[User], Client]) -> None:
    world = World()
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    world.week("Anna", needs=[1])
    sara, family = as_(world.users["Sara"]), world.families["Sara"]
    urls = [HOME, reverse("care:family", args=[family.pk]), reverse("care:trust", args=[family.pk])]

    def seen(client: Client, there: list[str]) -> list[str]:
        changing = r'(csrfmiddlewaretoken" value|nonce)="[^"]+"|hx-headers=\S+ "\S+|inlineScriptNonce":"\S+'
        return [re.sub(changing, "", page(client, url)) for url in there]

    leader, staff = as_(world.leader), [reverse("care:lead", args=[world.pool.pk])]
    before = seen(sara, urls), seen(leader, staff)
    world.choose("Anna", "Sara")
    after = seen(sara, urls), seen(leader, staff)
    assert after == before


def test_trust_is_written_in_one_form_and_taken_back_in_it(as_: Callable[[User], Client]) -> None:
    world = World()
    for name in ("Anna", "Sara"):
        world.family(name)
    anna = as_(world.users["Anna"])
    url = reverse("care:trust", args=[world.families["Anna"].pk])
    told(anna, url, {"chosen": [str(world.families["Sara"].pk)]})
    assert queries.chosen_by(world.families["Anna"]) == {world.families["Sara"].pk}
    told(anna, url, {})
    assert queries.chosen_by(world.families["Anna"]) == set()


def test_cerco_cambio_and_lo_faccio_io(as_: Callable[[User], Client]) -> None:
    world = pair()
    turn = actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    sara = as_(world.users["Sara"])
    for _press in range(2):
        told(sara, reverse("care:swap", args=[turn.pk]))
    assert "Cerchi cambio" in page(sara, HOME)
    swap = Swap.objects.get()
    for _press in range(2):
        told(sara, reverse("care:close_swap", args=[swap.pk]))
    swap.refresh_from_db()
    assert swap.state == SwapState.CLOSED


def test_non_posso_asks_another_at_once(as_: Callable[[User], Client]) -> None:
    world = pair()
    world.family("Rita")
    world.trust(("Anna", "Rita"))
    world.week("Rita", offers=[1])
    turn = actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    sara = as_(world.users["Sara"])
    assert "Al tuo posto abbiamo chiesto a Rita" in told(sara, reverse("care:cannot", args=[turn.pk]))
    told(sara, reverse("care:cannot", args=[turn.pk]))
    assert world.turn("Rita").state == TurnState.PROPOSED
    assert "Da confermare" in page(as_(world.users["Rita"]), HOME)


def test_how_it_went_is_one_press_and_the_hours_are_told_in_words(as_: Callable[[User], Client]) -> None:
    world = pair()
    turn = actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    over(turn)
    anna = as_(world.users["Anna"])
    assert "Com'è andata?" in page(anna, HOME) or "Com&#x27;è andata?" in page(anna, HOME)
    for _press in range(2):
        told(anna, reverse("care:say", args=[turn.pk]), {"answer": "yes"})
    assert Account.objects.get(pk=world.families["Sara"].account_ref).balance == 120
    assert "Hai dato 2 ore. Hai ricevuto 0 minuti." in page(as_(world.users["Sara"]), HOME)
    told(as_(world.leader), reverse("care:put_right", args=[turn.pk]))
    assert Account.objects.get(pk=world.families["Sara"].account_ref).balance == 0


def test_the_sheet_is_printed_by_who_has_the_children_and_then_gone(as_: Callable[[User], Client]) -> None:
    world = pair()
    need = world.need("Anna")
    turn = actions.take_need(**world.who("Sara"), need_id=need.pk)
    anna, sara = as_(world.users["Anna"]), as_(world.users["Sara"])
    note = reverse("care:note", args=[need.pk])
    page(anna, note)
    told(anna, note, {"text": "Niente arachidi"})
    sheet = reverse("care:sheet", args=[turn.pk])
    shown = page(sara, sheet)
    assert "BimboAnna0" in shown
    assert "Niente arachidi" in shown
    assert "BimboAnna0" in page(anna, reverse("care:turn", args=[turn.pk]))
    assert anna.get(sheet).status_code == 404
    over(turn)
    assert sara.get(sheet).status_code == 404
    assert sara.get(reverse("care:turn", args=[turn.pk])).status_code == 404


def test_nobody_outside_the_pool_finds_anything(
    as_: Callable[[User], Client], client_for: Callable[..., Client]
) -> None:
    world = pair()
    need = world.need("Anna")
    turn = actions.take_need(**world.who("Sara"), need_id=need.pk)
    family = world.families["Anna"]
    kid = Child.objects.filter(family=family).first()
    assert kid is not None
    monday = queries.next_monday().isoformat()
    gets = [
        ("family", [family.pk]), ("trust", [family.pk]), ("week", [family.pk, monday]), ("turn", [turn.pk]),
        ("sheet", [turn.pk]), ("note", [need.pk]), ("add_child", [family.pk]),
    ]  # fmt: skip
    posts = [
        ("take", [need.pk]), ("here", [turn.pk]), ("cannot", [turn.pk]), ("swap", [turn.pk]), ("say", [turn.pk]),
        ("drop_need", [need.pk]), ("drop_child", [family.pk, kid.pk]), ("gives", [family.pk]),
        ("copy", [family.pk, monday]), ("invite", [family.pk]),
    ]  # fmt: skip
    stranger = as_(factories.member())
    for name, args in gets:
        assert stranger.get(reverse(f"care:{name}", args=args)).status_code == 404, name
    for name, args in posts:
        assert stranger.post(reverse(f"care:{name}", args=args), {"answer": "yes"}).status_code == 404, name
    # Of the same pool, but not of the family.
    sara = as_(world.users["Sara"])
    for name, args in [*gets[:3], gets[5]]:
        assert sara.get(reverse(f"care:{name}", args=args)).status_code == 404, name
    for role in ("desk", "coordinator", "facilitator", "municipality", "funder"):
        assert client_for(role).get(HOME).status_code == 404
    assert Turn.objects.get().state == TurnState.CONFIRMED


def test_the_desk_does_all_of_it_for_who_has_no_telephone(client_for: Callable[..., Client]) -> None:
    world = World()
    desk = client_for("desk")
    user: User = desk.user  # type: ignore[attr-defined]
    who = factories.person(first_name="Ines", team=user.team, birth_year=1985)
    base = [who.pk]
    page(desk, reverse("care:desk_home", args=base))
    told(
        desk, reverse("care:desk_ask", args=[*base, world.pool.pk]),
        {"name_0": "Leo", "year_0": "2019", "request_key": str(uuid4())},
    )  # fmt: skip
    family = Family.objects.get()
    actions.approve(actor=world.leader, family_id=family.pk)
    told(
        desk, reverse("care:desk_sign", args=[*base, family.pk]),
        {"given_on": "01/09/2026", "valid_until": "31/08/2028"},
    )  # fmt: skip
    url = reverse("care:desk_week", args=[*base, family.pk, queries.next_monday().isoformat()])
    data = {
        "needs": [f"{day(1)}|1"], "children": [str(family.children.get().pk)], "capacity": "1",
        "sessions": "1", "place": "home",
    }  # fmt: skip
    assert "La settimana è salvata" in told(desk, url, data)
    assert "manca 1 persona" in page(desk, reverse("care:desk_home", args=base))
    assert Entry.objects.filter(action="person.read", subject_ref=who.pk).exists()
    stranger = factories.person(team=factories.team("Altra"))
    assert desk.get(reverse("care:desk_family", args=[stranger.pk, family.pk])).status_code in (302, 404)
    other = factories.person(team=user.team)
    assert desk.get(reverse("care:desk_family", args=[other.pk, family.pk])).status_code == 404


def test_pages_ask_as_many_questions_with_one_family_as_with_many(as_: Callable[[User], Client]) -> None:
    world = pair()
    world.family("Uno")
    world.trust(("Uno", "Sara"))
    world.week("Uno", needs=[2])
    actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    world.quick()
    sara, leader = as_(world.users["Sara"]), as_(world.leader)

    def questions() -> dict[str, int]:
        found = {}
        for client, name, args in (
            (sara, "home", []),
            (sara, "trust", [world.families["Sara"].pk]),
            (sara, "turn", [Turn.objects.get().pk]),
            (sara, "sheet", [Turn.objects.get().pk]),
            (leader, "lead", [world.pool.pk]),
            (leader, "lead_week", [world.pool.pk, queries.next_monday().isoformat()]),
            (leader, "run", [Run.objects.get().pk]),
        ):
            url = reverse(f"care:{name}", args=args)
            page(client, url)
            with CaptureQueriesContext(connection) as asked:
                page(client, url)
            found[name] = len(asked)
        return found

    before = questions()
    for name in ("Rita", "Zoe", "Ines", "Luce"):
        world.family(name)
        world.trust((name, "Sara"))
        world.week(name, needs=[1, 2, 3])
        first = Need.objects.get(family=world.families[name], day=day(1))
        if name != "Luce":
            actions.take_need(**world.who("Sara"), need_id=first.pk)
    Run.objects.all().delete()
    world.quick()
    assert questions() == before


def test_pages_are_small_and_need_no_script(as_: Callable[[User], Client]) -> None:
    world = pair()
    family = world.families["Anna"]
    anna = as_(world.users["Anna"])
    for url in (
        HOME,
        reverse("care:family", args=[family.pk]),
        reverse("care:week", args=[family.pk, queries.next_monday().isoformat()]),
    ):
        shown = page(anna, url)
        assert len(shown.encode()) < 100_000
        assert "htmx" not in shown


def test_the_code_of_the_family_lets_the_other_adult_in(as_: Callable[[User], Client]) -> None:
    world = World()
    family = world.family("Anna")
    shown = told(as_(world.users["Anna"]), reverse("care:invite", args=[family.pk]))
    code = re.search(r"<strong>([^<]{6,})</strong>", shown[shown.index("j-code") :])
    assert code is not None
    paolo = as_(factories.member(person=factories.person(first_name="Paolo", birth_year=1986)))
    page(paolo, reverse("care:join"))
    assert "Ora vedi i turni" in told(paolo, reverse("care:join"), {"code": code[1]})
    assert "Anna e Paolo" in page(paolo, reverse("care:family", args=[family.pk]))


def test_who_leaves_needs_one_press(as_: Callable[[User], Client]) -> None:
    world = pair()
    anna = as_(world.users["Anna"])
    for _press in range(2):
        told(anna, reverse("care:leave", args=[world.families["Anna"].pk]))
    assert Family.objects.get(pk=world.families["Anna"].pk).standing == Standing.OUT
    assert "Gruppi in cui puoi entrare" in page(anna, HOME)


def test_an_unknown_week_is_not_there(as_: Callable[[User], Client]) -> None:
    world = World()
    family = world.family("Anna")
    anna = as_(world.users["Anna"])
    for text in ("2026-13-01", "ieri", (queries.next_monday() + timedelta(days=1)).isoformat(), "2020-01-06"):
        assert anna.get(reverse("care:week", args=[family.pk, text])).status_code == 404
    assert isinstance(family.pk, UUID)
    assert timezone.localdate() < queries.next_monday()
