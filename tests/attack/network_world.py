"""Arguments of the addresses about the community network: one function for each of its rooms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.encounters.models import Attendance
from jobcaffe.exchange.introductions import rules as introduction_rules
from jobcaffe.exchange.introductions.models import Introduction, State
from jobcaffe.exchange.posts import actions as posts
from jobcaffe.exchange.posts.models import Post
from jobcaffe.exchange.posts.rules import token_of
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.imports import actions as imports
from jobcaffe.network.matching.models import Profile, Proposal
from jobcaffe.network.matching.profiles import Told, Trade
from jobcaffe.network.outreach import actions as outreach
from jobcaffe.network.outreach import rules as outreach_rules
from jobcaffe.network.outreach.models import Campaign, Card, Touch
from jobcaffe.network.tables import actions as tables
from jobcaffe.network.tables import rules as tables_rules
from jobcaffe.network.ties.models import Sheet, Survey
from jobcaffe.network.ties.rules import digest as ties_digest
from jobcaffe.organisations.imports import OrganisationsImport
from jobcaffe.organisations.models import Check, Delegate, Location, Organisation
from jobcaffe.organisations.queries import check_digest
from jobcaffe.people.models import Person
from jobcaffe.vocabulary import actions as vocabulary
from jobcaffe.vocabulary import queries as vocabulary_reads
from jobcaffe.vocabulary.pack import pack
from tests import factories
from tests.network.outreach import around
from tests.network.tables import around as tables_around

LINK = "linkdellarete" + "x" * 9
# First name of who said yes to a post: only its organisation, the desk that follows her and she read it.
MATCHED = "Presentatasegreta"


def network_values(
    organisation: Organisation, partner: User | None = None, person: Person | None = None
) -> dict[str, Any]:
    """The arguments of those pages, around one organisation; ``partner`` speaks for it when given.

    ``person`` is who said yes to one of its posts; without her, somebody whom nobody knows.
    """
    return {
        **directory_values(organisation, partner),
        **board_values(organisation),
        **outreach_values(organisation),
        **words_values(),
        **tables_values(organisation),
        **ties_values(organisation),
        **matching_values(organisation, person or factories.person(first_name=MATCHED)),
    }


def matching_values(organisation: Organisation, person: Person) -> dict[str, Any]:
    """Somebody who told what she can do and was proposed two posts: to one she said yes, one waits."""
    refs = [person.pk]
    if not Profile.objects.filter(Profile.of(refs)).exists():
        uri = vocabulary_reads.link("magazziniere", "occupation", k=1)[0].uri
        row = Profile(**Profile.columns_for(person.pk))
        row.seal(Told(trades=(Trade("magazziniere", uri),)).body())
        row.save()
    shown = [_introduced(organisation, person, state) for state in (State.ASKED, State.PROPOSED)]
    asked, waiting = shown
    return {
        "matching:post_id": asked.post_id,
        "matching:introduction_id": asked.pk,
        "matching:answer:token": introduction_rules.token_of(waiting),
        "matching:partner_answer:token": introduction_rules.token_of(asked),
    }


def _introduced(organisation: Organisation, person: Person, state: str) -> Introduction:
    today = timezone.localdate()
    post = Post.objects.create(
        organisation=organisation, sort="job", title="Prova", text="Prova", state="open",
        published_on=today, fresh_until=today + timedelta(days=60),
    )  # fmt: skip
    row = Introduction(post=post, state=state, begun_by="house", **Introduction.columns_for(person.pk))
    row.seal({"reasons": ["Prova"]})
    if state in introduction_rules.SEEN:
        row.seal({"name": person.first_name, "contacts": [person.phone], "cv": True}, "shown")
    row.save()
    return row


def more_matches(organisation: Organisation, person: Person, others: list[Person]) -> None:
    """For each of the others one more introduction of hers in every state, and one of theirs; proposals."""
    uri = vocabulary_reads.link("magazziniere", "occupation", k=1)[0].uri
    why = {
        "reasons": [["skills", uri], ["places", 1]], "ask": [["person", "licences"]], "covered": [uri],
        "nearly": [], "missing": [uri], "minutes": None, "means": None, "points": 1,
    }  # fmt: skip
    for other in others:
        for state in (State.PROPOSED, State.ASKED, State.OPEN, State.CLOSED):
            _introduced(organisation, person, state)
        row = _introduced(organisation, other, State.ASKED)
        proposal = Proposal(post=row.post, kind="work", place=0, **Proposal.columns_for(person.pk))
        proposal.seal(why)
        proposal.save()


def directory_values(organisation: Organisation, partner: User | None = None) -> dict[str, Any]:
    """An organisation that everybody sees, with a place, an account, a question, and one that looks alike."""
    today = timezone.localdate()
    Organisation.objects.filter(pk=organisation.pk).update(
        stage="member", verified_on=today, offers="tirocini", asks="volontari", municipality="Lainate"
    )
    speaker = partner or factories.user("organisation")
    Delegate.objects.update_or_create(user=speaker, defaults={"organisation": organisation})
    place, _new = Location.objects.get_or_create(
        organisation=organisation,
        address="via Roma 1",
        municipality="Lainate",
        defaults={"hours": [[0, "09:00", "13:00"]]},
    )
    Check.objects.get_or_create(
        digest=check_digest(LINK), defaults={"organisation": organisation, "asked_on": today}
    )
    twin = Organisation.objects.exclude(pk=organisation.pk).filter(name=organisation.name).first()
    return {
        "directory:organisation_id": organisation.pk,
        "organisations:other_id": (twin or factories.organisation(name=organisation.name)).pk,
        "organisations:user_id": speaker.pk,
        "location_id": place.pk,
        "directory:check:token": LINK,
    }


def board_values(organisation: Organisation) -> dict[str, Any]:
    """A post of the organisation that everybody reads, a draft of it, and the link of a warning."""
    desk = factories.user("desk", name="Operatrice della bacheca")
    values = {"title": "Addetta o addetto", "text": "Due righe di prova.", "municipality": "Lainate"}
    shown, draft = (
        posts.begin(actor=desk, kind="job", values=values, organisation_id=organisation.pk)
        for _one in range(2)
    )
    shown = posts.publish(actor=desk, post_id=shown.pk)
    return {
        "board:post_id": shown.pk,
        "board:preview:post_id": draft.pk,
        "board:throw_away:post_id": draft.pk,
        "board:begin:kind": "job",
        "board:fresh:token": token_of(shown),
    }


def tables_values(organisation: Organisation) -> dict[str, Any]:
    """A coffee to answer, a table with minutes, an agreement, and one to meet; all of the organisation."""
    desk = factories.user("desk", name="Operatrice dei tavoli")
    other = tables_around.body("Scuola dei tavoli", kind="school")
    coffee = tables_around.proposed(desk, first=organisation, second=other)
    third = tables_around.body("Associazione dei tavoli", kind="association")
    agreed = tables_around.agreed(desk, first=organisation, second=third)
    table = tables.create_table(
        actor=desk, name="Tavolo di prova", purpose="Prova", organisations=[organisation, other]
    )
    starts = factories.moment(40, 10)
    meeting = tables.plan_meeting(
        actor=desk, table_id=table.pk, starts_at=starts, ends_at=starts + timedelta(hours=1), agenda=["Uno"]
    )
    today = timezone.localdate()
    agreement = tables.create_agreement(
        actor=desk, name="Accordo di prova", purpose="Prova", starts_on=today,
        ends_on=today + timedelta(days=30), parties=[organisation, other],
    )  # fmt: skip
    paper = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
    tables.attach_document(actor=desk, agreement_id=agreement.pk, name="accordo.pdf", data=paper)
    promise = tables.take_down(
        actor=desk, meeting_id=meeting.pk, text="Prova", due_on=today, organisation=organisation
    )
    return {
        "coffee_id": coffee.pk,
        "table_id": table.pk,
        "minute_id": meeting.pk,
        "agreement_id": agreement.pk,
        "tables:propose:other_id": other.pk,
        "tables:own_propose:organisation_id": other.pk,
        "tables:promise_mark:commitment_ref": promise.pk,
        "tables:promise_drop:commitment_ref": promise.pk,
        "tables:promise_move:commitment_ref": promise.pk,
        "tables:promise_show:commitment_ref": promise.pk,
        "tables:answer:token": tables_rules.token_of(coffee, "second"),
        "tables:calendar:token": tables_rules.token_of(agreed, "second"),
    }


def more_posts(organisation: Organisation, count: int) -> None:
    """As many more posts of every sort on every list of the board."""
    today = timezone.localdate()
    usual: dict[str, Any] = {
        "organisation": organisation,
        "sort": "job",
        "title": "Prova",
        "text": "Prova",
        "published_on": today,
    }
    old = {"fresh_until": today - timedelta(days=30), "state": "open", "looked_on": today}
    several = (
        {"state": "open", "fresh_until": today + timedelta(days=90)},
        old,
        {"state": "draft", "by_house": True},
        {"state": "closed", "closed_on": today, "result": "filled_here", "result_count": 1},
    )
    Post.objects.bulk_create(Post(**usual, **fields) for _one in range(count) for fields in several)


def outreach_values(organisation: Organisation) -> dict[str, Any]:
    """A campaign that calls the organisation, with a touch, letters to post and a list to put in."""
    boss = factories.user("coordinator", name="Regia delle campagne")
    at = around.campaign(boss, name="Campagna di prova")
    card = around.card(at, organisation=organisation)
    touch = outreach.tell(actor=boss, card_id=card.pk, outcome="call_back", note="Richiamare.")
    letters = outreach.create_mailing(
        actor=boss, campaign_id=at.pk, way="letter", stages=["contacted"], subject="Invito", text="Venite."
    )
    names = b"Denominazione;Comune\nBocciofila;Lainate\n"
    batch = imports.preview(actor=boss, spec=OrganisationsImport(), name="elenco.csv", content=names)
    return {
        "campaign_id": at.pk,
        "card_id": card.pk,
        "touch_id": touch.pk,
        "mailing_id": letters.pk,
        "outreach:batch:batch_id": batch.pk,
        "outreach:put_in:batch_id": batch.pk,
        "outreach:stop:token": outreach_rules.stop_token(organisation.pk, "index"),
    }


def words_values() -> dict[str, Any]:
    """A word of the local dictionary."""
    uri = next(iter(pack().occupations))
    said = vocabulary.confirm_word(
        actor=factories.user("coordinator"), text="Parola di prova", kind="occupation", uri=uri
    )
    return {"word_id": said.pk}


def ties_values(organisation: Organisation) -> dict[str, Any]:
    """This year's survey with a sheet and its link, and a table where the organisation met another."""
    today = timezone.localdate()
    survey, _new = Survey.objects.get_or_create(
        year=today.year, defaults={"opened_on": today, "closes_on": today + timedelta(days=30)}
    )
    Sheet.objects.update_or_create(
        survey=survey, organisation=organisation, defaults={"digest": ties_digest(LINK)}
    )
    met = factories.encounter(kind="table", state="held", starts_at=factories.moment(-120))
    for one in (organisation, factories.organisation(name="Ente del tavolo")):
        Attendance.objects.create(encounter=met, organisation=one, presence="present")
    return {"survey_id": survey.pk, "cohesion:answer_link:token": LINK}


