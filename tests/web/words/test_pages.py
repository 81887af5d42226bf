"""Words of trades at the desk: try, confirm, take out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobcaffe.vocabulary import actions, queries
from jobcaffe.vocabulary.models import Word
from jobcaffe.vocabulary.pack import pack
from tests import factories

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]
HOME = "/parole/"


def test_a_word_is_tried_confirmed_and_then_found(client_for: Signed) -> None:
    client = client_for("desk")
    page = client.get(HOME, {"parola": "badante"}).content.decode()
    assert page.count("Conferma questa") == 5
    assert "assistente familiare" in page
    uri = queries.link("badante", "occupation", 1)[0].uri
    for _ in range(2):
        answer = client.post(
            reverse("words:confirm"), {"parola": "zia Pina", "tipo": "occupation", "voce": uri}, follow=True
        )
        assert "«zia Pina» vuol dire «assistente familiare»" in answer.content.decode()
    word = Word.objects.get()
    assert "assistente familiare" in client.get(reverse("words:word", args=[word.pk])).content.decode()
    assert "zia Pina" in client.get(HOME).content.decode()
    for _ in range(2):
        answer = client.post(reverse("words:remove", args=[word.pk]), follow=True)
        assert answer.status_code == 200
    assert not Word.objects.exists()
    assert client.get(reverse("words:word", args=[word.pk])).status_code == 404


def test_skills_are_tried_too_and_strange_words_say_why_nothing_is_there(client_for: Signed) -> None:
    client = client_for("coordinator")
    skill = client.get(HOME, {"parola": "cucinare", "tipo": "skill"}).content.decode()
    assert 'name="tipo" value="skill"' in skill
    assert "Per questa parola non ce n'è nessuna" in client.get(
        HOME, {"parola": "字"}
    ).content.decode().replace("&#x27;", "'")
    assert client.get(HOME, {"parola": "x" * 10_000, "tipo": "no"}).status_code == 200


def test_a_wrong_address_is_refused_in_words(client_for: Signed) -> None:
    answer = client_for("desk").post(
        reverse("words:confirm"), {"parola": "zia Pina", "tipo": "occupation", "voce": "x"}, follow=True
    )
    assert "Cerca di nuovo" in answer.content.decode()
    assert not Word.objects.exists()


def test_the_list_costs_the_same_queries_with_one_word_and_with_many(client_for: Signed) -> None:
    client, desk, costs = client_for("desk"), factories.user("desk"), []
    uris = list(pack().occupations)
    for number in (1, 3, 40):
        for at in range(number):
            actions.confirm_word(actor=desk, text=f"parola {at}", kind="occupation", uri=uris[at])
        client.get(HOME)
        with CaptureQueriesContext(connection) as seen:
            client.get(HOME)
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2]
