"""A made-up market of any size: on the real ESCO graph and comuni where their files are, else on made-up ones.

People have one to three past occupations and keep most of what these ask for; opportunities ask for what
one occupation asks for. Limits as at a desk: how far, which hours, children at four, contracts, licences.
"""

from __future__ import annotations

import csv
import io
import math
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jobcaffe.kernels.matching import Market, Means, Opportunity, Person, week

LAINATE = (45.5714, 9.0267)
CONTRACTS = ("tempo indeterminato", "tempo determinato", "somministrazione", "tirocinio", "occasionale")
LICENCES = ("B", "HACCP", "muletto", "C", "OSS")


@dataclass(frozen=True)
class World:
    """Occupations with what they ask for, the broader groups, the places; where it comes from."""

    source: str
    occupations: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    groups: dict[str, str]
    places: dict[str, tuple[float, float]]


def real(folder: Path) -> World:
    """ESCO v1.1.1 and the comuni within 50 km of Lainate. Raises ``FileNotFoundError`` where they are not."""
    with zipfile.ZipFile(folder / "esco" / "esco_v1.1.1_relations_csv.zip") as relations:
        asked: dict[str, tuple[list[str], list[str]]] = {}
        for row in _rows(relations, "occupationSkillRelations.csv"):
            both = asked.setdefault(row["occupationUri"], ([], []))
            both[row["relationType"] != "essential"].append(row["skillUri"])
        groups: dict[str, str] = {}
        for name in ("broaderRelationsSkillPillar.csv", "broaderRelationsOccPillar.csv"):
            for row in _rows(relations, name):
                if row["broaderType"] in ("SkillGroup", "ISCOGroup") and "Group" not in row["conceptType"]:
                    groups.setdefault(row["conceptUri"], row["broaderUri"])
    occupations = tuple((uri, tuple(must), tuple(may)) for uri, (must, may) in asked.items() if must)
    with (folder / "comuni.csv").open(encoding="utf-8") as lines:
        all_places = {
            f"{row['nome']} ({row['provincia']})": (float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(lines)
        }
    places = {name: at for name, at in all_places.items() if _km(at) <= 50}
    source = f"ESCO v1.1.1: {len(occupations)} occupations; {len(places)} comuni within 50 km of Lainate"
    return World(source, occupations, groups, places)


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with archive.open(name) as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, "utf-8"))


def _km(at: tuple[float, float]) -> float:
    north, east = at[0] - LAINATE[0], (at[1] - LAINATE[1]) * math.cos(math.radians(LAINATE[0]))
    return 111.2 * math.hypot(north, east)


def made_up(seed: int = 0) -> World:
    """A graph of the same shape: 600 occupations, 3,000 skills in 250 groups, 300 places."""
    dice = random.Random(seed)
    skills = [f"skill/{number}" for number in range(3000)]
    groups = {uri: f"group/{dice.randrange(250)}" for uri in skills}
    rows = []
    for number in range(600):
        chosen = dice.sample(skills, 42)
        rows.append((f"occupation/{number}", tuple(chosen[:22]), tuple(chosen[22:])))
        groups[rows[-1][0]] = f"isco/{number // 5}"
    places = {
        f"comune {number}": (LAINATE[0] + dice.gauss(0, 0.2), LAINATE[1] + dice.gauss(0, 0.3))
        for number in range(300)
    }
    return World(
        "made-up graph: 600 occupations, 300 places (no ESCO files found)", tuple(rows), groups, places
    )


def world(folder: Path | None) -> World:
    """The real one where the files are, else the made-up one."""
    try:
        return real(folder) if folder else made_up()
    except FileNotFoundError:
        return made_up()


def _days(days: range, begins: float, ends: float) -> int:
    return week((day, round(60 * begins), round(60 * ends)) for day in days)


