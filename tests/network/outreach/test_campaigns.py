"""Campaigns: whom they aim at, how they go, what is written to whom."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import gettext, override

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices import actions as notices
from jobcaffe.foundation.notices import tasks as delivery
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.privacy import crypto
from jobcaffe.network.outreach import actions, catalogue, queries, rules, tasks
from jobcaffe.network.outreach.models import Card, Mailing, Touch
from tests import factories
from tests.network.outreach.around import campaign, card

pytestmark = pytest.mark.django_db


def test_the_target_chooses_and_the_excluded_and_refusing_stay_out() -> None:
    boss = factories.user("coordinator")
    schools = [
        factories.organisation(kind="school", municipality=town) for town in ("Lainate", "Rho", "Lainate")
    ]
    actions.refuse(actor=boss, organisation_id=schools[2].pk, reach="all")
    at = campaign(boss, target={"kinds": ["school"], "municipalities": ["Lainate"]})
    assert [one.organisation for one in at.cards.all()] == [schools[0]]
    actions.exclude(actor=boss, campaign_id=at.pk, organisation_id=schools[1].pk)
    assert actions.add_organisations(actor=boss, campaign_id=at.pk, refs=[one.pk for one in schools]) == 0
    actions.include(actor=boss, campaign_id=at.pk, organisation_id=schools[1].pk)
    assert actions.add_organisations(actor=boss, campaign_id=at.pk, refs=[one.pk for one in schools]) == 1


def test_whoever_says_never_again_is_offered_to_nobody_in_any_campaign() -> None:
    body, desk = factories.organisation(email="info@bar.example"), factories.user("desk")
    one, two = (card(campaign(name=name), organisation=body) for name in ("Estate", "Scuole"))
    actions.tell(actor=desk, card_id=one.pk, outcome="never")
    assert actions.take_next(actor=desk) is None
    with pytest.raises(Refused):
        actions.take(actor=desk, card_id=two.pk)
    with pytest.raises(Refused):
        actions.invite(actor=desk, card_id=two.pk)
    actions.lift_refusal(actor=factories.user("coordinator"), organisation_id=body.pk)
    assert actions.take_next(actor=desk) == two


def test_the_funnel_counts_each_organisation_once_and_the_middle_of_the_days() -> None:
    at, desk = campaign(organisations=4), factories.user("desk")
    one, two, three, _four = at.cards.all()
    now = timezone.now()
    told = [
        (one, "contacted", 20), (one, "interested", 16), (one, "joined", 6), (one, "jobfest", 5),
        (two, "contacted", 20), (two, "interested", 10), (two, "contacted", 1), (three, "", 3),
    ]  # fmt: skip
    Touch.objects.bulk_create(
        Touch(
            organisation=found.organisation, campaign=at, card=found, by=desk, outcome="call_back", stage=stage,
            at=now - timedelta(days=ago),
        )
        for found, stage, ago in told
    )  # fmt: skip
    numbers = queries.funnel(at)
    assert (numbers.cards, numbers.answered) == (4, 2)
    assert [(row.stage.value, row.count, row.days) for row in numbers.reached] == [
        ("contacted", 3, None), ("interested", 2, 7.0), ("joined", 1, 10.0), ("organising", 0, None),
        ("jobfest", 1, 1.0),
    ]  # fmt: skip


def _mailing(at: object, boss: object, way: str = "mail", **fields: object) -> Mailing:
    values = {
        "stages": ["to_contact"],
        "subject": "Per {organizzazione}",
        "text": "Ciao {referente}",
        **fields,
    }
    return actions.create_mailing(actor=boss, campaign_id=at.pk, way=way, **values)  # type: ignore[attr-defined,arg-type]


def _deliver() -> None:
    for ref in Notice.objects.filter(state="queued").values_list("pk", flat=True):
        delivery.deliver.func(str(ref))


def test_e_mails_are_merged_leave_once_and_can_be_stopped_with_one_tap() -> None:
    boss = factories.user("coordinator", name="Marta")
    at = campaign(boss)
    found = card(at, name="Bar {comune} Sport", email="info@bar.example")
    card(at, name="Senza")
    sent = _mailing(at, boss, text="{chi_scrive} a {referente}, {comune}")
    for _n in range(2):
        tasks.send_mailing.func(str(sent.pk), str(boss.pk))
    _deliver()
    (message,) = mail.outbox
    assert message.subject == "Per Bar {comune} Sport"
    assert message.body.startswith("Marta a Bar {comune} Sport, Lainate\n")
    assert message.body.count("http") == 1
    assert found.touches.values_list("way", "outcome", "next_action").get() == ("mail", "written", "call")
    token = message.body.split("/basta/")[1].split("/")[0]
    actions.stop_by_link(token=token)
    again = _mailing(at, boss)
    assert queries.addressees(again) == []
    assert {one.why for one in queries.skipped(again)} == {"refused", "no_email"}
    assert queries.addressees(_mailing(at, boss, "letter"))[0].organisation.name == "Senza"


def test_nobody_is_written_to_who_stopped_or_whose_address_came_back() -> None:
    boss, at = factories.user("coordinator"), campaign()
    one, two = (card(at, name=name, email=f"info@{name}.example") for name in ("uno", "due"))
    sent = _mailing(at, boss)
    assert len(queries.addressees(sent)) == 2
    assert actions.hold_addresses(actor=boss, emails=["INFO@uno.example", "boh"]) == 1
    key = f"c:{crypto.blind_index('email', 'info@due.example')}"
    notices.stop_scope(key=key, scope="news")
    tasks.send_mailing.func(str(sent.pk), str(boss.pk))
    assert Notice.objects.count() == 0
    # Also when the page was open before.
    for found in (one, two):
        assert actions.mail_card(actor=boss, mailing_id=sent.pk, card_id=found.pk) is None
        with pytest.raises(Refused):
            actions.invite(actor=boss, card_id=found.pk)
    _deliver()
    assert mail.outbox == []
    assert Touch.objects.count() == 0


def test_a_server_that_refuses_the_address_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib

    from django.core.mail import EmailMessage

    boss, at = factories.user("coordinator"), campaign()
    found = card(at, email="via@bar.example")
    actions.invite(actor=boss, card_id=found.pk)

    def gone(self: EmailMessage, **_more: object) -> None:
        raise smtplib.SMTPRecipientsRefused({"via@bar.example": (550, b"no such user")})

    monkeypatch.setattr(EmailMessage, "send", gone)
    _deliver()
    assert [one.why for one in queries.skipped(_mailing(at, boss, stages=["to_contact"]))] == ["bounced"]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", "x"),
        ("x", " "),
        ("x", "{password}"),
        ("a\nBcc: altri@posta.it", "x"),
        ("{organizzazione.pk}", "x"),
    ],
)
def test_a_text_with_strange_fields_or_lines_is_refused(subject: str, text: str) -> None:
    boss, at = factories.user("coordinator"), campaign()
    with pytest.raises(Refused):
        _mailing(at, boss, subject=subject, text=text)


def test_letters_are_an_accessible_file_and_posting_them_is_written_once() -> None:
    from jobcaffe.web.outreach.views import mailings

    boss, at = factories.user("coordinator"), campaign()
    found = card(at, name="Bocciofila #1 *Sant'Anna*", address="via Mengato 2")
    card(at, name="Senza indirizzo", address="")
    sent = _mailing(at, boss, "letter")
    letters = [mailings._written(one, sent) for one in queries.letters_of(sent)]
    data = {"title": "A", "place": "Lainate", "sender": "Job Caffè", "stop": "Basta.", "letters": letters}
    body = mailings.typeset(Path(mailings.LETTER), data, 1_700_000_000)
    assert body.startswith(b"%PDF")
    assert body == mailings.typeset(Path(mailings.LETTER), data, 1_700_000_000)
    assert [actions.post_letters(actor=boss, mailing_id=sent.pk) for _n in range(2)] == [1, 0]
    assert [touch.card for touch in Touch.objects.all()] == [found]
    assert [one.pk for one in queries.letters_of(Mailing.objects.get())] == [found.pk]


def test_the_week_names_who_came_nearer_and_nobodys_calls_and_is_sent_once() -> None:
    boss, desk, at = factories.user("coordinator"), factories.user("desk"), campaign(organisations=3)
    one, two, three = at.cards.all()
    last_week = timezone.now() - timedelta(days=7)
    for found, stage in ((one, "interested"), (two, "joined"), (three, "")):
        Touch.objects.create(
            organisation=found.organisation,
            campaign=at,
            card=found,
            by=desk,
            outcome="x",
            stage=stage,
            at=last_week,
        )
    week = queries.recap(boss, timezone.localtime(last_week).date())
    assert (week.touches, week.called, week.interested, week.joined) == (
        3, 3, [one.organisation.name], [two.organisation.name],
    )  # fmt: skip
    assert not {name for name in week.__dataclass_fields__ if "operator" in name or "by_" in name}
    for _n in range(2):
        actions.tell_the_week(actor=SYSTEM)
    _deliver()
    assert [message.to for message in mail.outbox if boss.email in message.to] == [[boss.email]]


def test_the_export_has_one_row_for_each_organisation_and_no_formula_runs() -> None:
    from jobcaffe.foundation.ui.csvsafe import as_csv

    at, desk = campaign(), factories.user("desk", name="Anna")
    found = card(at, name="=cmd|' /C calc'!A0")
    actions.tell(actor=desk, card_id=found.pk, outcome="interested")
    rows = list(queries.export_rows(at))
    assert len(rows) == 2
    assert dict(zip(rows[0], rows[1], strict=True))["Da chi"] == "Anna"
    assert b"\n=cmd" not in as_csv(rows)


def test_a_stop_link_of_somebody_else_is_no_link() -> None:
    with pytest.raises(Refused):
        actions.stop_by_link(token="x" * 43)
    ref = factories.organisation().pk
    token = rules.stop_token(ref, "index")
    assert rules.read_stop_token(token) == (str(ref), "index")
    assert rules.read_stop_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_a_closed_campaign_calls_nobody_and_takes_nobody_in() -> None:
    boss, at = factories.user("coordinator"), campaign(organisations=1)
    actions.close_campaign(actor=boss, campaign_id=at.pk)
    assert actions.take_next(actor=factories.user("desk")) is None
    with pytest.raises(Refused):
        actions.add_organisations(actor=boss, campaign_id=at.pk, refs=[factories.organisation().pk])
    with pytest.raises(Refused):
        actions.create_campaign(
            actor=boss, name="x", goal="x", script="x", starts_on=at.ends_on, ends_on=at.starts_on
        )
    assert Card.objects.count() == 1


def test_every_word_of_an_outcome_is_read_in_english_too() -> None:
    with override("en"):
        same = [one.label for one in catalogue.outcomes().values() if gettext(one.label) == one.label]
        heads = next(queries.export_rows(campaign()))
    assert same == []
    assert heads[0] == "Organisation"
