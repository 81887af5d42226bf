"""Made-up persons: who they are, why they came, what they said."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from jobcaffe.demo import words
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Line, record_many
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.privacy.consents import purpose_of
from jobcaffe.foundation.privacy.models import Consent
from jobcaffe.foundation.search import normalise
from jobcaffe.people.models import Intake, Person
from jobcaffe.spaces.holidays import name_of

ROME = ZoneInfo("Europe/Rome")
ADULT = 18
# Who comes: share, sex, years of birth relative to today, reasons.
KINDS = (
    (0.40, "M", (50, 64), ["work", "lost_work", "meet"]),
    (0.14, "F", (50, 64), ["work", "meet", "give"]),
    (0.24, "F", (27, 48), ["reconcile", "venture", "work"]),
    (0.09, "F", (18, 28), ["young", "work"]),
    (0.09, "M", (17, 28), ["young", "work"]),
    (0.04, "", (66, 74), ["give", "meet"]),
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A wall-clock moment in Rome."""
    return datetime.combine(day, time(hour, minute), tzinfo=ROME)


def working_days(first: date, last: date) -> list[date]:
    """Mondays to Fridays, without holidays and the weeks when the Job Caffè is closed."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [d for d in days if d.weekday() < 5 and is_open(d)]


def is_open(day: date) -> bool:
    """Not a holiday, not the middle of August, not between Christmas and Epiphany."""
    on_leave = (8, 8) <= (day.month, day.day) <= (8, 23) or (day.month, day.day) >= (12, 24)
    return not on_leave and (day.month, day.day) > (1, 6) and not name_of(day, "Lainate")


def first_days(rng: random.Random, count: int, first: date, last: date) -> list[date]:
    """Days of first talks: slow at the beginning, a rush around JOBFEST each autumn."""
    days = working_days(first, last)
    weights = [
        (0.6 + (day - first).days / 900)
        * (1.7 if day.month in {9, 10, 11} else 0.6 if day.month in {7, 8} else 1)
        for day in days
    ]
    return sorted(rng.choices(days, weights, k=count))


def people(rng: random.Random, count: int, users: dict[str, User], first: date, last: date) -> list[Person]:
    """Persons with their intake and consents, oldest first."""
    desks = [users["paola"], users["paola"], users["davide"]]
    made, intakes, consents = [], [], []
    for number, day in enumerate(first_days(rng, count, first, last)):
        desk = rng.choice(desks)
        person, reasons = _person(rng, number, day, desk)
        made.append(person)
        moment = at(day, rng.randrange(9, 13), rng.choice([0, 15, 30, 45]))
        intakes.append(
            Intake(
                person=person,
                at=moment,
                operator=desk,
                team=desk.team,
                reasons=reasons,
                day_parts=rng.sample(["morning", "afternoon", "evening", "saturday"], rng.randrange(1, 4)),
                words=rng.choice(words.WORDS[reasons[0]]),
                recontact_on=day + timedelta(days=7),
            )
        )
        consents += [
            Consent(
                person_ref=person.pk,
                purpose=purpose,
                text_version=purpose_of(purpose).version,
                how=Consent.How.PARENT if person.guardian_name else Consent.How.PAPER,
                given_at=moment,
                recorded_by=desk.pk,
            )
            for purpose in ("service", "messages")
            if purpose == "service" or rng.random() < 0.85
        ]
    Person.objects.bulk_create(made)
    Intake.objects.bulk_create(intakes)
    Consent.objects.bulk_create(consents)
    for desk in (users["paola"], users["davide"]):
        mine = [p for p in made if p.operator_id == desk.pk]
        record_many(desk, [Line("person.create", "people.person", str(p.pk), subject=p) for p in mine])
    return made


def _person(rng: random.Random, number: int, day: date, desk: User) -> tuple[Person, list[str]]:
    _share, sex, ages, reasons = rng.choices(KINDS, [kind[0] for kind in KINDS])[0]
    sex = sex or rng.choice(["F", "M"])
    first = rng.choice(words.FEMALE if sex == "F" else words.MALE)
    last = rng.choice(words.SURNAMES).replace("_", " ")
    phone = (
        crypto.normalise_phone(f"32{rng.randrange(10)}{rng.randrange(10**6, 10**7)}")
        if rng.random() < 0.93
        else ""
    )
    email = (
        f"{normalise(first)}.{normalise(last).replace(' ', '')}{number}@posta.example"
        if rng.random() < 0.45
        else ""
    )
    born = day.year - rng.randrange(ages[0], ages[1] + 1)
    minor = timezone.localdate().year - born < ADULT
    chosen = rng.sample(reasons, rng.randrange(1, len(reasons) + 1))
    person = Person(
        first_name=first,
        last_name=last,
        search_name=normalise(f"{last} {first}"),
        phone=phone,
        phone_index=crypto.blind_index("phone", phone),
        phone_tail_index=crypto.blind_index("phone-tail", phone[-4:]),
        email=email,
        email_index=crypto.blind_index("email", email),
        birth_year=born if rng.random() < 0.97 else None,
        sex=sex if rng.random() < 0.96 else "",
        municipality=rng.choice(words.TOWNS),
        channel=("sms" if phone else "email" if email else "letter") if rng.random() < 0.8 else "call",
        team=desk.team,
        operator=desk,
        protected=rng.random() < 0.02,
        guardian_name=f"{rng.choice(words.FEMALE)} {last}" if minor else "",
        created_at=at(day, 10),
        last_contact_on=day,
    )
    return person, chosen


def call(who: Person, first_name: str) -> None:
    """Another first name for somebody, in the list and in the address too."""
    old, new = normalise(who.first_name), normalise(first_name)
    who.first_name = first_name
    who.search_name = normalise(f"{who.last_name} {first_name}")
    if who.email.startswith(f"{old}."):
        who.email = new + who.email.removeprefix(old)
        who.email_index = crypto.blind_index("email", who.email)
    who.save(update_fields=["first_name", "search_name", "email", "email_index"])
