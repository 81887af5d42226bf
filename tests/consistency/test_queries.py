"""A page asks the database as often with three hundred rows as with one."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.attack.site import Address
from tests.consistency.crowd import Crowd, pages, roles_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST = 12
# There is no issued file yet.
NOT_THERE = {"figures:report"}
SAVEPOINT = re.compile(r"^(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO)")
# To write down that somebody was read: her key, the journal's head, the row, the head again.
NOTE = 4
# Pages that are no lists but gather what many rooms know.
MOST_OF = {
    "desk:home": 13, "desk:person": 27,
    # Her next steps, appointments, groups and the JOBFEST; what a fair lacks of each of its lists.
    "member:today": 13, "fairdesk:home": 16,
    # The whole of what every room keeps about her, the women's lab's six and the network's ten included.
    "member:copy": 74,
    # Problems, ideas, trials with their results, decisions and money, meetings and places for children.
    "lab:home": 21, "lab:room": 21, "lab:ideas": 13, "lab:lead": 19, "lab:manage": 14, "lab:people": 13,
    # What a plan says, with the names of people, stands and workshops, and whether it is still of today.
    "fairtalks:plan": 13,
    # Where her times meet offers, turns, groups and organisations.
    "week:answers": 15,
    # What is due, in hand, to write, to find, written today, and the campaigns.
    "outreach:today": 16,
    # Every list of the board, what is asked of her and of the organisation, with the word that was read.
    "board:staff": 14, "matching:home": 14, "matching:desk_home": 19,
    "matching:received_one": 17, "matching:received_cv": 24,
    # What waits for an organisation in the board, the introductions, the tables and the directory.
    "partner:home": 22,
    # Both records of a merge with all that hangs on each.
    "organisations:merge": 13,
    # Coffees, tables, agreements and promises on one page.
    "tables:home": 15, "tables:coffee": 15, "tables:mine": 21,
    "evenings:evening": 23, "leading:group": 18, "leading:people": 16,
    "mygroup:home": 13, "mygroup:group": 14, "mygroup:pact": 14, "mygroup:people": 19, "sharing:home": 36,
    "forming:proposal": 19, "forming:preview": 19, "forming:move": 20,
    "care:home": 21,
    "care:desk_home": 29,
    # A leader's look at a family leaves a trace that the family reads.
    "care:lead": 30, "care:household": 18,
    "care:turn": 19,
    "care:sheet": 19,
    "care:desk_turn": 27,
    "care:desk_sheet": 27,
    "care:family": 17,
    "care:desk_family": 25,
    "care:week": 14,
    "care:desk_week": 22,
    "care:desk_trust": 19,
    "care:lead_week": 21,
    # The whole of a fair on one page: visitors, talks, wishes, contacts, promises, opinions, programme, money.
    "fairafter:report": 21, "fairafter:report_csv": 17, "fairafter:report_pdf": 17,
    # The diary of every room that keeps one.
    "member:seen": 13,
}  # fmt: skip


def asked(client: Client, url: str) -> list[str]:
    """The questions that one look at a page costs."""
    # The log forgets its oldest lines when it is full: every look begins with an empty one.
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
        if answer.streaming:
            answer.getvalue()
    return [query["sql"] for query in captured if not SAVEPOINT.match(query["sql"])]


def looks(crowd: Crowd) -> list[tuple[Address, str, str]]:
    """Every page with every role that is typical for it."""
    world = crowd.world()
    return [(page, role, world.url(page)) for page in pages() for role in roles_of(page)[:2]]


def shape(sql: str) -> str:
    """A question without its values, to say which one is asked again and again."""
    return re.sub(r"('[^']*'|\b\d+\b|IN \([^)]*\))", "?", sql)[:300]


def noted(questions: list[str]) -> bool:
    """Whether the look was written down: somebody new was read, which costs a few questions, once."""
    return any(sql.startswith('INSERT INTO "journal_entry"') for sql in questions)


def test_every_page_costs_the_same_with_1_3_and_300_rows() -> None:
    crowd = Crowd()
    crowd.grow(1)
    all_looks = looks(crowd)
    clients = crowd.clients()
    there = {page.name for page, role, url in all_looks if clients[role].get(url).status_code != 404}
    assert {page.name for page, _role, _url in all_looks} - there <= NOT_THERE
    # Looks that were written down and looks that were not are compared each with its like.
    cost: dict[tuple[str, str, bool], list[list[str]]] = {}
    for more in (0, 2, 297):
        crowd.grow(more)
        for page, role, url in all_looks:
            first = asked(clients[role], url)
            for look in [first, asked(clients[role], url)] if noted(first) else [first]:
                cost.setdefault((page.name, role, noted(look)), []).append(look)
    grown = []
    for (name, role, _noted), rounds in cost.items():
        counts = [len(one) for one in rounds]
        if max(counts) > counts[0]:
            extra = Counter(map(shape, rounds[-1])) - Counter(map(shape, rounds[0]))
            grown.append(f"{name} as {role}: {counts}\n    {extra.most_common(3)}")
    assert not grown, "\n".join(grown)
    costly = [
        f"{name} as {role}: {len(rounds[-1])}"
        for (name, role, noting), rounds in cost.items()
        if len(rounds[-1]) > MOST_OF.get(name, MOST + NOTE * noting)
    ]
    assert not costly, "\n".join(costly)


def test_the_count_sees_a_question_for_every_row() -> None:
    crowd = Crowd()
    from jobcaffe.people.models import Intake

    def careless() -> int:
        with CaptureQueriesContext(connection) as captured:
            [intake.person.full_name for intake in Intake.objects.all()]
        return len(captured)

    crowd.grow(1)
    few = careless()
    crowd.grow(2)
    assert careless() > few
