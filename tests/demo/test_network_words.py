"""The made-up dictionary names trades that the pack has."""

import pytest

from jobcaffe.demo import network_words
from jobcaffe.vocabulary import queries
from jobcaffe.vocabulary.models import Word
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_words_of_the_demo_are_found() -> None:
    network_words.fill({"paola": factories.user("desk")})
    assert Word.objects.count() == len(network_words.SAID)
    assert queries.link("tiro su muri", "occupation", 1)[0].label == "muratore / muratrice"
