"""An evening of a group in the agenda: what its pages say of messages is true."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.foundation.notices.models import Notice
from tests.circles.groups import Staff, running

pytestmark = pytest.mark.django_db
NOBODY = "A chi è nel gruppo non parte nessun avviso"


def test_who_calls_off_an_evening_reads_that_nobody_is_told() -> None:
    staff = Staff()
    group, _members = running(staff)
    evening = group.meetings.first()
    assert evening is not None
    browser = Client()
    browser.force_login(staff.facilitator)
    cancel = reverse("agenda:cancel", args=[evening.pk])
    pages = [browser.get(reverse("agenda:move", args=[evening.pk])), browser.get(cancel)]
    before = Notice.objects.count()
    pages.append(browser.post(cancel, follow=True))
    for one in pages:
        body = one.content.decode()
        assert (one.status_code, NOBODY in body, "riceve un messaggio" in body) == (200, True, False)
    evening.encounter.refresh_from_db()
    assert (evening.encounter.state, Notice.objects.count()) == ("cancelled", before)
