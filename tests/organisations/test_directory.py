"""Freshness, codes, hours, consents and questions of the directory."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.organisations import actions, codes, hours, queries
from jobcaffe.organisations.enums import Answer
from jobcaffe.organisations.freshness import thresholds
from jobcaffe.organisations.models import Check, ContactConsent, Organisation
from tests import factories

TODAY = date(2026, 11, 18)


def member(days_ago: int, **fields: object) -> Organisation:
    day = timezone.localdate() - timedelta(days=days_ago)
    return factories.organisation(stage="member", verified_on=day, **fields)


def token_in(notice: Notice) -> str:
    found = re.search(r"/rete/conferma/([\w-]+)/", notice.body)
    assert found
    return found[1]


# --- for how long -----------------------------------------------------------------------------------


def test_six_months_of_the_calendar_and_thirty_days() -> None:
    told = thresholds()
    assert told.verified_until(TODAY) == date(2026, 5, 18)
    assert told.shown_since(TODAY) == date(2026, 4, 19)
    assert told.hidden_on(date(2026, 4, 18)) == date(2026, 11, 18)


@pytest.mark.django_db
@pytest.mark.parametrize(("verified_on", "shown"), [(date(2026, 4, 19), True), (date(2026, 4, 18), False)])
def test_who_is_not_confirmed_leaves_the_public_pages_on_that_day(verified_on: date, shown: bool) -> None:
    row = factories.organisation(stage="member", verified_on=verified_on)
    assert queries.listed(TODAY).filter(pk=row.pk).exists() is shown


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["known", "member"])
@pytest.mark.parametrize("days", [0, 100, 209, 213, 216, 400])
def test_one_row_and_the_list_follow_the_same_rule(stage: str, days: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    row = factories.organisation(stage=stage, verified_on=day)
    assert queries.is_listed(row) is queries.listed().filter(pk=row.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["known", "interested", "left"])
def test_who_has_not_joined_is_not_shown(stage: str) -> None:
    factories.organisation(stage=stage, verified_on=timezone.localdate())
    assert not queries.listed().exists()


# --- the question -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_members_whose_six_months_are_over_are_asked_once() -> None:
    member(100)
    factories.organisation(verified_on=date(2020, 1, 1))
    old = member(200, email="info@a.example")
    assert [actions.ask_all(actor=SYSTEM) for _morning in range(3)] == [1, 0, 0]
    assert Notice.objects.get().channel == "mail"
    assert Check.objects.get().organisation == old


@pytest.mark.django_db
def test_asked_again_after_two_weeks_and_then_no_more() -> None:
    row = member(200)
    today = timezone.localdate()
    asked = [actions.ask_all(actor=SYSTEM, today=today + timedelta(days=days)) for days in range(60)]
    assert [days for days, count in enumerate(asked) if count] == [0, 15]
    assert row.checks.count() == 2


@pytest.mark.django_db
def test_without_an_email_the_question_is_a_letter() -> None:
    row = member(200, address="via Roma 1", municipality="Lainate")
    actions.ask(actor=SYSTEM, organisation=row)
    letter = Notice.objects.get()
    assert letter.channel == "letter"
    assert letter.contact == f"{row.name}\nvia Roma 1\nLainate"


@pytest.mark.django_db
def test_one_tap_confirms_today_and_the_same_link_again_changes_nothing() -> None:
    row = member(200)
    actions.ask(actor=SYSTEM, organisation=row)
    token = token_in(Notice.objects.get())
    for _press in range(2):
        actions.answer_check(token=token, right=True)
    row.refresh_from_db()
    assert row.verified_on == timezone.localdate()
    assert Entry.objects.filter(action="organisation.answer").count() == 1
    assert actions.ask_all(actor=SYSTEM) == 0


@pytest.mark.django_db
def test_what_is_to_be_corrected_waits_for_the_staff_until_the_record_is_saved() -> None:
    row, desk = member(200), factories.user("desk")
    actions.ask(actor=SYSTEM, organisation=row)
    actions.answer_check(token=token_in(Notice.objects.get()), right=False, note="Abbiamo cambiato sede")
    assert [check.note for check in queries.to_correct(desk)] == ["Abbiamo cambiato sede"]
    row.refresh_from_db()
    assert row.verified_on != timezone.localdate()
    actions.update_organisation(actor=desk, organisation_id=row.pk, address="via Nuova 2")
    assert list(queries.to_correct(desk)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x" * 22, "../../etc", "è"])
def test_a_link_that_is_not_ours_confirms_nothing(token: str) -> None:
    member(200)
    with pytest.raises(Refused):
        actions.answer_check(token=token, right=True)


@pytest.mark.django_db
def test_an_old_link_confirms_nothing() -> None:
    row = member(300)
    actions.ask(actor=SYSTEM, organisation=row, today=timezone.localdate() - timedelta(days=121))
    with pytest.raises(Refused):
        actions.answer_check(token=token_in(Notice.objects.get()), right=True)
    assert Check.objects.get().answer == Answer.WAITING


# --- codes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept", "section"),
    [
        ("10.71", "10.71", "C"),
        (" 01.3", "01.3", "A"),
        ("94", "94", "S"),
        ("85.20.00", "85.20.00", "P"),
        ("", "", ""),
    ],
)
def test_ateco_codes_know_their_section(typed: str, kept: str, section: str) -> None:
    assert codes.parse_ateco(typed) == kept
    assert codes.section_of(kept) == section


@pytest.mark.parametrize("typed", ["4.71", "00.10", "34.10", "99.10", "10-71", "10.71.20.1", "pane"])
def test_what_is_no_ateco_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="ATECO"):
        codes.parse_ateco(typed)


@pytest.mark.parametrize(("typed", "kept"), [("mi 1234567", "MI-1234567"), ("MI1234", "MI-1234"), ("", "")])
def test_rea_numbers_have_one_form(typed: str, kept: str) -> None:
    assert codes.parse_rea(typed) == kept


@pytest.mark.parametrize("typed", ["1234567", "MI-12", "MI-123456789", "M1-12345"])
def test_what_is_no_rea_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="provincia"):
        codes.parse_rea(typed)


@pytest.mark.django_db
def test_a_code_with_a_wrong_digit_is_refused_and_nothing_is_written() -> None:
    desk, row = factories.user("desk"), factories.organisation()
    with pytest.raises(Refused, match="00743110158"):
        actions.update_organisation(actor=desk, organisation_id=row.pk, vat_number="00743110158", name="X")
    row.refresh_from_db()
    assert (row.vat_number, row.name != "X") == ("", True)


# --- hours ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9-13, 15.30-19", [("09:00", "13:00"), ("15:30", "19:00")]),
        ("dalle 9 alle 13 e dalle 15 alle 18", [("09:00", "13:00"), ("15:00", "18:00")]),
        ("8:30 – 24", [("08:30", "24:00")]),
        ("chiuso", []),
        ("", []),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: list[tuple[str, str]]) -> None:
    assert hours.parse_day(text) == spans


@pytest.mark.parametrize(
    "text", ["9", "13-9", "9-9", "25-26", "9-13, 12-18", "9.75-10", "mattina", "9-10,11-12,13-14,15-16"]
)
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(hours.NotHours):
        hours.parse_day(text)


def test_the_week_is_said_in_few_lines() -> None:
    week = hours.of_days(
        [*((day, hours.parse_day("9-13")) for day in range(5)), (6, hours.parse_day("10-12.30"))]
    )
    assert hours.words(week) == ["da lunedì a venerdì: dalle 9 alle 13", "domenica: dalle 10 alle 12:30"]


# --- who writes -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_speaks_for_one_organisation_writes_that_one_only() -> None:
    ours, other = factories.organisation(), factories.organisation()
    partner = factories.partner(ours)
    actions.update_organisation(actor=partner, organisation_id=ours.pk, offers="tirocini")
    for act in (
        lambda: actions.update_organisation(actor=partner, organisation_id=other.pk, offers="x"),
        lambda: actions.confirm(actor=partner, organisation_id=other.pk),
        lambda: actions.add_contact(actor=partner, organisation_id=other.pk, name="Rosa"),
        lambda: actions.save_location(actor=partner, organisation_id=other.pk, address="a", municipality="b"),
    ):
        with pytest.raises(Refused):
            act()
    other.refresh_from_db()
    assert (other.offers, other.verified_on, other.contacts.count(), other.locations.count()) == (
        "",
        None,
        0,
        0,
    )


@pytest.mark.django_db
def test_an_organisation_does_not_write_its_codes_nor_that_it_has_joined() -> None:
    ours = factories.organisation(fiscal_code="00743110157")
    partner = factories.partner(ours)
    actions.update_organisation(
        actor=partner, organisation_id=ours.pk, fiscal_code="", vat_number="", stage="member", sector="pane"
    )
    ours.refresh_from_db()
    assert (ours.fiscal_code, ours.stage, ours.sector) == ("00743110157", "known", "pane")


@pytest.mark.django_db
def test_a_yes_is_kept_with_its_days_and_each_purpose_stands_alone() -> None:
    desk, row = factories.user("desk"), factories.organisation()
    who = actions.add_contact(actor=desk, organisation_id=row.pk, name="Rosa", phone="+393330000001")
    given = {"actor": desk, "organisation_id": row.pk, "contact_id": who.pk}
    for _press in range(2):
        actions.give_consent(**given, purpose="call", how="voice")
    actions.give_consent(**given, purpose="public", how="paper")
    for _press in range(2):
        actions.withdraw_consent(**given, purpose="call")
    told = ContactConsent.objects.values_list("purpose", "how", "withdrawn_on")
    assert sorted(told) == [("call", "voice", timezone.localdate()), ("public", "paper", None)]
    actions.give_consent(**given, purpose="call", how="email")
    assert ContactConsent.objects.filter(purpose="call").count() == 2


@pytest.mark.django_db
def test_no_newsletter_without_an_address_and_no_public_page_without_a_contact() -> None:
    desk, row = factories.user("desk"), factories.organisation()
    who = actions.add_contact(actor=desk, organisation_id=row.pk, name="Rosa")
    for purpose in ("newsletter", "public"):
        with pytest.raises(Refused):
            actions.give_consent(
                actor=desk, organisation_id=row.pk, contact_id=who.pk, purpose=purpose, how="voice"
            )
    assert not ContactConsent.objects.exists()


@pytest.mark.django_db
def test_a_consent_of_another_organisation_s_contact_is_not_to_be_written() -> None:
    desk, row, other = factories.user("desk"), factories.organisation(), factories.organisation()
    who = actions.add_contact(actor=desk, organisation_id=other.pk, name="Rosa", phone="+393330000001")
    with pytest.raises(Refused):
        actions.give_consent(
            actor=factories.partner(row), organisation_id=row.pk, contact_id=who.pk, purpose="public"
        )
    assert not ContactConsent.objects.exists()


@pytest.mark.django_db
def test_the_same_place_pressed_twice_is_one_place() -> None:
    desk, row = factories.user("desk"), factories.organisation()
    for _press in range(2):
        actions.save_location(
            actor=desk, organisation_id=row.pk, address="via Roma 1", municipality="Lainate"
        )
    assert row.locations.count() == 1


@pytest.mark.django_db
def test_unions_and_trade_associations_are_found_together_as_social_partners() -> None:
    today = timezone.localdate()
    for kind in ("union", "trade_association", "company"):
        factories.organisation(kind=kind, name=kind, stage="member", verified_on=today)
    found = queries.network(kind=queries.PARTNERS).values_list("name", flat=True)
    assert set(found) == {"union", "trade_association"}
