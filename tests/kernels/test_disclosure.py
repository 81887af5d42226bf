"""What is printed of a table: rounded from the truth, and not to be undone by adding and subtracting."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobcaffe.foundation.disclosure import rules
from jobcaffe.kernels import disclosure
from jobcaffe.kernels.disclosure import Audience, Axis, Kind, Published, Table, printed, values
from tests.kernels.attack import attack, populations, secrets, suppressed, table

RULES = rules()
PUBLIC, PARTNER, FUNDER, GROUP = (RULES[audience] for audience in Audience)

COUNTS = st.integers(0, 30)
SMALL = st.integers(0, 9)


@st.composite
def cells(draw, counts=COUNTS):
    width = draw(st.integers(1, 4))
    line = st.lists(counts, min_size=width, max_size=width)
    return draw(st.lists(line, min_size=1, max_size=4))


def protect(one: Table, audience: Audience = Audience.PUBLIC, earlier=()) -> Published:
    published = disclosure.protect(one, RULES, audience, earlier)
    assert disclosure.check(one, published, RULES, audience, earlier) == []
    return published


def texts(published: Published) -> dict:
    return {place: one.text for place, one in printed(published).items()}


def test_cells_and_totals_are_each_rounded_from_the_truth() -> None:
    published = protect(table([[12, 31, 3], [9, 0, 23]]))
    assert [[one.text for one in row] for row in published.cells] == [
        ["10", "30", "meno di 5"],
        ["10", "0", "25"],
    ]
    assert [one.text for one in published.row_totals] == ["da 43 a 48", "30"]
    assert [one.text for one in published.column_totals] == ["20", "30", "da 24 a 28"]
    assert published.total.text == "80"
    assert published.notes == (
        "Numeri arrotondati a 5: la somma può differire dal totale.",
        "«meno di 5» vuol dire da 1 a 4.",
        "«da … a …»: il numero arrotondato ne farebbe ricavare altri.",
    )


@given(st.integers(0, 5000), st.booleans())
def test_a_printed_number_stands_for_all_and_only_the_counts_that_print_the_same(value, telling) -> None:
    one = disclosure.cell(value, PUBLIC, zero_tells=telling)
    same = [n for n in range(value + 9) if disclosure.cell(n, PUBLIC, zero_tells=telling).text == one.text]
    assert same == list(range(one.low, one.high + 1))
    assert len(same) >= 3 or value == 0


@given(cells(), st.booleans())
def test_every_printed_number_is_the_nearest_multiple_of_the_truth(rows, telling) -> None:
    one = table(rows, telling=telling)
    for place, shown in printed(protect(one)).items():
        true = values(one)[place]
        if shown.text.startswith("da "):
            assert place[0] != "cell"
            assert shown.low <= true <= shown.high
            assert shown.low < shown.high
        else:
            expected = "meno di 5" if 0 < true < 5 or (true == 0 and telling) else str(5 * ((true + 2) // 5))
            assert shown.text == expected


@given(cells(SMALL))
def test_the_same_table_is_printed_the_same(rows) -> None:
    assert protect(table(rows)) == protect(table(rows))


def test_a_zero_that_tells_is_not_printed() -> None:
    assert protect(table([[0], [12]], telling=True)).cells[0][0].text == "meno di 5"
    assert protect(table([[0], [12]], sensitive=True)).cells[0][0].text == "meno di 5"
    assert protect(table([[0], [12]])).cells[0][0].text == "0"


def test_the_total_that_would_give_away_two_fours_is_printed_as_a_set() -> None:
    published = protect(table([[4, 4], [9, 14]]))
    assert published.row_totals[0].text == "da 5 a 8"
    assert protect(table([[3, 3], [9, 14]])).row_totals[0].text == "da 5 a 8"


# ---------------------------------------------------------------- the attack


def rounded_only(one: Table) -> Published:
    """Rounding without the audit."""
    from jobcaffe.kernels.disclosure.protection import _assemble

    return _assemble(
        one, {p: disclosure.cell(v, PUBLIC, zero_tells=one.zero_tells) for p, v in values(one).items()}
    )


@pytest.mark.parametrize(
    "rows", [[[4, 4], [9, 14]], [[1, 1, 1, 1], [20, 6, 0, 9]], [[4], [4]], [[4, 4, 0], [0, 7, 0]]]
)
def test_the_attack_is_real_rounding_alone_gives_these_tables_away(rows) -> None:
    one = table(rows)
    bare = rounded_only(one)
    taken = {place for _, place in attack([bare]).recovered()} & secrets(one, bare)
    assert taken == {place for _, place in disclosure.exposed([(one, bare)])}
    assert taken != set()
    guarded = protect(one)
    assert {place for _, place in attack([guarded]).recovered()} & secrets(one, guarded) == set()


@settings(max_examples=60, deadline=None)
@given(cells(SMALL), st.booleans())
def test_the_audit_finds_exactly_what_integer_programming_finds(rows, telling) -> None:
    one = table(rows, telling=telling)
    bare = rounded_only(one)
    taken = {place for _, place in attack([bare]).recovered()} & secrets(one, bare)
    assert {place for _, place in disclosure.exposed([(one, bare)])} == taken


def survives(periods, audience=Audience.PUBLIC) -> None:
    """Each period's table alone, and all of them read together, give no value away."""
    tables = [table(rows) for rows in periods]
    printed_tables = [protect(one, audience, tables[:k]) for k, one in enumerate(tables)]
    for series, truth in [
        *(([p], [t]) for p, t in zip(printed_tables, tables, strict=True)),
        (printed_tables, tables),
    ]:
        recovered = attack(series).recovered()
        secret = {(k, place) for k, one in enumerate(truth) for place in secrets(one, series[k])}
        assert recovered & secret == set()


