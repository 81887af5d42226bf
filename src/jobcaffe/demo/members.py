"""Made-up members of the groups, people who ask for one, and what is shared inside."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from jobcaffe.circles import actions, catalogue
from jobcaffe.circles.actions.outside import add_outside
from jobcaffe.circles.enums import How, RequestState, Standing, State
from jobcaffe.circles.models import (
    Acceptance,
    CheckWave,
    Circle,
    Contribution,
    DiaryEntry,
    GroupRequest,
    Membership,
)
from jobcaffe.circles.queries import pact_of
from jobcaffe.demo import words
from jobcaffe.demo.circles import (
    AREA,
    CARERS,
    FINISHED,
    HALF_WAY,
    OF_LUCIA,
    OLD_ONES,
    ON_THEIR_OWN,
    Groups,
    Lived,
)
from jobcaffe.demo.population import ADULT, at, call, working_days
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import Grant, User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.people.enums import Status
from jobcaffe.people.models import OVER_50, Person

# What each one offers: themes, windows, how many groups at once.
PROFILES = {
    "lucia": (["lavoro50", "lavoro"], ["mer-18", "gio-18", "lun-15"], 2),
    "chiara": (["cura", "tempi"], ["mar-10", "sab-10", "gio-10"], 2),
    "serena": (["tempi", "inizi", "cura"], ["gio-15", "mar-15", "lun-15"], 4),
    "paolo": (["lavoro", "inizi"], ["mar-10", "lun-18", "mar-18"], 2),
}
# Who looks for whom: how many, their themes, the windows that most of them can, other windows.
CLUSTERS = (
    (11, ["lavoro50", "lavoro"], ["gio-18", "lun-18"], ["mar-18", "lun-15", "mar-10"]),
    (10, ["cura", "tempi"], ["sab-10", "gio-10"], ["lun-15", "gio-15", "mar-10"]),
    (9, ["inizi", "tempi"], ["lun-15", "lun-18"], ["gio-18", "mer-18", "sab-10"]),
    (6, ["lavoro", "inizi"], ["mar-10", "gio-10"], ["mar-15", "sab-10", "mer-18"]),
)
PROPOSED = 5
INDOORS = ("lun-15", "mar-15", "gio-10")


class Pool:
    """People who may be in a group: each in one only, in an order that the seed decides."""

    def __init__(self, rng: random.Random, people: Iterable[Person], today: date) -> None:
        self.today = today
        self.left = [
            who
            for who in people
            if not who.protected and who.birth_year and today.year - who.birth_year > ADULT
        ]
        rng.shuffle(self.left)

    def take(self, count: int, *, before: date, active: bool = True, over_50: bool = False) -> list[Person]:
        """Up to ``count`` people known before a day."""
        found = [
            who for who in self.left
            if who.created_at.date() < before
            and (who.status == Status.ACTIVE if active else who.status != Status.DIED)
            and (not over_50 or self.today.year - (who.birth_year or 0) >= OVER_50)
        ][:count]  # fmt: skip
        chosen = {who.pk for who in found}
        self.left = [who for who in self.left if who.pk not in chosen]
        return found


def fill(groups: Groups, people: list[Person], franco: User) -> None:
    """Put people into the groups, and onto the list of those who ask."""
    today, rng, users = groups.today, groups.rng, groups.users
    for key, (themes, slots, most) in PROFILES.items():
        actions.set_profile(actor=users[key], themes=themes, slots=slots, max_groups=most)
    pool = Pool(rng, [who for who in people if who.pk != franco.person_ref], today)
    _of_lucia(groups, pool, franco, people)
    starting = _job_search(groups)
    enrol(starting, pool.take(9, before=today), [today], standing=Standing.TRIAL)
    if starting.memberships.count() >= catalogue.kinds()[starting.kind].size.min:
        actions.move_on(actor=users["paolo"], circle_id=starting.pk, after=State.START_UP)
    _half_way(groups, pool)
    _requests(groups, pool)
    _former(groups, pool)
    _gathering(users["marta"])
    _outside(users["paola"], today)


def enrol(
    circle: Circle, people: list[Person], days: list[date], *, standing: Standing = Standing.MEMBER
) -> None:
    """They said yes to the pact on a day and are inside since: the rows that the real way in writes."""
    pact = circle.pacts.order_by("version").first()
    rows = [
        (who, max(days[min(number // 6 * 6, len(days) - 1)], who.created_at.date()))
        for number, who in enumerate(people)
    ]
    Membership.objects.bulk_create(
        Membership(circle=circle, standing=standing, joined_on=day, **Membership.columns_for(who.pk))
        for who, day in rows
    )
    Acceptance.objects.bulk_create(
        Acceptance(pact=pact, accepted_on=day, how=How.PAPER, **Acceptance.columns_for(who.pk))
        for who, day in rows
    )
    DiaryEntry.objects.bulk_create(
        DiaryEntry(
            action="circle.enter", role=Role.DESK, circle=circle, at=at(day, 11),
            told={"actor": str(who.operator_id or ""), "fields": []}, **DiaryEntry.columns_for(who.pk),
        )
        for who, day in rows
    )  # fmt: skip


def _former(groups: Groups, pool: Pool) -> None:
    """Those of the groups that are over; of those over for long only counts are left."""
    for tale in (ON_THEIR_OWN, FINISHED, OLD_ONES, CARERS):
        lived = groups.lived[tale]
        people = pool.take(tale.people, before=lived.days[-1], active=False)
        enrol(lived.circle, people, lived.days)
        actions.archive(actor=SYSTEM, circle_id=lived.circle.pk, today=groups.today)


def _half_way(groups: Groups, pool: Pool) -> None:
    lived = groups.lived[HALF_WAY]
    enrol(lived.circle, pool.take(lived.tale.people, before=lived.days[2]), lived.days)


# --- Lucia's group --------------------------------------------------------------------------------


def _of_lucia(groups: Groups, pool: Pool, franco: User, people: list[Person]) -> None:
    lived = groups.lived[OF_LUCIA]
    him = next(who for who in people if who.pk == franco.person_ref)
    mates: list[Person] = []
    for who in pool.take(40, before=groups.today, over_50=True):
        if who.first_name not in {him.first_name, *(one.first_name for one in mates)}:
            mates.append(who)
        else:
            pool.left.append(who)
    pool.left += mates[lived.tale.people - 1 :]
    mates = sorted(mates[: lived.tale.people - 1], key=lambda who: who.created_at)
    for who, nickname in zip(mates[2:], words.NICKNAMES, strict=False):
        who.alias = nickname
        who.save(update_fields=["alias"])
    past = [day for day in lived.days if day < groups.today]
    enrol(lived.circle, [*mates[:5], him, *mates[5:]], past or lived.days)
    again = pact_of(lived.circle)
    accounts = [account(who) for who in mates[:3]]
    for user in (franco, *accounts):
        actions.accept_new_pact(actor=user, circle_id=lived.circle.pk, version=again.version if again else 1)
    _exchange(lived, franco, accounts, groups.diary.now)
    _checks(lived, groups)


def account(who: Person) -> User:
    """A participant who signs in by herself."""
    user = User.objects.create(name=who.full_name, person_ref=who.pk)
    Grant.objects.create(user=user, role=Role.MEMBER)
    return user


def _exchange(lived: Lived, franco: User, mates: list[User], now: datetime) -> None:
    """What was written in the last weeks; a help that waits for Franco's yes."""
    circle = lived.circle.pk
    said = [(franco, row) for row in words.FRANCO_WRITES]
    said += [(mates[number % len(mates)], row) for number, row in enumerate(words.MATES_WRITE) if mates]
    rows = []
    for number, (who, (kind, feeling, text, readers)) in enumerate(said):
        row = actions.share(
            actor=who, circle_id=circle, kind=kind, feeling=feeling, text=text, readers=readers
        )
        row.written_at = now - timedelta(days=3 + 5 * number, hours=number)
        rows.append(row)
    Contribution.objects.bulk_update(rows, ["written_at"])
    if not mates:
        return
    actions.post_help(
        actor=franco, circle_id=circle, kind="offer", category="passaggio", slots=["mer-18", "sab-10"]
    )
    actions.post_help(actor=mates[0], circle_id=circle, kind="need", category="passaggio", slots=["mer-18"])
    actions.post_help(actor=mates[-1], circle_id=circle, kind="offer", category="computer")
    asked = actions.post_help(actor=franco, circle_id=circle, kind="need", category="curriculum")
    for match in lived.circle.helps.filter(kind="need", as_need__isnull=False).values_list(
        "as_need", flat=True
    ):
        actions.answer_match(actor=mates[0], match_id=match, yes=True)
    _helped(franco, mates[-1], asked.pk, circle)


