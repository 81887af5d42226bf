"""The programme of a fair on a telephone, without a network after the first load."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from jobcaffe.fair.events.models import Area, Fair, Session
from tests import factories
from tests.foundation.ui.browser import overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const names = (await caches.keys()).filter((name) => name.startsWith("jobcaffe-fiera-"));
  const paths = [];
  for (const name of names) {
    for (const one of await (await caches.open(name)).keys()) paths.push(new URL(one.url).pathname);
  }
  return paths.some((one) => one.endsWith("/programma/")) && paths.some((one) => one.endsWith("/espositori/"))
    && paths.some((one) => one.endsWith(".css")) && paths.some((one) => one.endsWith(".woff2"));
}"""


@pytest.fixture
def fair() -> Fair:
    """A fair that is running now, with three things at two hours."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    made = factories.fair(opens_at=now - timedelta(hours=1), slots=8)
    stand = factories.stand(fair=made, organisation=factories.organisation(name="Forno Uno"), brings="Pane")
    yard = Area.objects.create(fair=made, name="Cortile")
    rows = (
        ("Ripartire dopo i cinquanta", ["over50"], -1, stand.area),
        ("Turni, nidi, nonni", ["women"], 0, yard),
        ("Muro degli impegni", ["everybody"], 4, stand.area),
    )
    for title, who, hours, area in rows:
        starts = now + timedelta(hours=hours)
        Session.objects.create(
            fair=made, kind="talk", title=title, audiences=who, area=area, starts_at=starts,
            ends_at=starts + timedelta(hours=1),
        )  # fmt: skip
    return made


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A visitor's telephone of 390 pixels."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="it-IT", base_url=live_server.url
    )
    yield context.new_page()
    context.close()


def test_the_programme_is_read_and_chosen_with_the_network_cut(fair: Fair, phone: Page) -> None:
    programme = reverse("fair:programme", args=[fair.slug])
    phone.goto(programme)
    expect(phone.get_by_text("Sei senza rete")).to_be_hidden()
    phone.wait_for_function(f"({KEPT})()")
    phone.context.set_offline(True)
    # The hour of the test; set only now, because a page whose clock stands waits for nothing.
    phone.clock.set_fixed_time(timezone.now())

    phone.reload()
    expect(phone.get_by_role("heading", name="Il programma")).to_be_visible()
    expect(phone.get_by_text("Sei senza rete")).to_be_visible()
    expect(phone.get_by_text("Ripartire dopo i cinquanta")).to_be_visible()
    # It looks as it does with a network: the style was kept too.
    assert "Titillium" in phone.evaluate("getComputedStyle(document.body).fontFamily")
    assert (overflow(phone), violations(phone)) == (0, [])

    phone.goto(programme + "?per=women")
    expect(phone.get_by_text("Turni, nidi, nonni")).to_be_visible()
    expect(phone.get_by_text("Muro degli impegni")).to_be_visible()
    expect(phone.get_by_text("Ripartire dopo i cinquanta")).to_be_hidden()

    phone.get_by_role("link", name="Vedi solo quello che c'è adesso").click()
    expect(phone.get_by_text("Turni, nidi, nonni")).to_be_visible()
    expect(phone.get_by_text("Ripartire dopo i cinquanta")).to_be_hidden()
    expect(phone.get_by_text("Muro degli impegni")).to_be_hidden()

    phone.goto(reverse("fair:exhibitors", args=[fair.slug]))
    expect(phone.get_by_text("Forno Uno")).to_be_visible()
    phone.goto(reverse("fair:page", args=[fair.slug]))
    expect(phone.get_by_role("heading", name=fair.name)).to_be_visible()

    phone.context.set_offline(False)
    Session.objects.filter(title="Muro degli impegni").update(title="Muro spostato")
    phone.goto(programme)
    expect(phone.get_by_text("Muro spostato")).to_be_visible()
    expect(phone.get_by_text("Sei senza rete")).to_be_hidden()