@pytest.mark.parametrize("seed", range(6))
def test_no_value_is_recovered_from_random_populations_over_successive_periods(seed) -> None:
    for periods in populations(10, seed):
        survives(periods)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 120))
def test_no_value_is_recovered_from_a_thousand_populations(seed) -> None:
    for periods in populations(50, seed):
        survives(periods)


@settings(max_examples=25, deadline=None)
@given(cells(st.integers(0, 6)), st.data())
def test_no_value_is_recovered_when_few_persons_arrive_from_one_period_to_the_next(rows, data) -> None:
    more = [[n + data.draw(st.integers(0, 2)) for n in row] for row in rows]
    survives([rows, more])


def lost_to_who_knows_the_rules(rows: int, columns: int, counts: range) -> int:
    """Of all tables of that size, how many give a value away to a reader who can run this program.

    He protects every table that there is and keeps those that print the same as the one before him.
    ``counts`` must hold whole sets of counts that print the same: 0, 1-4, 5-7.
    """
    same: dict[Published, list[Table]] = {}
    for flat in product(counts, repeat=rows * columns):
        one = table([flat[i * columns : (i + 1) * columns] for i in range(rows)])
        same.setdefault(disclosure.protect(one, RULES, Audience.PUBLIC), []).append(one)
    return sum(
        len(tables)
        for published, tables in same.items()
        if any(len({values(one)[place] for one in tables}) == 1 for place in secrets(tables[0], published))
    )


@pytest.mark.parametrize(
    ("rows", "columns", "counts"), [(2, 1, range(8)), (3, 1, range(8)), (2, 2, range(5))]
)
def test_a_reader_who_knows_these_very_rules_recovers_nothing(rows, columns, counts) -> None:
    assert lost_to_who_knows_the_rules(rows, columns, counts) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "columns", "counts"), [(2, 2, range(8)), (2, 3, range(5)), (4, 1, range(8))]
)
def test_a_reader_who_knows_these_very_rules_recovers_nothing_from_larger_tables(
    rows, columns, counts
) -> None:
    assert lost_to_who_knows_the_rules(rows, columns, counts) == 0


def test_hiding_small_cells_alone_is_recovered_from_the_totals_of_most_tables() -> None:
    lost = total = 0
    for periods in populations(20, 7):
        one = table(periods[-1])
        hidden = {place for place, n in values(one).items() if 0 < n < 5}
        if hidden and one.columns:
            total += 1
            recovered = {place for _, place in attack([suppressed(one, hidden)]).recovered()}
            lost += bool(recovered & hidden)
    assert lost > total / 2 > 0


def test_overlapping_groups_at_the_bound_of_their_total_are_not_given_away() -> None:
    one = replace(table([[4], [4]]), overlapping=True, total=8)
    published = protect(one)
    assert published.total.text == "da 5 a 8"
    assert attack([published], additive=False).recovered() == set()
    loose = protect(replace(one, total=4))
    assert (loose.total.text, attack([loose], additive=False).recovered()) == ("meno di 5", set())


# ---------------------------------------------------------------- what may leave


def times(*kinds: Kind) -> Table:
    return Table(Axis(("a",), kinds), None, ((12,),))


@pytest.mark.parametrize(
    ("one", "audience", "reason"),
    [
        (replace(table([[12]]), closed=False), Audience.PUBLIC, "Il periodo è ancora aperto."),
        (replace(table([[12]]), closed=False), Audience.PARTNER, "Il periodo è ancora aperto."),
        (replace(table([[12]]), period="month"), Audience.PUBLIC, "Il periodo è troppo breve"),
        (replace(table([[12]]), period="week"), Audience.PARTNER, "Il periodo è troppo breve"),
        (times(Kind.OTHER, Kind.OTHER, Kind.PERSONAL), Audience.PUBLIC, "La tabella incrocia troppe cose"),
        (times(*[Kind.PERSONAL] * 3), Audience.FUNDER, "La tabella incrocia troppi dati personali"),
        (table([[12]]), Audience.GROUP, "Un gruppo vede le proprie medie"),
    ],
)
def test_what_may_not_leave_is_refused_with_the_reason(one, audience, reason) -> None:
    published = protect(one, audience)
    assert published.refused.startswith(reason)
    assert printed(published) == {}


def test_weekday_and_half_hour_count_as_one_dimension() -> None:
    assert protect(times(Kind.WEEKDAY, Kind.HALF_HOUR, Kind.PERSONAL)).refused == ""


