"""Small markets with every kind of limit, drawn by hypothesis or from a seed."""

from __future__ import annotations

from hypothesis import strategies as st

from jobcaffe.kernels.matching import Market, Means, Opportunity, Person, Weights, week

SKILLS = [f"s{number}" for number in range(9)]
GROUPS = {uri: f"g{place % 3}" for place, uri in enumerate(SKILLS[:8])} | {"o0": "f0", "o1": "f0", "o2": "f1"}
PLACES = {
    "Lainate": (45.5714, 9.0267),
    "Rho": (45.5285, 9.0406),
    "Arese": (45.5506, 9.0748),
    "Como": (45.8081, 9.0852),
}
CONTRACTS = ["fisso", "stagionale", "tirocinio"]
LICENCES = ["b", "muletto"]

hours = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 40), st.integers(1, 16)), min_size=1, max_size=6
).map(lambda rows: week((day, 30 * start, min(30 * (start + size), 1440)) for day, start, size in rows))
coordinates = st.one_of(st.none(), st.tuples(st.floats(45.3, 45.9), st.floats(8.8, 9.4)))


def some(items: list[str], most: int = 4) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(items), max_size=most)


persons = st.builds(
    Person,
    id=st.just(""),
    skills=st.one_of(st.none(), some(SKILLS)),
    occupations=some(["o0", "o1", "o2"], 2),
    sectors=some(["cura", "verde"], 1),
    place=st.one_of(st.none(), st.sampled_from(list(PLACES))),
    coordinates=coordinates,
    means=st.one_of(st.none(), st.frozensets(st.sampled_from(list(Means)))),
    limit=st.one_of(st.none(), st.integers(0, 150)),
    windows=st.one_of(st.none(), hours, st.just(week((day, 420, 1260) for day in range(7)))),
    care=st.one_of(st.just(0), hours),
    contracts=st.one_of(st.none(), some(CONTRACTS)),
    licences=st.one_of(st.none(), some(LICENCES)),
    age=st.one_of(st.none(), st.integers(16, 70)),
    protected=st.booleans(),
)
opportunities = st.builds(
    Opportunity,
    id=st.just(""),
    essential=st.lists(st.sampled_from(SKILLS), max_size=3).map(tuple),
    optional=st.lists(st.sampled_from(SKILLS), max_size=3).map(tuple),
    occupation=st.one_of(st.none(), st.sampled_from(["o0", "o1", "o2", "o3"])),
    sector=st.one_of(st.none(), st.sampled_from(["cura", "verde", "ufficio"])),
    place=st.one_of(st.none(), st.sampled_from(list(PLACES))),
    coordinates=coordinates,
    remote=st.sampled_from([False, False, False, True]),
    shifts=st.one_of(st.none(), st.lists(hours, max_size=3).map(tuple)),
    contract=st.one_of(st.none(), st.sampled_from(CONTRACTS)),
    licences=some(LICENCES, 1),
    age_from=st.one_of(st.none(), st.integers(16, 30)),
    age_to=st.one_of(st.none(), st.integers(29, 67)),
    age_law=st.just("d.lgs. 81/2015, art. 44"),
    protected=st.sampled_from([False, False, False, True]),
    places=st.one_of(st.none(), st.integers(0, 3)),
    freshness=st.one_of(st.none(), st.integers(0, 100)),
)  # fmt: skip


@st.composite
def markets(draw: st.DrawFn) -> Market:
    """A few people, a few opportunities, ids in no order."""
    from dataclasses import replace

    people = draw(st.lists(persons, min_size=1, max_size=5))
    offers = draw(st.lists(opportunities, max_size=9))
    travel = {("Lainate", "Rho", Means.PUBLIC): draw(st.integers(0, 90))} if draw(st.booleans()) else {}
    rarity = {"s0": 2.5, "s1": 0.25} if draw(st.booleans()) else {}
    return Market(
        persons=tuple(replace(one, id=f"p{row * 7 % 11}") for row, one in enumerate(people)),
        opportunities=tuple(replace(one, id=f"o{row * 7 % 11}") for row, one in enumerate(offers)),
        places=PLACES,
        travel=travel,
        groups=GROUPS,
        rarity=rarity,
        weights=draw(
            st.sampled_from([Weights(), Weights(100, 0, 0, near=0, least=0), Weights(optional=0, least=50)])
        ),
    )