FREE = (
    _days(range(6), 6, 22), _days(range(7), 6, 24), _days(range(5), 8.5, 16), _days(range(5), 7, 14),
    _days(range(5), 13, 21), _days(range(5), 8, 19), _days(range(6), 17, 24) | _days(range(5, 7), 7, 23),
)  # fmt: skip
CARE = (0, 0, 0, _days(range(5), 16, 18), _days(range(5), 7, 8.5), _days(range(3), 14, 19))
SHIFTS = tuple(
    _days(range(first, first + many), begins, begins + hours)
    for first, many in ((0, 5), (0, 3), (2, 3), (0, 6), (5, 2), (1, 5))
    for begins, hours in (
        (6, 8),
        (8, 8),
        (9, 8),
        (14, 8),
        (9, 4),
        (13.5, 4),
        (16, 4),
        (18, 4),
        (8.5, 6),
        (7, 4),
    )
)


def market(world: World, persons: int, opportunities: int, seed: int = 7, unequal: bool = False) -> Market:
    """So many people and opportunities, the same for the same seed.

    ``unequal``: sixty trades, a few of which nearly everybody looks for, so that the best lists crowd.
    """
    dice = random.Random(seed)
    places = list(world.places)
    near = [math.exp(-_km(world.places[name]) / 12) for name in places]
    wanted = [dice.lognormvariate(0, 0.9) for _ in world.occupations]
    if unequal:
        trades = set(dice.sample(range(len(wanted)), 60))
        wanted = [weight if number in trades else 0.0 for number, weight in enumerate(wanted)]
    jobs = dice.choices(range(len(world.occupations)), wanted, k=opportunities)
    past = iter(dice.choices(range(len(world.occupations)), wanted, k=3 * persons))
    homes = dice.choices(places, near, k=persons)
    return Market(
        persons=tuple(
            _person(world, dice, f"p{row}", homes[row], [next(past) for _ in range(3)])
            for row in range(persons)
        ),
        opportunities=tuple(
            _opportunity(world, dice, f"o{row}", place, jobs[row])
            for row, place in enumerate(dice.choices(places, near, k=opportunities))
        ),
        places=world.places,
        groups=world.groups,
    )


def _person(world: World, dice: random.Random, name: str, home: str, past: list[int]) -> Person:
    mine = past[: dice.choice((1, 2, 2, 3))]
    held: set[str] = set()
    for number in mine:
        _uri, must, may = world.occupations[number]
        held.update(uri for uri in must if dice.random() < 0.75)
        held.update(uri for uri in may if dice.random() < 0.25)
    means = {Means.WALK, Means.PUBLIC} | ({Means.BIKE} if dice.random() < 0.4 else set())
    return Person(
        id=name,
        skills=frozenset(held),
        occupations=frozenset({world.occupations[mine[0]][0]}) if dice.random() < 0.6 else frozenset(),
        place=home,
        means=frozenset(means | ({Means.CAR} if dice.random() < 0.6 else set())),
        limit=dice.choice((20, 30, 30, 45, 45, 60)),
        windows=dice.choice(FREE),
        care=dice.choice(CARE),
        contracts=frozenset(dice.sample(CONTRACTS, dice.choice((3, 4, 5, 5)))),
        licences=frozenset(one for one, share in zip(LICENCES, (0.7, 0.2, 0.08, 0.05, 0.06), strict=True) if dice.random() < share),
        age=dice.randint(18, 64),
        protected=dice.random() < 0.05,
    )  # fmt: skip


def _opportunity(world: World, dice: random.Random, name: str, place: str, job: int) -> Opportunity:
    uri, must, may = world.occupations[job]
    young = dice.random() < 0.08
    return Opportunity(
        id=name,
        essential=tuple(dice.sample(must, min(len(must), dice.randint(6, 24)))),
        optional=tuple(dice.sample(may, min(len(may), dice.randint(2, 14)))),
        occupation=uri,
        place=place,
        shifts=tuple(dice.sample(SHIFTS, 2)),
        contract=dice.choices(CONTRACTS, (4, 5, 3, 2, 1))[0],
        licences=frozenset(one for one, share in zip(LICENCES, (0.25, 0.08, 0.05, 0.02, 0.03), strict=True) if dice.random() < share),
        age_from=18 if young else None,
        age_to=29 if young else None,
        age_law="d.lgs. 81/2015, art. 44" if young else "",
        protected=dice.random() < 0.03,
        places=dice.choice((1, 1, 1, 2, 3)),
        freshness=dice.randint(0, 100),
    )  # fmt: skip
