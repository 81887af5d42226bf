"""The time bank as it is used: one press for each thing, and nobody sees another's balance."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Account, Community, Transfer
from jobcaffe.people.models import Person
from jobcaffe.worklife.timebank import actions
from jobcaffe.worklife.timebank.models import Cheque, Exchange, Listing, Suggestion
from tests import factories
from tests.hours.ledger import bank, funds, household

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]
MOST = 13


def text(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(f"timebank:{name}", args=args) + query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode().replace("&#x27;", "'")


def post(client: Client, name: str, *args: Any, **fields: Any) -> str:
    answer = client.post(reverse(f"timebank:{name}", args=args), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode().replace("&#x27;", "'")


def today() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


def balance(account: Account) -> int:
    return Account.objects.get(pk=account.pk).balance


def home_of(client_for: Signed, at: Community, **fields: Any) -> tuple[Client, Account]:
    client = client_for(user=factories.member(**fields))
    _user, account = household(at, client.user)  # type: ignore[attr-defined]
    return client, account


def test_from_the_first_page_to_an_open_account_in_one_press(client_for: Signed) -> None:
    at = bank()
    anna = client_for(user=factories.member())
    assert "Apri il tuo conto" in text(anna, "home")
    for _press in range(2):
        page = post(anna, "open", at.pk)
    assert "Sei in pari" in page
    assert Account.objects.filter(community=at, kind="household").count() == 1


def test_a_whole_exchange_in_six_presses(client_for: Signed) -> None:
    at = bank()
    (anna, hers), (bruna, other) = home_of(client_for, at), home_of(client_for, at)
    key = str(uuid.uuid4())
    fields = {"category": "compiti", "days": "60", "text": "Matematica delle medie", "request_key": key}
    for _press in range(2):
        post(anna, "offer", at.pk, **fields)
    listing = Listing.objects.get()
    assert "Matematica delle medie" in text(bruna, "board", at.pk)
    assert "Aspettiamo la risposta" in post(bruna, "ask", listing.pk)
    row = Exchange.objects.get()
    assert "Qualcuno ti chiede questo aiuto" in text(anna, "home")
    phone = str(Person.objects.get(pk=anna.user.person_ref).phone)  # type: ignore[attr-defined]
    assert phone[3:6] not in text(bruna, "exchange", row.pk).split("<main")[1]
    post(anna, "tap", row.pk, tap="yes")
    assert f"tel:{phone}" in text(bruna, "exchange", row.pk)
    post(anna, "exchange", row.pk, minutes="90", helped_on=today())
    assert balance(hers) == 0
    assert "1 ora e 30 minuti" in text(bruna, "home")
    for _press in range(2):
        post(bruna, "tap", row.pk, tap="confirm", minutes="90")
    assert (balance(hers), balance(other)) == (90, -90)
    assert Transfer.objects.count() == 1
    assert "Hai 1 ora e 30 minuti da usare" in text(anna, "home")
    assert phone not in text(bruna, "exchange", row.pk)


def test_a_refused_listing_keeps_what_was_typed(client_for: Signed) -> None:
    at = bank()
    anna, _hers = home_of(client_for, at)
    page = post(
        anna,
        "need",
        at.pk,
        category="orto",
        days="30",
        text="Chiamami al 333 1234567",
        request_key=str(uuid.uuid4()),
    )
    assert "Sembra che ci sia un telefono" in page
    assert "Chiamami al 333 1234567" in page
    assert Listing.objects.count() == 0


def test_nobody_reads_anothers_account_exchange_or_receipt(client_for: Signed) -> None:
    at = bank()
    (anna, hers), (bruna, other), (carla, _third) = (home_of(client_for, at) for _one in range(3))
    row = actions.ask(actor=bruna.user, listing_id=_listing(anna, at).pk)  # type: ignore[attr-defined]
    actions.answer(actor=anna.user, exchange_id=row.pk, yes=True)  # type: ignore[attr-defined]
    done = actions.confirm(actor=bruna.user, exchange_id=row.pk, minutes=60)  # type: ignore[attr-defined]
    closed = [
        ("account", hers.pk),
        ("statement", hers.pk),
        ("donate", hers.pk),
        ("family", hers.pk),
        ("close_account", hers.pk),
        ("exchange", row.pk),
        ("receipt", done.transfer_id),
    ]
    strangers = [carla, client_for(user=factories.member()), client_for("desk"), client_for("coordinator")]
    for client in [*strangers, client_for("lab_leader")]:
        for name, pk in closed:
            url = reverse(f"timebank:{name}", args=[pk])
            assert [client.get(url).status_code, client.post(url).status_code] in ([404, 404], [404, 405]), (
                url
            )
    assert bruna.get(reverse("timebank:account", args=[hers.pk])).status_code == 404
    assert bruna.get(reverse("timebank:account", args=[other.pk])).status_code == 200


def _listing(client: Client, at: Community, kind: str = "offer", category: str = "compiti") -> Listing:
    return actions.post(actor=client.user, community_id=at.pk, kind=kind, category=category)  # type: ignore[attr-defined]


def test_no_page_for_others_shows_a_balance_or_a_name(client_for: Signed) -> None:
    leader = client_for("lab_leader")
    at = bank(leader.user)  # type: ignore[attr-defined]
    secret = factories.person(first_name="Filomenasegreta")
    (anna, hers), (bruna, other) = home_of(client_for, at, person=secret), home_of(client_for, at)
    _listing(anna, at)
    _listing(anna, at, "need", "orto")
    ledger.transfer(actor=bruna.user, giver_id=hers.pk, receiver_id=other.pk, minutes=345)  # type: ignore[attr-defined]
    desk = client_for("desk")
    pages = [
        text(bruna, "board", at.pk), text(desk, "desk"), text(desk, "desk_bank", at.pk), text(leader, "lead"),
        text(leader, "limits", at.pk), text(client_for("coordinator"), "limits", at.pk),
    ]  # fmt: skip
    assert [
        page for page in pages if "Filomenasegreta" in page or "5:45" in page or "5 ore e 45" in page
    ] == []
    assert "Orto, piante, animali" in text(leader, "limits", at.pk)


def test_the_statement_is_a_tagged_pdf_of_the_asked_year(client_for: Signed) -> None:
    at = bank()
    (anna, hers), (bruna, other) = home_of(client_for, at), home_of(client_for, at)
    ledger.transfer(actor=bruna.user, giver_id=hers.pk, receiver_id=other.pk, minutes=345)  # type: ignore[attr-defined]
    url = reverse("timebank:statement", args=[hers.pk])
    answer, before = anna.get(url), anna.get(url, {"anno": "2021"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.content
    assert answer.content == anna.get(url).content
    assert answer.content != before.content
    page = text(anna, "account", hers.pk)
    assert "+5:45" in page
    assert "5 ore e 45 minuti" in page


def test_a_bank_that_counts_shows_given_and_received_and_no_balance(client_for: Signed) -> None:
    at = bank(counts_only=True)
    (anna, hers), (bruna, other) = home_of(client_for, at), home_of(client_for, at)
    ledger.transfer(actor=bruna.user, giver_id=hers.pk, receiver_id=other.pk, minutes=120)  # type: ignore[attr-defined]
    for client, account, told in ((anna, hers, "Hai dato 2 ore"), (bruna, other, "Hai ricevuto 2 ore")):
        page = text(client, "account", account.pk)
        assert told in page
        assert "Saldo" not in page
        assert "Saldo" not in text(client, "home")


def test_a_circle_of_two_is_agreed_from_the_first_page(client_for: Signed) -> None:
    at = bank()
    (anna, _hers), (bruna, _other) = home_of(client_for, at), home_of(client_for, at)
    for client, offers, needs in ((anna, "orto", "cucito"), (bruna, "cucito", "orto")):
        rows = [Listing(community=at, account=hours.my_account(client.user, at.pk), kind="offer", category=offers,  # type: ignore[attr-defined]
                        expires_on=timezone.localdate() + timedelta(days=9),
                        **Listing.columns_for(client.user.person_ref))]  # type: ignore[attr-defined]  # fmt: skip
        Listing.objects.bulk_create(rows)
        _listing(client, at, "need", needs)
    found = Suggestion.objects.filter(state="open").first()
    assert found is not None
    for client in (anna, bruna):
        assert "Dico di sì" in text(client, "home")
        post(client, "suggestion", found.pk, yes="1")
    assert Exchange.objects.filter(state="agreed").count() == found.legs.count()
    assert (
        client_for(user=factories.member()).post(reverse("timebank:suggestion", args=[found.pk])).status_code
        == 404
    )


def test_hours_are_given_to_a_fund_once_and_the_household_is_shared(client_for: Signed) -> None:
    at = bank()
    (anna, hers), (bruna, other) = home_of(client_for, at), home_of(client_for, at)
    ledger.transfer(actor=bruna.user, giver_id=hers.pk, receiver_id=other.pk, minutes=120)  # type: ignore[attr-defined]
    fields = {"minutes": "1:30", "fund": "solidarity", "request_key": str(uuid.uuid4())}
    for _press in range(2):
        post(anna, "donate", hers.pk, **fields)
    assert funds(at)["solidarity"] == 90
    assert "Scrivi meno ore" in post(anna, "donate", hers.pk, **fields | {"request_key": str(uuid.uuid4())})
    page = post(anna, "family", hers.pk)
    code = page.split("j-code")[1].split(">")[1] if "j-code" in page else ""
    carlo = client_for(user=factories.member())
    made = ledger.invite(actor=anna.user, account_id=hers.pk)  # type: ignore[attr-defined]
    assert code != made
    assert "non vale più" in post(carlo, "join", code="ABCD EFGH")
    post(carlo, "join", code=made.lower())
    assert "Hai 30 minuti da usare" in text(carlo, "home")


def test_an_account_is_closed_level_or_with_a_gift(client_for: Signed) -> None:
    at = bank()
    (anna, hers), (bruna, other) = home_of(client_for, at), home_of(client_for, at)
    ledger.transfer(actor=bruna.user, giver_id=hers.pk, receiver_id=other.pk, minutes=120)  # type: ignore[attr-defined]
    assert "donale al fondo" in post(anna, "close_account", hers.pk)
    assert "restano da dare 2 ore" in post(bruna, "close_account", other.pk)
    assert "Il conto è chiuso" in post(anna, "close_account", hers.pk, give_rest="on")
    assert "Hai dato" in text(anna, "account", hers.pk)


def test_the_desk_prints_cheques_and_enters_each_once(client_for: Signed) -> None:
    at = bank()
    (_anna, hers), (_bruna, other) = home_of(client_for, at), home_of(client_for, at)
    desk = client_for("desk")
    key = str(uuid.uuid4())
    for _press in range(2):
        page = post(desk, "issue", at.pk, number=str(other.number), request_key=key)
    assert "Dal conto 0002" in page
    number = Cheque.objects.earliest("number").number
    fields = {"cheque": str(number), "giver": "0001", "minutes": "2:00", "helped_on": today()}
    assert "Le ore sono registrate" in post(desk, "cheque", at.pk, **fields)
    assert "è già stato registrato" in post(desk, "cheque", at.pk, **fields)
    assert "non c'è o è chiuso" in post(
        desk, "cheque", at.pk, **fields | {"cheque": str(number + 1), "giver": "77"}
    )
    assert (balance(hers), balance(other)) == (120, -120)


def test_the_desk_holds_a_lesson_pays_from_the_fund_and_settles(client_for: Signed) -> None:
    at = bank()
    homes = [home_of(client_for, at) for _one in range(3)]
    desk = client_for("desk")
    key = {"request_key": str(uuid.uuid4())}
    fields = {"teacher": "1", "learners": "2, 3", "minutes": "1", "helped_on": today()}
    assert "numeri dei conti" in post(desk, "lesson", at.pk, **fields | {"learners": "Anna"}, **key)
    post(desk, "lesson", at.pk, **fields, **key)
    assert funds(at)["common"] == 60
    post(desk, "pay", at.pk, number="3", minutes="1", gift="0", request_key=str(uuid.uuid4()))
    assert [balance(account) for _client, account in homes] == [60, -60, 0]
    anna, bruna = homes[0][0], homes[1][0]
    row = actions.ask(actor=bruna.user, listing_id=_listing(anna, at).pk)  # type: ignore[attr-defined]
    post(anna, "tap", row.pk, tap="yes")
    post(bruna, "exchange", row.pk, minutes="60", helped_on=today())
    post(bruna, "tap", row.pk, tap="contest")
    assert "Conti 0001 e 0002" in text(desk, "desk_bank", at.pk)
    post(desk, "settle", row.pk, back="1", bank=str(at.pk))
    assert [balance(account) for _client, account in homes] == [60, -60, 0]
    assert Exchange.objects.get(pk=row.pk).state == "reversed"


def test_the_desk_serves_who_has_no_telephone(client_for: Signed) -> None:
    at = bank()
    desk = client_for("desk")
    person = factories.person(team=desk.user.team)  # type: ignore[attr-defined]
    for _press in range(2):
        page = post(desk, "open_for", person.pk, at.pk)
    assert "Ha il conto 0001" in page
    fields = {"kind": "need", "category": "spesa", "days": "60", "request_key": str(uuid.uuid4())}
    post(desk, "post_for", person.pk, at.pk, **fields)
    assert Listing.objects.get().person_ref == person.pk
    printed = desk.post(reverse("timebank:print_for", args=[person.pk, at.pk]))
    assert printed["Content-Type"] == "application/pdf"
    stranger = client_for("desk", team=factories.team())
    assert stranger.get(reverse("timebank:desk_person", args=[person.pk])).status_code in (302, 404)
    refused = stranger.post(reverse("timebank:print_for", args=[person.pk, at.pk]))
    assert refused.status_code == 302


def test_a_lab_leader_opens_a_bank_once_and_decides_only_its_own_limits(client_for: Signed) -> None:
    leader, other = client_for("lab_leader"), client_for("lab_leader")
    fields = {
        "label": "Banca di via Roma", "limit_minutes": "10", "warn_minutes": "7", "most_minutes": "8",
        "fund_minutes": "0", "counts_only": "0", "request_key": str(uuid.uuid4()),
    }  # fmt: skip
    for _press in range(2):
        post(leader, "lead", **fields)
    at = Community.objects.get()
    assert (at.limit_minutes, at.warn_minutes, at.most_minutes) == (600, 420, 480)
    assert "L'avviso arriva prima" in post(leader, "limits", at.pk, **fields | {"warn_minutes": "11"})
    post(leader, "limits", at.pk, **fields | {"counts_only": "1"})
    assert Community.objects.get().counts_only is True
    assert "Banca di via Roma" not in text(other, "lead")
    assert other.get(reverse("timebank:limits", args=[at.pk])).status_code == 404


@pytest.mark.parametrize("name", ["bank", "board", "mine", "exchanges"])
def test_pages_ask_the_database_as_often_with_one_row_as_with_twenty(client_for: Signed, name: str) -> None:
    at = bank()
    (anna, _hers), (bruna, _other) = home_of(client_for, at), home_of(client_for, at)

    def grow(many: int) -> None:
        for _one in range(many):
            listing = _listing(bruna, at, "offer", "musica")
            row = actions.ask(actor=anna.user, listing_id=listing.pk)  # type: ignore[attr-defined]
            actions.answer(actor=bruna.user, exchange_id=row.pk, yes=True)  # type: ignore[attr-defined]
            _listing(anna, at, "offer", "orto")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            text(anna, name, at.pk)
        return len(asked)

    grow(1)
    cost()
    few = cost()
    grow(10)
    assert cost() == few
    assert few <= MOST


def test_hours_above_what_one_keeps_go_every_monday_until_she_stops(client_for: Signed) -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    ledger.transfer(actor=bruna, giver_id=hers.pk, receiver_id=other.pk, minutes=540)
    client, monday = client_for(user=anna), timezone.localdate()
    assert actions.share_hours(today=monday) == 0
    assert "Quante ore tieni per te?" in post(client, "always", hers.pk, above="7")
    for _press in range(2):
        post(client, "always", hers.pk, above="480")
    assert "Tieni 8 ore." in text(client, "donate", hers.pk)
    for _night in range(2):
        actions.share_hours(today=monday)
    assert Account.objects.get(pk=hers.pk).balance == 480
    assert Account.objects.get(pk=other.pk).balance == -480
    post(client, "always", hers.pk, stop="1")
    assert "Quante ore tieni per te?" in text(client, "donate", hers.pk)
    ledger.transfer(actor=bruna, giver_id=hers.pk, receiver_id=other.pk, minutes=60)
    assert actions.share_hours(today=monday + timedelta(weeks=1)) == 0
    assert hours.faults() == []
    assert client_for(user=bruna).post(reverse("timebank:always", args=[hers.pk])).status_code == 404


def test_a_bank_that_only_counts_offers_no_sharing(client_for: Signed) -> None:
    at = bank(counts_only=True)
    anna, hers = household(at)
    assert "Quante ore tieni per te?" not in text(client_for(user=anna), "donate", hers.pk)
