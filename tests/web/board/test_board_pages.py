"""The board as visitors, delegates and the house use it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.exchange.posts import actions, catalogue, queries, rules
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.accounts.models import User
from tests import factories, schemaorg
from tests.attack.network_world import more_posts
from tests.exchange.posts.posting import JOB, TEXT, TITLE, aged, draft, on_board

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]
LD = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)


def html(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return unescape(answer.content.decode())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def key_in(page: str) -> str:
    found = re.search(r'name="request_key" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_job_from_the_model_to_the_board_in_four_presses() -> None:
    user = factories.partner()
    client = signed_in(user)
    begin = reverse("board:begin", args=["job"])
    assert begin in html(client.get(reverse("board:new")))
    key = key_in(html(client.get(begin)))
    answer = client.post(begin, {"title": TITLE, "text": TEXT, "request_key": key})
    post = Post.objects.get()
    assert answer["Location"] == reverse("board:when", args=[post.pk])
    answer = client.post(
        answer["Location"],
        {"municipality": "Arese", "slots": ["mornings"], "weekly_hours": "20", "contract": "fixed"},
    )
    assert answer["Location"] == reverse("board:needed", args=[post.pk])
    answer = client.post(
        answer["Location"], {"requirements": "Arrivare alle 7", "licences": ["b"], "places": "2"}
    )
    preview = answer["Location"]
    assert preview == reverse("board:preview", args=[post.pk])
    assert "Corto: va bene così" in html(client.get(preview))
    answer = client.post(preview, {})
    post.refresh_from_db()
    assert (answer["Location"], post.state) == (reverse("board:detail", args=[post.pk]), "open")
    assert (post.municipality, post.licences, post.requirements) == ("Arese", ["b"], ["Arrivare alle 7"])
    assert post.windows == [[day, 16, 26] for day in range(5)]
    page = html(Client().get(answer["Location"]))
    for words in (
        TITLE,
        TEXT,
        "Arese",
        "20 ore",
        "Arrivare alle 7",
        "patente B",
        "2 posti",
        "La mattina, dal lunedì",
    ):
        assert words in page


def test_a_mistake_keeps_everything_that_was_typed() -> None:
    client = signed_in(factories.partner())
    page = html(
        client.post(reverse("board:begin", args=["job"]), {"title": "", "text": TEXT, "request_key": "x"})
    )
    assert "Scrivi un titolo di poche parole." in page
    assert TEXT in page
    assert Post.objects.count() == 0


def test_a_draft_is_kept_at_any_moment_even_half_written() -> None:
    client = signed_in(factories.partner())
    begin = reverse("board:begin", args=["pcto"])
    key = key_in(html(client.get(begin)))
    for _press in range(2):
        answer = client.post(begin, {"title": "PCTO", "text": "", "request_key": key, "later": "1"})
        assert answer["Location"] == reverse("board:mine")
    post = Post.objects.get()
    assert (post.title, post.state) == ("PCTO", "draft")
    client.post(
        reverse("board:needed", args=[post.pk]),
        {"class": "", "places": "molti", "tutor": "la capo officina", "later": "1"},
    )
    post.refresh_from_db()
    assert (post.details, post.places) == ({"tutor": "la capo officina"}, 2)
    page = html(client.get(reverse("board:preview", args=[post.pk])))
    assert "Manca ancora qualcosa" in page
    assert ">Pubblica<" not in page


def test_a_draft_opens_again_with_what_it_holds_and_a_new_one_with_what_is_usual() -> None:
    user = factories.partner()
    client, post = signed_in(user), draft(user)
    what, when, needed = (
        html(client.get(reverse(f"board:{name}", args=[post.pk]))) for name in ("what", "when", "needed")
    )
    assert f'value="{TITLE}"' in what
    for marked in ('value="permanent" selected', 'value="Rho" selected', 'name="weekly_hours" value="20"'):
        assert marked in when
    assert "Arrivare alle sette" in needed
    new = html(client.get(reverse("board:when", args=[actions.begin(actor=user, kind="job", values={}).pk])))
    assert 'value="Lainate" selected' in new
    assert 'value="fixed" selected' in new


def test_the_last_one_is_copied_with_one_press() -> None:
    user = factories.partner()
    post, client = on_board(user), signed_in(user)
    page = html(client.get(reverse("board:new")))
    assert f"Copia l'ultimo: {TITLE}" in page
    answer = client.post(
        reverse("board:copy", args=[post.pk]), {"request_key": "8b3f1d0e-51a7-4c1e-9d80-0a6d2b6f9a10"}
    )
    copied = Post.objects.exclude(pk=post.pk).get()
    assert answer["Location"] == reverse("board:preview", args=[copied.pk])


def test_the_law_is_shown_with_its_reason_before_publishing() -> None:
    user = factories.partner()
    client, post = signed_in(user), draft(user, requirements=["Bella presenza", "Automunita"])
    address = reverse("board:preview", args=[post.pk])
    page = html(client.get(address))
    for words in (
        "La legge può vietare queste parole",
        "bella presenza",
        "D.Lgs. 198/2006",
        "automunita",
        "Perché serve davvero?",
    ):
        assert words in page
    assert "Guarda gli avvisi" in html(client.post(address, {"reason": ""}))
    client.post(address, {"reason": "È una sfilata di moda"})
    post.refresh_from_db()
    assert (post.state, post.reason) == ("open", "È una sfilata di moda")
    public = html(Client().get(reverse("board:detail", args=[post.pk])))
    assert "sfilata" not in public
    desk = html(signed_in(factories.user("desk")).get(reverse("board:staff")))
    assert "È una sfilata di moda" in desk
    assert "Ha un avviso di legge" in desk


def test_visitors_are_told_how_to_ask_and_never_need_an_account() -> None:
    factories.room()
    post = on_board()
    page = html(Client().get(reverse("board:detail", args=[post.pk])))
    assert "Mi interessa" in page
    assert "Ti mettiamo in contatto noi" in page


def test_what_is_hidden_is_not_there_for_anybody_but_its_writer_and_the_house() -> None:
    user = factories.partner()
    post = aged(on_board(user), 91)
    address = reverse("board:detail", args=[post.pk])
    assert Client().get(address).status_code == 404
    assert signed_in(factories.partner()).get(address).status_code == 404
    for who in (user, factories.user("desk")):
        answer = signed_in(who).get(address)
        assert answer["Location"] == reverse("board:post", args=[post.pk])
        assert "Non si vede più: è vecchio" in html(signed_in(who).get(answer["Location"]))
    assert TITLE not in html(Client().get(reverse("board:index")))


def test_another_organisation_finds_none_of_the_pages_of_a_post() -> None:
    post, other = on_board(), signed_in(factories.partner())
    for name in ("post", "what", "when", "needed", "preview", "close"):
        assert other.get(reverse(f"board:{name}", args=[post.pk])).status_code == 404
    for name in ("copy", "throw_away", "renew", "close", "look", "remove"):
        assert (
            other.post(
                reverse(f"board:{name}", args=[post.pk]), {"result": "cancelled", "reason": "così e così"}
            ).status_code
            == 404
        )
    assert Post.objects.get().state == "open"


def test_the_house_writes_for_who_has_no_account() -> None:
    organisation = factories.organisation(name="Bottega Villa")
    client = signed_in(factories.user("desk"))
    begin = reverse("board:begin", args=["room"]) + f"?per={organisation.pk}"
    page = html(client.get(begin))
    assert f'<option value="{organisation.pk}" selected>' in page
    client.post(
        begin,
        {
            "organisation": str(organisation.pk),
            "title": "Sala",
            "text": "Venti sedie.",
            "request_key": key_in(page),
        },
    )
    post = Post.objects.get()
    assert (post.organisation, post.by_house) == (organisation, True)


def test_the_list_is_narrowed_by_kind_direction_comune_and_words() -> None:
    user = factories.partner()
    on_board(user)
    actions.publish(
        actor=user,
        post_id=actions.begin(
            actor=user,
            kind="need-room",
            values={"title": "Sala per un corso", "text": "Siamo quindici.", "municipality": "Arese"},
        ).pk,
    )
    for query, shown in (
        ("", {TITLE, "Sala per un corso"}), ("?che=job", {TITLE}), ("?verso=need", {"Sala per un corso"}),
        ("?comune=Arese", {"Sala per un corso"}), ("?q=pulizie", {TITLE}), ("?q=niente", set()), ("?che=inventato", {TITLE, "Sala per un corso"}),
    ):  # fmt: skip
        page = html(Client().get(reverse("board:index") + query))
        assert {title for title in (TITLE, "Sala per un corso") if f">{title}</a>" in page} == shown, query


def test_the_link_of_the_warning_keeps_or_closes_without_signing_in() -> None:
    post = aged(on_board(), 61)
    address = reverse("board:fresh", args=[rules.token_of(post)])
    page = html(Client().get(address))
    assert "È ancora buono" in page
    post.refresh_from_db()
    before = post.fresh_until
    assert "Scegli com'è andata." in html(Client().post(address, {"close": "1", "count": "1"}))
    post.refresh_from_db()
    assert (post.state, post.fresh_until) == ("open", before)
    Client().post(address, {"close": "1", "result": "filled_here", "count": "2"})
    post.refresh_from_db()
    assert (post.state, post.result_count) == ("closed", 2)
    assert "non è più in bacheca" in html(Client().get(address))
    for token in ("x", rules.signing.dumps([str(post.pk), "2026-01-01"], salt="altro")):
        assert Client().get(reverse("board:fresh", args=[token])).status_code == 404


def test_the_feed_and_the_page_say_the_same(client: Client) -> None:
    post = on_board()
    feed = json.loads(client.get(reverse("board:feed")).content)
    [item] = feed["items"]
    assert (item["title"], item["content_text"], item["_places_left"]) == (post.title, post.text, 3)
    assert item["url"].endswith(reverse("board:detail", args=[post.pk]))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"


@pytest.mark.parametrize("kind", ["job", "traineeship"])
def test_the_job_posting_passes_schema_org_and_says_what_the_page_says(kind: str) -> None:
    user = factories.partner(factories.organisation(name="Panificio Airaghi", website="www.airaghi.example"))
    post = on_board(user, kind, allowance=600, starts_on=timezone.localdate())
    page = Client().get(reverse("board:detail", args=[post.pk])).content.decode()
    [posting] = schemaorg.in_page(page)
    for known in schemaorg.vocabularies():
        assert schemaorg.faults(posting, known) == []
    assert (posting["title"], posting["datePosted"]) == (TITLE, post.published_on.isoformat())
    assert posting["validThrough"].startswith(post.answer_by.isoformat())
    assert posting["hiringOrganization"]["name"] == "Panificio Airaghi"
    assert posting["jobLocation"]["address"]["addressLocality"] == "Rho"
    assert posting["employmentType"] == (["PART_TIME"] if kind == "job" else ["INTERN"])
    for words in re.findall(r"<li>[^:]+: (.*?)</li>", posting["description"]):
        assert words in page


def test_what_is_no_place_of_work_is_no_job_posting() -> None:
    for kind in ("volunteering", "room"):
        page = Client().get(reverse("board:detail", args=[on_board(kind=kind).pk])).content.decode()
        assert schemaorg.in_page(page) == []


def test_words_cannot_break_out_of_the_data_for_machines() -> None:
    post = on_board(title="</script><script>alert(1)</script>", text="<img src=x> & basta, davvero.")
    page = Client().get(reverse("board:detail", args=[post.pk])).content.decode()
    [data] = LD.findall(page)
    posting = json.loads(data)
    assert posting["title"] == "</script><script>alert(1)</script>"
    assert "<img" not in posting["description"]
    assert "<img src=x>" not in page


def test_every_step_of_every_kind_opens_for_the_house() -> None:
    client = signed_in(factories.user("desk"))
    for kind in catalogue.kinds():
        page = html(client.get(reverse("board:begin", args=[kind])))
        client.post(
            reverse("board:begin", args=[kind]),
            {"title": "Prova", "text": "Due righe di prova.", "request_key": key_in(page)},
        )
        post = Post.objects.order_by("-created_at").first()
        assert post
        for name in ("what", "when", "needed", "preview"):
            html(client.get(reverse(f"board:{name}", args=[post.pk])))


def test_changing_what_is_on_the_board_shows_at_once_and_stays_whole() -> None:
    user = factories.partner()
    post, client = on_board(user), signed_in(user)
    address = reverse("board:what", args=[post.pk])
    client.post(address, {"title": "Pulizie di sera", "text": TEXT})
    assert "Pulizie di sera" in html(Client().get(reverse("board:detail", args=[post.pk])))
    assert queries.shown().get().text == JOB["text"]


def test_the_house_looks_and_takes_off() -> None:
    post, client = on_board(), signed_in(factories.user("desk"))
    assert "Segna come guardato" in html(client.get(reverse("board:post", args=[post.pk])))
    client.post(reverse("board:look", args=[post.pk]))
    assert "Segna come guardato" not in html(client.get(reverse("board:post", args=[post.pk])))
    client.post(reverse("board:remove", args=[post.pk]), {"reason": "Non dice dove"})
    assert Client().get(reverse("board:detail", args=[post.pk])).status_code == 404


def test_an_old_post_waits_on_the_first_page_of_its_organisation() -> None:
    user = factories.partner()
    on_board(user)
    assert "È ancora buono?" not in html(signed_in(user).get(reverse("partner:home")))
    old = aged(on_board(user), 61)
    page = html(signed_in(user).get(reverse("partner:home")))
    assert f"È ancora buono? {old.title}" in page
    assert reverse("board:post", args=[old.pk]) in page


def test_every_list_costs_as_much_with_one_row_as_with_many() -> None:
    user, desk = factories.partner(), factories.user("desk")
    on_board(user)
    organisation = Post.objects.get().organisation
    assert organisation
    pages = (
        (Client(), "index"),
        (Client(), "feed"),
        (signed_in(user), "mine"),
        (signed_in(desk), "staff"),
        (signed_in(desk), "new"),
    )

    def costs() -> list[int]:
        found = []
        for client, name in pages:
            client.get(reverse(f"board:{name}"))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(f"board:{name}"))
            found.append(len(captured))
        return found

    more_posts(organisation, 1)
    first = costs()
    more_posts(organisation, 8)
    assert costs() == first
    assert max(first) < 25


def test_hours_that_are_no_whole_part_of_the_week_are_told_by_day() -> None:
    assert "lunedì 8:00-13:00" in html(Client().get(reverse("board:detail", args=[on_board().pk]))).lower()
