"""An evening of a group in the agenda: what its pages say of messages is true."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.foundation.notices.models import Notice
from tests.circles.groups import Staff, circle, enter, person
from tests.circles.test_messages import willing

pytestmark = pytest.mark.django_db
TOLD = "Chi è nel gruppo riceve un messaggio, se ha detto sì ai messaggi. Dillo anche a voce."


def test_who_calls_off_an_evening_reads_who_is_told() -> None:
    staff = Staff()
    group = circle(staff)
    for who in (willing(staff), person(staff, first_name="Ivo", email="ivo@example.org", channel="email")):
        enter(staff, group, who)
    evening = group.meetings.first()
    assert evening is not None
    browser = Client()
    browser.force_login(staff.facilitator)
    cancel = reverse("agenda:cancel", args=[evening.pk])
    pages = [browser.get(reverse("agenda:move", args=[evening.pk])), browser.get(cancel)]
    Notice.objects.all().delete()
    pages.append(browser.post(cancel, follow=True))
    assert [(one.status_code, TOLD in one.content.decode()) for one in pages] == [(200, True)] * 3
    evening.encounter.refresh_from_db()
    # Two are in the group, one said yes to messages.
    assert (evening.encounter.state, Notice.objects.count()) == ("cancelled", 1)
