"""Two made-up campaigns: the summer's, which ended with JOBFEST, and the one that calls today."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from jobcaffe.demo.population import at
from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.outreach import catalogue, rules
from jobcaffe.network.outreach.enums import Next, Reach, Standing, Way
from jobcaffe.network.outreach.models import Campaign, Card, Exclusion, Refusal, Touch
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.models import Organisation

SUMMER_SCRIPT = (
    "Buongiorno, chiamo dal Job Caffè di Lainate.\n"
    "A ottobre c'è la JOBFEST: un giorno per incontrare chi cerca lavoro e chi offre tempo.\n"
    "Vi va di esserci con un tavolo? Il primo incontro per organizzarla è a settembre."
)
AUTUMN_SCRIPT = (
    "Buongiorno, chiamo dal Job Caffè di Lainate.\n"
    "Com'è andata la JOBFEST per voi? Che cosa è nato?\n"
    "A gennaio si comincia il tavolo dei tempi e della cura: venite al primo incontro?"
)
INVITATION = (
    "Gentile {referente},\ngrazie della telefonata. Vi aspettiamo alla JOBFEST: {organizzazione} può avere un tavolo,\n"
    "senza spese. Rispondete a questa e-mail, o passate al Job Caffè.\n\n{chi_scrive}"
)
NOTES = (
    "Parlato con la segretaria.", "Meglio dopo le 17.", "Portano due volontari.", "Chiedono un foglio da mostrare.",
    "Ci sono già stati.", "Il presidente decide a settembre.", "", "", "", "", "",
)  # fmt: skip
# What organisations answer, by how near they are: one row is drawn for each.
ANSWERS: dict[str, tuple[tuple[str, ...], ...]] = {
    Stage.MEMBER: (
        ("interested", "joined", "jobfest"),
        ("no_answer", "interested", "joined"),
        ("call_back", "interested", "organising", "jobfest"),
        ("no_answer", "no_answer", "call_back", "joined", "jobfest"),
        ("interested", "joined"),
    ),
    Stage.INTERESTED: (("call_back", "interested"), ("no_answer", "interested"), ("interested", "call_back")),
    Stage.KNOWN: (
        ("not_interested",),
        ("no_answer",) * 3,
        ("call_back", "not_now"),
        ("wrong_number",),
        ("never",),
    ),
}
JOBFEST_DAY, AUTUMN_DAYS, LATE_CALLS = 15, 34, 26


@dataclass
class Calls:
    """Cards and touches of one campaign, made as the rules would have made them."""

    rng: random.Random
    campaign: Campaign
    callers: list[User]
    last: date
    cards: list[Card] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)

    def card(self, body: Organisation, day: date) -> Card:
        """A card, to be called from a day on."""
        made = Card(
            campaign=self.campaign,
            organisation=body,
            due_on=rules.after_working_days(day, 0),
            added_at=at(day, 9),
        )
        self.cards.append(made)
        return made

    def answer(self, card: Card, codes: tuple[str, ...]) -> None:
        """Call after call, each on the day that the one before has set."""
        caller = self.rng.choice(self.callers)
        for code in codes:
            if card.due_on is None or card.due_on > self.last:
                return
            if card.next_action == Next.MAIL:
                self._write(card, caller, "written", Way.MAIL)
            self._write(card, caller, code, Way.CALL)

    def _write(self, card: Card, caller: User, code: str, way: Way) -> None:
        outcome, day = catalogue.outcomes()[code], card.due_on
        if day is None or day > self.last:
            return
        card.tries = card.tries + 1 if outcome.unanswered else 0
        step = rules.next_step(outcome, tries=card.tries, today=day)
        card.stage, card.standing = rules.farther(card.stage, outcome.stage), outcome.standing
        card.next_action, card.due_on, card.promised = step.action, step.on, step.promised
        moment = at(day, self.rng.randrange(9, 18), self.rng.randrange(0, 60, 4))
        card.called_at = moment if way == Way.CALL else card.called_at
        self.touches.append(
            Touch(
                organisation=card.organisation, campaign=self.campaign, card=card, by=caller, at=moment, way=way,
                outcome=code, stage=outcome.stage, note=self.rng.choice(NOTES) if way == Way.CALL else "",
                next_action=step.action, next_on=step.on,
            )
        )  # fmt: skip

    def save(self) -> None:
        """Write all of it."""
        Card.objects.bulk_create(self.cards)
        Touch.objects.bulk_create(self.touches)


def fill(bodies: list[Organisation], users: dict[str, User], today: date) -> None:
    """The campaign of the last summer with its sixty organisations, and the one that calls today."""
    rng = random.Random(5)
    callers = [users["paola"], users["davide"], users["marta"]]
    year = today.year if today >= date(today.year, 6, 1) else today.year - 1
    _summer(rng, bodies, callers, year, today)
    _autumn(rng, bodies, callers, today)


def _summer(
    rng: random.Random, bodies: list[Organisation], callers: list[User], year: int, today: date
) -> None:
    first, last = date(year, 6, 1), date(year, 10, JOBFEST_DAY)
    made = Campaign.objects.create(
        name=f"Estate {year}: verso la JOBFEST", goal="Portare le associazioni e le aziende alla JOBFEST di ottobre.",
        script=SUMMER_SCRIPT, starts_on=first, ends_on=last, target={"kinds": []},
        mail_subject="La JOBFEST e {organizzazione}", mail_text=INVITATION,
        closed_at=at(last + timedelta(days=4), 10) if today > last + timedelta(days=4) else None,
    )  # fmt: skip
    calls = Calls(rng, made, callers, min(last, today - timedelta(days=1)))
    out = rng.choice([body for body in bodies if body.stage == Stage.KNOWN])
    Exclusion.objects.create(campaign=made, organisation=out, reason="La segue già il Comune.")
    for body in bodies:
        if body.pk == out.pk:
            continue
        card = calls.card(body, first + timedelta(days=rng.randrange(0, 45)))
        calls.answer(card, _answers(rng, body))
    calls.save()
    Refusal.objects.bulk_create(
        Refusal(
            organisation=card.organisation, reach=Reach.ALL, at=card.called_at or card.added_at, by=callers[0]
        )
        for card in calls.cards
        if card.standing == Standing.NEVER
    )


def _answers(rng: random.Random, body: Organisation) -> tuple[str, ...]:
    """Not everybody who is with us says yes to a summer's call; nobody of them wants never to be called."""
    if body.stage != Stage.MEMBER:
        return rng.choice(ANSWERS.get(body.stage, ANSWERS[Stage.KNOWN]))
    mood = rng.choices((Stage.MEMBER, Stage.INTERESTED, Stage.KNOWN), weights=(4, 3, 3))[0]
    return rng.choice(ANSWERS[mood][:3] if mood == Stage.KNOWN else ANSWERS[mood])


def _autumn(rng: random.Random, bodies: list[Organisation], callers: list[User], today: date) -> None:
    first = today - timedelta(days=AUTUMN_DAYS)
    made = Campaign.objects.create(
        name="Dopo la JOBFEST: chi resta in rete", goal="Sentire com'è andata e invitare al primo tavolo.",
        script=AUTUMN_SCRIPT, starts_on=first, ends_on=today + timedelta(days=60), target={"kinds": []},
        mail_subject="Il primo tavolo e {organizzazione}", mail_text=INVITATION,
    )  # fmt: skip
    refused = set(Refusal.objects.values_list("organisation_id", flat=True))
    wanted = [body for body in bodies if body.pk not in refused and body.stage != Stage.KNOWN]
    rng.shuffle(wanted)
    calls = Calls(rng, made, callers, today - timedelta(days=1))
    for number, body in enumerate(wanted[:LATE_CALLS]):
        card = calls.card(body, first + timedelta(days=rng.randrange(0, 20)))
        if number % 3:
            calls.answer(card, rng.choice(ANSWERS[Stage.INTERESTED]))
    calls.cards[0].due_on, calls.cards[0].promised, calls.cards[0].next_action = today, True, Next.CALL
    calls.save()