def more_ties(count: int) -> None:
    """As many more surveys, and as many more sheets of each."""
    first, bodies = Survey.objects.order_by("year").first(), list(Organisation.objects.all()[:count])
    if first is None:
        return
    made = Survey.objects.bulk_create(
        Survey(year=first.year - place, opened_on=first.opened_on, closes_on=first.closes_on)
        for place in range(1, count + 1)
    )
    rows = (Sheet(survey=survey, organisation=one) for survey in (first, *made) for one in bodies)
    Sheet.objects.bulk_create(rows, ignore_conflicts=True)


def more_cards(organisation: Organisation, count: int) -> None:
    """As many more organisations on every list of every campaign, and more touches of the one."""
    boss, today = User.objects.filter(grants__role="coordinator").first(), timezone.localdate()
    bodies = list(Organisation.objects.exclude(pk=organisation.pk)[:count])
    for at in Campaign.objects.all():
        Card.objects.bulk_create(
            (
                Card(
                    campaign=at,
                    organisation=one,
                    due_on=today,
                    next_action=("call", "mail", "number")[place % 3],
                )
                for place, one in enumerate(bodies)
            ),
            ignore_conflicts=True,
        )
    usual = {"organisation": organisation, "by": boss, "outcome": "call_back", "stage": "interested"}
    Touch.objects.bulk_create(Touch(**usual) for _one in range(count))