def test_the_municipality_reads_closed_months() -> None:
    assert protect(replace(table([[12]]), period="month"), Audience.PARTNER).cells[0][0].text == "10"


def test_counts_that_are_not_of_persons_may_be_live_and_exact() -> None:
    published = protect(table([[3, 4], [1, 0]], persons=False, closed=False))
    assert (published.exact, published.total.text, published.cells[0][0].text) == (True, "8", "3")


def test_the_funder_reads_exact_numbers_even_small_ones() -> None:
    published = protect(table([[3, 14], [1, 0]]), Audience.FUNDER)
    assert (published.exact, published.cells[0][0].number, published.total.number) == (True, 3, 18)


@given(cells(SMALL))
def test_the_funder_never_reads_a_number_under_five_about_health_or_hardship(rows) -> None:
    published = protect(table(rows, sensitive=True), Audience.FUNDER)
    assert [
        one.text for one in printed(published).values() if one.number is not None and one.number < 5
    ] == []


def test_a_sensitive_table_without_small_numbers_is_exact_for_the_funder() -> None:
    assert protect(table([[7, 14], [6, 9]], sensitive=True), Audience.FUNDER).exact


# ---------------------------------------------------------------- shares, means, changes


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_share_says_nothing_that_the_rounded_numbers_do_not(a, b) -> None:
    part, whole = sorted((a, b))
    shown = (disclosure.cell(part, PUBLIC).text, disclosure.cell(whole, PUBLIC).text)
    found = disclosure.share(part, whole, PUBLIC)
    if whole < 23 or 0 < part < 5:
        assert found is None
    else:
        assert found == min(100, int(100 * int(shown[0]) / int(shown[1]) + 0.5))


def test_no_share_or_mean_under_23_persons_and_one_from_23() -> None:
    assert (disclosure.share(10, 22, PUBLIC), disclosure.share(10, 23, PUBLIC)) == (None, 40)
    assert (disclosure.mean([3.0] * 22, PUBLIC), disclosure.mean([3.0] * 23, PUBLIC)) == (None, 3.0)


def test_a_group_reads_means_from_five_answers_and_changes_from_eight() -> None:
    assert (disclosure.mean([2, 3, 4, 5], GROUP), disclosure.mean([2, 3, 4, 5, 3], GROUP)) == (None, 3.4)
    pairs = [(2.0, 3.0)] * 7
    assert disclosure.change(pairs, GROUP) is None
    assert disclosure.change([*pairs, (3.0, 3.0)], GROUP) == 0.9


def test_the_funder_reads_exact_shares() -> None:
    assert (disclosure.share(1, 3, FUNDER), disclosure.share(0, 0, FUNDER)) == (33, None)


# ---------------------------------------------------------------- check, and wrong input


@pytest.mark.parametrize("place", [("cell", 0, 0), ("row", 0, 0), ("total", 0, 0)])
def test_check_finds_a_number_that_was_not_rounded_from_the_truth(place) -> None:
    one = table([[12, 31], [9, 24]])
    published = protect(one)
    wrong = replace(printed(published)[place], text="7", number=7)
    name, i, j = place
    changes = {
        "cell": lambda: {"cells": ((wrong, published.cells[0][1]), published.cells[1])},
        "row": lambda: {"row_totals": (wrong, published.row_totals[1])},
        "total": lambda: {"total": wrong},
    }
    found = disclosure.check(one, replace(published, **changes[name]()), RULES, Audience.PUBLIC)
    assert found == [f"{place} is not rounded from the truth"]


@pytest.mark.parametrize("text", ["da 44 a 48", "da 47 a 48", "da 46 a 46", "45 o 46"])
def test_check_finds_a_set_that_does_not_hold_the_truth_or_says_another(text) -> None:
    one = table([[12, 31, 3], [9, 0, 23]])
    published = protect(one)
    low = 47 if text == "da 47 a 48" else 46 if text == "da 46 a 46" else 43
    wrong = replace(published.row_totals[0], text=text, low=low, high=46 if low == 46 else 48)
    found = disclosure.check(
        one, replace(published, row_totals=(wrong, published.row_totals[1])), RULES, Audience.PUBLIC
    )
    assert "('row', 0, 0) is not rounded from the truth" in found


def test_check_finds_a_value_that_can_be_worked_out_and_a_refusal_without_reason() -> None:
    one = table([[4], [4]])
    assert disclosure.check(one, rounded_only(one), RULES, Audience.PUBLIC) != []
    assert disclosure.check(one, Published(refused="no"), RULES, Audience.PUBLIC) != []


@pytest.mark.parametrize(
    "make",
    [
        lambda: table([[1, 2], [3]]),
        lambda: table([[-1, 2]]),
        lambda: table([[1, 2]], total=3),
        lambda: replace(table([[5], [6]]), overlapping=True, total=12),
        lambda: disclosure.protect(table([[1, 2]]), RULES, Audience.PUBLIC, [table([[1, 2], [3, 4]])]),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(make) -> None:
    with pytest.raises(ValueError):
        make()