def _helped(franco: User, mate: User, need: UUID, circle: UUID) -> None:
    """One help that took place: both said yes, and it went well."""
    offer = actions.post_help(actor=mate, circle_id=circle, kind="offer", category="curriculum")
    match = offer.as_offer.get(need=need)
    for who in (franco, mate):
        actions.answer_match(actor=who, match_id=match.pk, yes=True)
    actions.tell_how(actor=franco, match_id=match.pk, how="well")


def _checks(lived: Lived, groups: Groups) -> None:
    """A round of questions of last season with eight answers, and one that is open now."""
    lucia, rng, circle = groups.users["lucia"], groups.rng, lived.circle.pk
    chosen = catalogue.instruments()["gruppo5"]
    wave, slips = actions.open_wave(actor=lucia, circle_id=circle, instrument=chosen.code)
    for slip in slips[:8]:
        values = {code: rng.choice([3, 4, 4, 5, 5]) for code, _text in chosen.questions}
        actions.answer_check(code=slip, values=values)
    actions.close_wave(actor=lucia, wave_id=wave.pk)
    closed = groups.today - timedelta(days=180)
    CheckWave.objects.filter(pk=wave.pk).update(opened_on=closed - timedelta(days=14), closed_on=closed)
    actions.open_wave(actor=lucia, circle_id=circle, instrument=chosen.code)


# --- groups that begin ------------------------------------------------------------------------------


