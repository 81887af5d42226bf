"""A programme file is read with all its mistakes at once, each on its line."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobcaffe.plan.lines import find_lines
from jobcaffe.plan.loading import EXAMPLE, PlanError, parse, read

TEXT = EXAMPLE.read_text(encoding="utf-8")
LINES = TEXT.splitlines()


def line(start: str, after: str = "") -> int:
    """The line (from 1) that starts so, after another that starts so."""
    first = next((i for i, text in enumerate(LINES) if text.startswith(after)), 0) if after else 0
    return next(i for i, text in enumerate(LINES) if i >= first and text.startswith(start)) + 1


def errors_of(text: str) -> list[str]:
    with pytest.raises(PlanError) as caught:
        parse(text, name="p.toml")
    return [str(problem) for problem in caught.value.problems]


def swap(old: str, new: str) -> str:
    assert TEXT.count(old) >= 1
    return TEXT.replace(old, new, 1)


def test_the_shipped_programme_is_fine_and_lasts_three_years() -> None:
    plan = read(EXAMPLE)
    assert [row["code"] for row in plan.rows["actions"]] == ["A1", "A2", "A3", "CE", "JF", "SP"]
    assert len(plan.rows["periods"]) == 6
    assert {tuple(row["targets"]) for row in plan.rows["indicators"]} == {("1", "2", "3")}


def test_reports_of_the_shipped_programme_are_due_45_days_after_the_period() -> None:
    plan = read(EXAMPLE)
    days = [(row["report_due_on"] - row["last_day"]).days for row in plan.rows["periods"]]
    assert days == [45] * 6


def test_the_six_tiles_of_the_shipped_programme_have_one_indicator_each() -> None:
    tiles = [row["tile"] for row in read(EXAMPLE).rows["indicators"] if row["tile"]]
    assert sorted(tiles) == [
        "attendances",
        "commitments",
        "encounters",
        "organisations",
        "outcomes",
        "people",
    ]


FIRST_P1 = line('code = "P1"')
STARTS = "deve cominciare il 01/07/2024"
MISTAKES = {
    "a missing key": (
        'source = "persons_welcomed"\n',
        "",
        (line("[[indicators]]"), "indicatore «P1»: manca «source» (il conteggio da cui viene)"),
    ),
    "an unknown choice": (
        'source = "persons_welcomed"',
        'source = "person_welcomed"',
        (
            line("source"),
            "indicatore «P1»: «source» non può essere «person_welcomed»: forse «persons_welcomed»?",
        ),
    ),
    "an unknown key": (
        'tile = "people"',
        'tiles = "people"',
        (line("tile"), "indicatore «P1»: «tiles» non è una chiave: forse «tile»?"),
    ),
    "a date between quotes": (
        "due_on = 2024-04-15",
        'due_on = "15/04/2024"',
        (
            line("due_on = 2024-04-15"),
            "tappa «M2»: «due_on» deve essere una data scritta così: 2026-10-17, senza virgolette",
        ),
    ),
    "an action that is not there": (
        'action = "JF"\ndue_on = 2024-10-12',
        'action = "JX"\ndue_on = 2024-10-12',
        (
            line("due_on = 2024-10-12") - 1,
            "tappa «M5»: «JX» non è un'azione di questo file. Ci sono: A1, A2, A3, CE, JF, SP",
        ),
    ),
    "a hole between periods": (
        "first_day = 2024-07-01",
        "first_day = 2024-07-02",
        (
            line("first_day = 2024-07-01"),
            "periodo «2024-2»: lascia giorni scoperti dopo il periodo «2024-1»: " + STARTS,
        ),
    ),
    "a hole between bands": (
        "from = 30",
        "from = 31",
        (
            line("from = 30"),
            "fascia d'età «30-49»: deve cominciare da 30: le fasce si sommano, senza buchi e senza doppi",
        ),
    ),
    "a code used twice": (
        'code = "P2"',
        'code = "P1"',
        (line('code = "P2"'), f"indicatore «P1»: lo stesso codice è già alla riga {FIRST_P1}"),
    ),
    "a year without target": (
        "targets = { 1 = 170, 2 = 370, 3 = 560 }",
        "targets = { 1 = 170, 3 = 560 }",
        (line("targets"), "indicatore «P1»: «targets» deve avere un traguardo per ogni anno: 1, 2, 3"),
    ),
    "attendances cut by sex": (
        '3 = 6000 }\nbreakdowns = ["action"]',
        '3 = 6000 }\nbreakdowns = ["sex"]',
        (
            line("targets = { 1 = 1800") + 1,
            "indicatore «E2»: «attendances» non conta persone, quindi non si divide per «sex»",
        ),
    ),
    "a span that goes back": (
        "spans = [[2024-06-01, 2024-09-30]",
        "spans = [[2024-06-01, 2024-05-30]",
        (
            line("spans = [[2024-06-01"),
            "azione «CE»: il periodo dal 01/06/2024 al 30/05/2024 finisce prima di cominciare",
        ),
    ),
    "a tile used twice": (
        'tile = "attendances"',
        'tile = "encounters"',
        (
            line('tile = "attendances"'),
            "indicatore «E2»: il riquadro «encounters» è già dell'indicatore «E1»",
        ),
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line_its_row_and_its_key(
    old: str, new: str, expected: tuple[int, str]
) -> None:
    number, what = expected
    assert errors_of(swap(old, new)) == [f"riga {number}, {what}"]


def test_every_mistake_is_told_at_once_in_order_of_line() -> None:
    text = swap('unit = "persone"', 'units = "persone"').replace("[[bands]]", "[[band]]")
    found = errors_of(text)
    assert [error.split(",")[0] for error in found] == [
        "riga 1",
        f"riga {line('[[bands]]')}",
        f"riga {line('[[indicators]]')}",
        f"riga {line('unit')}",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\na = 2", "riga 2, la stessa chiave è scritta due volte"),
        ("a = [1,\n2", "riga 2, manca la parentesi quadra di chiusura"),
        ("[x]\nname = ciao", "riga 2, colonna 8: il valore non si legge: un testo va fra virgolette"),
        ('a = "uno\ndue"', "riga 1, colonna 9: il testo va a capo prima della virgoletta di chiusura"),
        ("[programme]\nname 1", "riga 2, colonna 6: dopo il nome della chiave manca il segno ="),
    ],
)
def test_a_file_that_is_not_toml_says_where_and_why(text: str, expected: str) -> None:
    assert errors_of(text) == [expected]


def test_a_missing_file_and_a_wrong_encoding_are_told(tmp_path) -> None:
    with pytest.raises(PlanError, match="il file non c'è"):
        read(tmp_path / "no.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes('[programme]\nname = "Caffè"'.encode("cp1252"))
    with pytest.raises(PlanError, match="riga 2, il file non è in UTF-8"):
        read(latin)


def test_a_file_saved_on_windows_is_read_the_same(tmp_path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert read(path) == read(EXAMPLE)


KEY = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
VALUE = st.sampled_from(
    [
        "1",
        '"a # not a comment"',
        "'[x]'",
        '"""\nkey = 1\n[[false]]\n"""',
        "'''\n# a\nb = 2'''",
        "[\n  1, # one ]\n  2,\n]",
        '{ a = 1, b = "}" }',
        '"with \\" quote"',
        "2024-01-01",
    ]
)


@given(
    st.lists(
        st.tuples(KEY, st.dictionaries(KEY, VALUE, min_size=1, max_size=4)),
        min_size=1,
        max_size=5,
        unique_by=lambda t: t[0],
    ),
    st.sampled_from(["", "#", "# commento con 'apostrofo e [", "\n"]),
)
def test_every_key_is_found_on_the_line_where_it_was_written(tables, comment) -> None:
    lines: list[str] = []
    written = {}
    for name, keys in tables:
        lines += [*comment.split("\n"), f"[[{name}]]"]
        for key, value in keys.items():
            written[name, 0, key] = len(lines) + 1
            lines += f"{key} = {value}".split("\n")
    text = "\n".join(lines)
    tomllib.loads(text)
    found = find_lines(text)
    assert {where: found.get(where) for where in written} == written
    assert {where for where in found if len(where) == 3} == set(written)
