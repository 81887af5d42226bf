"""Sending: with the change, in neutral words, to who wants it, and never lost."""

from __future__ import annotations

import email
import email.policy
import http.server
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from jobcaffe.foundation import doctor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs import queries as jobs
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices import actions, gateways, queries, rules
from jobcaffe.foundation.notices.enums import Channel, Hold, Scope, State
from jobcaffe.foundation.notices.models import Bounce, Notice, OptOut
from jobcaffe.foundation.notices.rules import Private, Recipient
from jobcaffe.foundation.privacy import crypto
from tests import factories
from tests.foundation.notices.smtp_server import Post, smtp_server
from tests.foundation.notices.test_words import CONTEXT

pytestmark = pytest.mark.django_db
CODE = {"code": "482913", "minutes": 10, "link": "https://jobcaffe.example.org/accesso/x/"}
HARD_LIMIT = 20


def franca(**fields: Any) -> Recipient:
    return Recipient(**{"name": "Franca Bo", "email": "franca@example.org", "phone": "333 1234567", **fields})


def send(template: str = "step_reminder", to: Recipient | None = None, **fields: Any) -> Notice:
    context = fields.pop("context", CODE if "code" in template else {"due": timezone.localdate()})
    return actions.send(actor=SYSTEM, to=to or franca(), template=template, context=context, **fields)