def _job_search(groups: Groups) -> Circle:
    """Five half days from next Monday on, with two who lead."""
    users, coordinator = groups.users, groups.users["marta"]
    circle = actions.create_circle(
        actor=coordinator, kind="jobsearch5", theme="lavoro", mode="facilitated", slot="mar-10", area=AREA,
        room_id=groups.diary.rooms[4].pk, state=State.ACTIVATION,
    )  # fmt: skip
    for key, part in (("paolo", "lead"), ("lucia", "co")):
        actions.appoint(actor=coordinator, circle_id=circle.pk, user_id=users[key].pk, part=part)
    actions.plan_cycle(actor=coordinator, circle_id=circle.pk, first_day=_coming(0, weeks=1))
    _show(coordinator, circle)
    return circle


def _gathering(coordinator: User) -> None:
    circle = actions.create_circle(
        actor=coordinator, kind="ama", theme="cura", mode="peers", slot="sab-10", area=AREA,
        state=State.GATHERING,
    )  # fmt: skip
    _show(coordinator, circle)


def _outside(desk: User, today: date) -> None:
    """Groups that others run; the last was checked long ago."""
    for number, (name, themes, area, body, phone, place) in enumerate(words.OUTSIDE):
        row = add_outside(
            actor=desk, name=name, themes=themes, area=area, organisation=body, phone=phone, place=place
        )
        row.checked_on = today - timedelta(days=20 + 165 * number)
        row.save(update_fields=["checked_on"])


def _coming(weekday: int, *, weeks: int) -> date:
    """That weekday, so many weeks from this one."""
    today = timezone.localdate()
    return today + timedelta(days=weekday - today.weekday() + 7 * weeks)


def _show(coordinator: User, circle: Circle) -> None:
    actions.update_circle(actor=coordinator, circle_id=circle.pk, public=True, area=AREA, entry_open=False)


# --- who asks -----------------------------------------------------------------------------------------


def _requests(groups: Groups, pool: Pool) -> None:
    """Who waits: some have just asked, some have their talk booked, most have had it, some have a group."""
    rng, today, now = groups.rng, groups.today, timezone.now()
    made: list[GroupRequest] = []
    for count, themes, most_can, others in CLUSTERS:
        for who in pool.take(count, before=today):
            slots = [*most_can, *rng.sample(others, rng.randrange(1, 3))]
            wanted = themes if rng.random() < 0.7 else themes[::-1]
            made.append(_asked(who, wanted, slots, preferred=slots[: rng.randrange(2)]))
    days = working_days(timezone.localdate() + timedelta(days=1), timezone.localdate() + timedelta(days=20))
    for number, request in enumerate(made):
        desk = request.taken_by
        if desk is None:
            continue
        if number % 4 == 3 and number % 8 == 3:
            actions.book_talk(
                actor=desk, request_id=request.pk, at=at(days[number % len(days)], 9 + number % 3)
            )
        elif number % 8 != 7:
            actions.talk_held(actor=desk, request_id=request.pk)
    made += _proposed(groups, pool)
    for request in made:
        request.refresh_from_db()
        since = (
            rng.randrange(2, 30)
            if request.state in (RequestState.ASKED, RequestState.TALK)
            else rng.randrange(15, 150)
        )
        person = Person.objects.get(pk=request.person_ref)
        request.asked_on = max(now.date() - timedelta(days=since), person.created_at.date())
    GroupRequest.objects.bulk_update(made, ["asked_on"])


def _asked(who: Person, themes: list[str], slots: list[str], preferred: list[str]) -> GroupRequest:
    desk = who.operator
    if desk is None:
        raise RuntimeError("everybody in the community is followed by somebody")
    return actions.ask(actor=desk, person_ref=who.pk, themes=themes, slots=slots, preferred=preferred)


def _proposed(groups: Groups, pool: Pool) -> list[GroupRequest]:
    """A group about to start: Anna and others have to say yes to its pact."""
    coordinator = groups.users["marta"]
    circle = actions.create_circle(
        actor=coordinator, kind="ama", theme="tempi", mode="facilitated", slot="mar-15", area=AREA,
        room_id=groups.diary.rooms[1].pk, state=State.ACTIVATION,
    )  # fmt: skip
    actions.appoint(actor=coordinator, circle_id=circle.pk, user_id=groups.users["serena"].pk)
    actions.plan_cycle(actor=coordinator, circle_id=circle.pk, first_day=_coming(1, weeks=2))
    made = []
    people = pool.take(PROPOSED, before=groups.today)
    women = [who for who in people if who.sex == "F"]
    for who in people:
        request = _asked(who, ["tempi", "cura"], list(INDOORS), ["mar-15"])
        actions.talk_held(actor=request.taken_by, request_id=request.pk)  # type: ignore[arg-type]
        actions.propose_circle(actor=coordinator, request_id=request.pk, circle_id=circle.pk)
        made.append(request)
    if people:
        _anna((women or people)[0])
    return made


def _anna(who: Person) -> None:
    """For the visitor who enters as somebody with a group proposed."""
    call(who, "Anna")
    account(who)
