"""Money is read as everywhere in the house: with its cents and its sign."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from jobcaffe.fair.events.models import Cost
from tests import factories

pytestmark = pytest.mark.django_db


def test_euros_have_two_decimals_in_the_drawing_and_in_the_tables(client_for: Any) -> None:
    fair = factories.fair()
    Cost.objects.create(fair=fair, label="Manifesti", planned_cents=123_400, spent_cents=36_450)
    page = client_for("coordinator").get(reverse("fairdesk:costs", args=[fair.slug])).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    told = re.sub(r"<[^>]+>", " ", main)
    # The drawing and its table, the list of what it costs, the sum.
    assert told.count("364,50 €") == 4
    assert told.count("1234,00 €") == 4
    assert re.findall(r"364,5(?!0)|36\.?450|1234(?!,00)", told) == []