def after_delivery(notice: Notice) -> Notice:
    worker.run_due()
    notice.refresh_from_db()
    return notice


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A real SMTP server and the settings that use it."""
    with smtp_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


# --- with the change -----------------------------------------------------------------------


def test_a_change_that_is_rolled_back_sends_nothing() -> None:
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert (worker.run_due(), Notice.objects.count(), Job.objects.count(), mail.outbox) == (0, 0, 0, [])


def test_nothing_leaves_before_the_worker_runs_and_then_once() -> None:
    notice = send()
    assert mail.outbox == []
    assert after_delivery(notice).state == State.SENT
    assert (worker.run_due(), len(mail.outbox)) == (0, 1)


def test_a_delivery_that_is_asked_twice_sends_once() -> None:
    from jobcaffe.foundation.notices.tasks import deliver

    notice = send()
    deliver.enqueue(str(notice.pk))
    worker.run_due()
    assert len(mail.outbox) == 1


def test_the_same_key_is_one_message_for_ever() -> None:
    first = after_delivery(send(dedupe_key="step:7:2026-11-03"))
    assert send(dedupe_key="step:7:2026-11-03").pk == first.pk
    assert len(mail.outbox) == 1


def test_a_key_longer_than_its_column_still_finds_its_twin() -> None:
    key = "stand:" + "7" * 200
    first = send(dedupe_key=key)
    assert len(first.dedupe_key) <= 120
    assert send(dedupe_key=key).pk == first.pk
    assert send(dedupe_key=key + "8").pk != first.pk


def test_a_message_for_later_waits_and_a_late_one_does_not_leave() -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        later = send(not_before=now + timedelta(hours=2))
        late = send(
            "sign_in_code", expires_at=now + timedelta(minutes=10), not_before=now + timedelta(hours=1)
        )
        worker.run_due()
        assert mail.outbox == []
        clock.shift(timedelta(hours=2, seconds=1))
        assert (after_delivery(later).state, len(mail.outbox)) == (State.SENT, 1)
    late.refresh_from_db()
    assert (late.state, late.hold, late.body) == (State.HELD, Hold.EXPIRED, "")


# --- at rest ---------------------------------------------------------------------------------


def test_contact_and_text_are_sealed_while_waiting_and_gone_once_left() -> None:
    notice = send("sign_in_code")
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact, body FROM notices_notice")
        row = " ".join(cursor.fetchone())
        cursor.execute("SELECT args FROM jobs_job")
        row += str(cursor.fetchone())
    assert "franca@" not in row
    assert "482913" not in row
    assert "482913" in notice.body
    after_delivery(notice)
    assert (notice.contact, notice.body) == ("", "")


def test_the_journal_tells_that_a_message_was_queued_about_whom_and_never_its_words() -> None:
    person = uuid4()
    send("sign_in_code", to=franca(person_ref=person))
    entry = Entry.objects.get()
    assert (entry.action, entry.subject_ref, entry.fields) == (
        "notice.queued",
        person,
        ["mail", "sign_in_code"],
    )


STAFF = ("desk", "coordinator", "sysadmin", "facilitator", "lab_leader")


def told() -> list[object]:
    """What everybody else can see of messages, jobs and journal."""
    users = [factories.user(role) for role in STAFF]
    return [
        (list(queries.visible_to(user)), list(queries.letters_to_print(user)), list(jobs.visible_to(user)))
        for user in users
    ] + [jobs.stuck().count(), doctor._jobs().detail, Entry.objects.count()]


@pytest.mark.parametrize("channel", ["mail", "sms", "letter"])
def test_a_confidential_notice_is_told_to_nobody_else_before_it_leaves_and_after(channel: str) -> None:
    person = uuid4()
    before = told()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        send(to=franca(person_ref=person), channel=channel, confidential=True)
        assert told() == before
        clock.shift(timedelta(hours=1))  # late: the worker is off
        assert told() == before
    worker.run_due()
    assert (told(), Job.objects.count()) == (before, 0)


def test_a_confidential_notice_leaves_by_mail_and_sms_and_a_letter_waits_for_her() -> None:
    person = uuid4()
    mine = factories.user("member", person_ref=person)
    sent = [send(to=franca(person_ref=person), channel=way, confidential=True) for way in Channel.values]
    worker.run_due()
    found = {row.channel: (row.state, row.hold) for row in queries.own(mine)}
    assert found == {
        "mail": (State.SENT, Hold.NONE),
        "sms": (State.SENT, Hold.NONE),
        "letter": (State.HELD, Hold.CONFIDENTIAL),
    }
    assert len(mail.outbox) == 1
    assert {row.pk for row in queries.own(mine)} == {row.pk for row in sent}
    assert [list(queries.own(other)) for other in (factories.member(), None)] == [[], []]


def test_the_row_of_a_confidential_notice_leads_to_nobody_without_the_keys() -> None:
    person = uuid4()
    send(to=franca(person_ref=person), confidential=True, dedupe_key=f"offer:{person}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_notice")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT * FROM jobs_job")
        rows += str(cursor.fetchall())
    indexes = [
        crypto.blind_index("email", "franca@example.org"),
        crypto.blind_index("phone", "+393331234567"),
    ]
    assert [word for word in (str(person), person.hex, *indexes) if word in rows] == []


def test_a_confidential_notice_is_sent_once_and_obeys_her_choices() -> None:
    to = franca(person_ref=uuid4())
    first = send(to=to, confidential=True, dedupe_key="offer:1")
    assert send(to=to, confidential=True, dedupe_key="offer:1").pk == first.pk
    actions.choose(key=rules.recipient_key(person_ref=to.ref), wanted=[])
    later = send(to=to, confidential=True)
    assert (later.state, later.hold) == (State.HELD, Hold.OPTED_OUT)
    assert after_delivery(first).hold == Hold.OPTED_OUT


def test_the_mail_of_a_confidential_notice_lets_her_choose(post: Post) -> None:
    to = franca(person_ref=uuid4())
    send(to=to, confidential=True)
    worker.run_due()
    text = email.message_from_string(post.letters[0].data, policy=email.policy.default).get_content()
    token = text.partition("/avvisi/")[2].partition("/")[0]
    assert rules.read_token(token) == (rules.recipient_key(person_ref=to.ref), Scope.SERVICE)


def test_a_confidential_notice_that_cannot_leave_is_in_no_log_and_keeps_no_text(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    caplog.set_level("DEBUG", logger="jobcaffe")
    before = told()
    notice = send(to=franca(person_ref=uuid4()), confidential=True)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _try in range(actions.ATTEMPTS):
            worker.run_due()
            clock.shift(timedelta(hours=2))
        assert (told(), caplog.records) == (before, [])
    notice.refresh_from_db()
    assert (notice.state, notice.body, notice.contact) == (State.FAILED, "", "")


# --- what is said ------------------------------------------------------------------------------


def test_values_that_a_message_does_not_take_and_private_ones_never_reach_the_text() -> None:
    context = {
        "when": timezone.now(),
        "title": "Gruppo lutto",
        "words": "ho perso tutto",
        "place": Private("Sala del gruppo lutto"),
    }
    for channel in Channel:
        text = rules.render("encounter_reminder", channel, name="Franca Bo", context=context)
        assert not {word for word in ("lutto", "perso", "Bo,", "Private") if word in text}
    assert rules.subject() == "Un messaggio dal Job Caffè"


def test_a_missing_value_is_an_error_and_not_a_hole_in_the_text() -> None:
    with pytest.raises(KeyError):
        send("encounter_reminder", context={})
    with pytest.raises(KeyError):
        send("encounter_reminder", context={"when": Private("x")})
    with pytest.raises(KeyError):
        send("no_such_message", context={})


def test_a_name_with_signs_stays_as_it_is_written() -> None:
    assert rules.render("follow_up_ask", "mail", name="D'Alò&Co Bo", context={}).startswith("Ciao D'Alò&Co,")
    assert rules.render("follow_up_ask", "mail", name="", context={}).startswith("Ciao,")


# --- who wants it -------------------------------------------------------------------------------


def test_a_stopped_scope_holds_its_messages_and_no_others() -> None:
    person = uuid4()
    to = franca(person_ref=person)
    actions.choose(key=rules.recipient_key(person_ref=person), wanted={Scope.SERVICE, Scope.NEWS})
    held = send("follow_up_ask", to=to, context={})
    assert (held.state, held.hold, held.body, held.contact) == (State.HELD, Hold.OPTED_OUT, "", "")
    assert send("step_reminder", to=to).state == State.QUEUED
    assert send("step_reminder", to=to, scope="follow_up").state == State.HELD
    assert send("follow_up_ask", context={}).state == State.QUEUED


def test_one_channel_alone_can_be_stopped() -> None:
    person = uuid4()
    OptOut.objects.create(
        recipient_key=rules.recipient_key(person_ref=person), scope=Scope.SERVICE, channel=Channel.SMS
    )
    states = [send(to=franca(person_ref=person), channel=channel).state for channel in ("sms", "mail")]
    assert states == [State.HELD, State.QUEUED]


def test_who_stopped_everything_still_gets_the_codes_she_asks_for() -> None:
    person = uuid4()
    actions.choose(key=rules.recipient_key(person_ref=person), wanted=())
    to = franca(person_ref=person)
    essential = [code for code, message in rules.MESSAGES.items() if message.essential]
    states = {send(code, to=to, context={**CONTEXT, **CODE}).state for code in essential}
    assert states == {State.QUEUED}
    assert send(to=to).state == State.HELD


def test_who_left_only_an_address_on_the_site_can_stop_too() -> None:
    notice = send()
    actions.stop_scope(key=notice.recipient_key, scope=Scope.SERVICE)
    actions.stop_scope(key=notice.recipient_key, scope=Scope.SERVICE)
    assert send().hold == Hold.OPTED_OUT
    assert send(to=franca(email="FRANCA@Example.org ")).hold == Hold.OPTED_OUT
    assert send(to=franca(email="other@example.org")).hold == ""


def test_what_is_stopped_between_sending_and_leaving_does_not_leave() -> None:
    notice = send()
    actions.stop_scope(key=notice.recipient_key, scope=Scope.SERVICE)
    assert (after_delivery(notice).hold, mail.outbox) == (Hold.OPTED_OUT, [])


def test_a_choice_can_be_taken_back() -> None:
    key = rules.recipient_key(person_ref=uuid4())
    assert actions.choose(key=key, wanted=()) == set(Scope.values)
    assert actions.choose(key=key, wanted=Scope.values) == set()
    assert queries.stopped_scopes(key) == set()


def test_no_contact_no_queue_and_without_a_channel_the_best_one_is_taken() -> None:
    assert send(channel="sms", to=franca(phone="")).hold == Hold.NO_CONTACT
    ways = [send(to=to).channel for to in (franca(), franca(email=""), Recipient(name="Rosa", language="en"))]
    assert ways == [Channel.MAIL, Channel.SMS, Channel.LETTER]


# --- SMTP ---------------------------------------------------------------------------------------


def test_a_mail_goes_over_a_real_smtp_connection(post: Post) -> None:
    notice = after_delivery(send())
    assert (notice.state, [letter.to for letter in post.letters]) == (State.SENT, [["franca@example.org"]])
    parsed = email.message_from_string(post.letters[0].data, policy=email.policy.default)
    assert parsed["Subject"] == "Un messaggio dal Job Caffè"
    assert parsed["Message-ID"] == f"<{notice.pk}@127.0.0.1>" == notice.receipt
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = parsed["List-Unsubscribe"].removesuffix("/ferma/>").rpartition("/")[2]
    assert rules.read_token(token) == (notice.recipient_key, "service")
    assert f"/avvisi/{token}/" in parsed.get_content()


def test_a_code_has_no_opt_out_link(post: Post) -> None:
    after_delivery(send("sign_in_code"))
    assert "List-Unsubscribe" not in post.letters[0].data


def test_a_server_that_says_later_is_asked_later_and_the_message_is_not_lost(post: Post) -> None:
    post.answers["franca@example.org"] = "451 greylisted"
    with time_machine.travel(timezone.now(), tick=True) as clock:
        notice = after_delivery(send())
        assert (notice.state, notice.attempts, Bounce.objects.count()) == (State.QUEUED, 1, 0)
        post.answers.clear()
        clock.shift(timedelta(seconds=10))
        assert (after_delivery(notice).state, len(post.letters)) == (State.SENT, 1)


def test_an_address_refused_for_good_is_held_until_corrected_but_codes_still_try(post: Post) -> None:
    post.answers["franca@example.org"] = "550 no such mailbox"
    notice = after_delivery(send())
    assert (notice.state, notice.hold, notice.attempts) == (State.HELD, Hold.BOUNCED, 1)
    assert send().hold == Hold.BOUNCED
    post.answers.clear()
    assert after_delivery(send("sign_in_code")).state == State.SENT
    assert send().state == State.QUEUED, "a code that arrived lifts the hold"


def test_what_became_of_a_confidential_message_changes_nothing_for_the_others(post: Post) -> None:
    post.answers["franca@example.org"] = "550 no such mailbox"
    secret = after_delivery(send(confidential=True))
    assert (secret.state, secret.hold, Bounce.objects.count()) == (State.HELD, Hold.BOUNCED, 0)
    assert send().state == State.QUEUED
    post.answers.clear()
    waiting = send(confidential=True)
    index = crypto.blind_index("email", "franca@example.org")
    Bounce.objects.create(contact_index=index, channel="mail")
    after_delivery(waiting)
    assert Bounce.objects.filter(lifted_at=None).count() == 1


def test_the_desk_lifts_a_hold_when_the_contact_was_corrected() -> None:
    index = crypto.blind_index("email", "franca@example.org")
    Bounce.objects.create(contact_index=index, channel="mail")
    assert send().hold == Hold.BOUNCED
    assert actions.lift_hold(actor=factories.user("desk"), channel="mail", contact="franca@example.org") == 1
    assert send().state == State.QUEUED


def test_a_server_that_is_away_ends_in_a_failed_notice_that_can_be_sent_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    desk = factories.user("desk")
    with time_machine.travel(timezone.now(), tick=True) as clock:
        notice = send()
        for _attempt in range(actions.ATTEMPTS):
            after_delivery(notice)
            clock.shift(timedelta(hours=2))
        assert (notice.state, notice.attempts, bool(notice.body)) == (State.FAILED, actions.ATTEMPTS, True)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        actions.send_again(actor=desk, notice=notice)
        assert (after_delivery(notice).state, len(mail.outbox)) == (State.SENT, 1)
    with pytest.raises(Refused):
        actions.send_again(actor=desk, notice=notice)


def test_without_a_mail_server_messages_are_real_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    after_delivery(send())
    files = list((tmp_path / "mail").iterdir())
    assert len(files) == 1
    assert "franca@example.org" in files[0].read_text()


# --- SMS ----------------------------------------------------------------------------------------


def test_an_sms_is_a_file_that_only_its_owner_reads(settings: Any) -> None:
    notice = after_delivery(send(channel="sms"))
    files = list((Path(settings.OUTBOX) / "sms").iterdir())
    assert [file.name for file in files] == [notice.receipt]
    assert files[0].read_text().splitlines()[0] == "+393331234567"
    assert files[0].stat().st_mode & 0o777 == 0o600


class Operator(http.server.BaseHTTPRequestHandler):
    """An SMS operator on the loopback."""

    status = 200
    heard: list[tuple[dict[str, str], dict[str, str]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).heard.append((dict(self.headers), body))
        self.send_response(type(self).status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(b'{"id": "receipt-1"}')

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def operator(settings: Any) -> Iterator[type[Operator]]:
    Operator.heard, Operator.status = [], 200
    with http.server.HTTPServer(("127.0.0.1", 0), Operator) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.SMS_GATEWAY = "jobcaffe.foundation.notices.gateways.HttpGateway"
        settings.SMS_HTTP_URL, settings.SMS_HTTP_TOKEN = f"http://127.0.0.1:{server.server_port}/sms", "t0k"
        yield Operator
        server.shutdown()
        thread.join(5)


def test_an_operator_gets_number_text_token_and_a_reference_against_doubles(operator: type[Operator]) -> None:
    notice = after_delivery(send(channel="sms"))
    headers, body = operator.heard[0]
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer t0k", str(notice.pk))
    assert (body["to"], body["reference"], notice.receipt) == ("+393331234567", str(notice.pk), "receipt-1")


@pytest.mark.parametrize(
    ("status", "state"), [(404, State.HELD), (401, State.QUEUED), (503, State.QUEUED), (302, State.QUEUED)]
)
def test_an_operators_no_holds_the_number_and_its_trouble_does_not(
    operator: type[Operator], status: int, state: str
) -> None:
    operator.status = status
    assert after_delivery(send(channel="sms")).state == state


@pytest.mark.parametrize(
    "url", ["http://sms.example.org/", "ftp://127.0.0.1/", "file:///etc/passwd", "https://"]
)
def test_numbers_never_go_over_an_open_line(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        gateways.HttpGateway(url, "t")


def test_segments_are_counted_as_operators_count_them() -> None:
    texts = [
        "",
        "a" * 160,
        "a" * 161,
        "a" * 306,
        "a" * 307,
        "€" * 80,
        "€" * 81,
        "ж" * 70,
        "ж" * 71,
        "😀" * 36,
    ]
    assert [gateways.segments(text) for text in texts] == [1, 1, 2, 2, 3, 1, 2, 1, 2, 2]


# --- letters --------------------------------------------------------------------------------------


def test_a_letter_waits_for_the_printer_and_is_forgotten_once_printed() -> None:
    desk = factories.user("desk")
    letter = send(channel="letter", to=franca(address="via Lamarmora 7\n20045 Lainate"))
    assert (worker.run_due(), list(queries.letters_to_print(desk))) == (0, [letter])
    assert letter.contact == "Franca Bo\nvia Lamarmora 7\n20045 Lainate"
    assert [actions.mark_printed(actor=desk, notices=[letter]) for _press in (1, 2)] == [1, 0]
    letter.refresh_from_db()
    assert (letter.state, letter.body, letter.contact) == (State.PRINTED, "", "")
    with pytest.raises(Refused):
        actions.mark_printed(actor=factories.user("funder"), notices=[letter])


# --- erasure --------------------------------------------------------------------------------------


def test_after_erasure_nothing_names_the_person_and_nothing_leaves_any_more() -> None:
    person = uuid4()
    to = franca(person_ref=person)
    index = crypto.blind_index("email", "franca@example.org")
    actions.choose(key=rules.recipient_key(person_ref=person), wanted=[Scope.SERVICE])
    send(to=to)
    send(to=to, confidential=True)
    other = send(to=franca(email="other@example.org"))
    assert actions.forget(actor=SYSTEM, person_ref=person, contacts=[index, ""]) == 2
    worker.run_due()
    assert [message.to for message in mail.outbox] == [["other@example.org"]]
    gone = Notice.objects.exclude(pk=other.pk)
    left = ("person_ref", "contact_index", "recipient_key", "sealed_index", "state")
    assert set(gone.values_list(*left)) == {(None, "", "", "", State.HELD)}
    assert {notice.key for notice in gone} == {""}
    assert not OptOut.objects.exists()
