"""Loading a programme twice changes nothing; a closed period is not undone by a file."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.plan import commands, queries
from jobcaffe.plan.actions import load_programme, mark_milestone
from jobcaffe.plan.loading import EXAMPLE, PlanError
from jobcaffe.plan.models import Indicator, Milestone, Period, Programme
from jobcaffe.programme.models import Closure

pytestmark = pytest.mark.django_db
TEXT = EXAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def edited(tmp_path: Path):
    """``edited(old, new)``: the shipped file with one change, on disk."""

    def make(*changes: tuple[str, str]) -> Path:
        text = TEXT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "programme.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def block(code: str) -> str:
    """The whole ``[[…]]`` block of a code."""
    start = TEXT.rindex("[[", 0, TEXT.index(f'code = "{code}"'))
    end = TEXT.find("\n\n", start)
    return TEXT[start : end if end > 0 else len(TEXT)]


def close(code: str) -> None:
    period = Period.objects.get(code=code)
    Closure.objects.create(period=period, closed_by_name="Regia", version="1", frozen={}, sha256="0" * 64)


def test_a_second_load_of_the_same_file_writes_nothing() -> None:
    first = load_programme(actor=SYSTEM, path=EXAMPLE)
    loaded_at, told = Programme.objects.get().loaded_at, Entry.objects.count()
    second = load_programme(actor=SYSTEM, path=EXAMPLE)
    assert (second.created, second.changed, second.removed) == ([], [], [])
    assert sorted(second.same) == sorted(first.created)
    assert (Programme.objects.get().loaded_at, Entry.objects.count()) == (loaded_at, told)


def test_a_change_touches_only_its_row_and_is_in_the_journal(edited) -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    result = load_programme(
        actor=SYSTEM, path=edited(("1 = 170, 2 = 370, 3 = 560", "1 = 170, 2 = 370, 3 = 580"))
    )
    assert (result.created, result.changed, result.removed) == ([], ["indicatore P1"], [])
    assert Indicator.objects.get(code="P1").targets == {"1": 170, "2": 370, "3": 580}
    last = Entry.objects.order_by("-seq").first()
    assert (last.action, last.reason) == ("programme.change", "indicatore P1")


def test_a_file_with_a_mistake_changes_nothing(edited) -> None:
    with pytest.raises(PlanError):
        load_programme(actor=SYSTEM, path=edited(('unit = "persone"', 'unit = ""')))
    assert Programme.objects.count() == 0


def test_a_row_that_leaves_the_file_leaves_the_plan(edited) -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    result = load_programme(actor=SYSTEM, path=edited((block("R2"), ""), (block("M3"), "")))
    assert result.removed == ["indicatore R2", "tappa M3"]
    assert not Indicator.objects.filter(code="R2").exists()


def test_an_indicator_of_a_closed_period_may_not_leave_even_when_it_counted_nothing(edited) -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    close("2024-1")
    with pytest.raises(Refused, match="Non si può togliere indicatore R2"):
        load_programme(actor=SYSTEM, path=edited((block("R2"), "")))
    assert Indicator.objects.filter(code="R2").exists()


def test_an_indicator_added_after_the_closing_may_leave(edited) -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    close("2024-1")
    Indicator.objects.filter(code="R2").update(added_at=timezone.now() + timedelta(seconds=1))
    assert load_programme(actor=SYSTEM, path=edited((block("R2"), ""))).removed == ["indicatore R2"]


def test_a_closed_period_keeps_its_days(edited) -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    close("2024-1")
    moved = edited(
        ("last_day = 2024-06-30", "last_day = 2024-06-29"),
        ("first_day = 2024-07-01", "first_day = 2024-06-30"),
    )
    with pytest.raises(Refused, match="Il periodo 2024-1 è chiuso"):
        load_programme(actor=SYSTEM, path=moved)
    assert Period.objects.get(code="2024-1").last_day == date(2024, 6, 30)


def test_a_closed_period_may_not_leave(edited) -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    close("2024-1")
    merged = edited((block("2024-1"), ""), ("first_day = 2024-07-01", "first_day = 2024-01-01"))
    with pytest.raises(Refused, match="Non si può togliere periodo 2024-1"):
        load_programme(actor=SYSTEM, path=merged)


def test_an_installation_carries_one_programme(edited) -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    with pytest.raises(Refused, match="Un'installazione porta un programma solo"):
        load_programme(actor=SYSTEM, path=edited(('code = "job20-lainate"', 'code = "altro"')))
    assert Programme.objects.count() == 1


def test_a_milestone_marked_in_the_product_survives_a_load_that_says_nothing_of_it() -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    milestone = mark_milestone(
        actor=SYSTEM, milestone=Milestone.objects.get(code="M16"), done_on=date(2024, 1, 2)
    )
    load_programme(actor=SYSTEM, path=EXAMPLE)
    assert Milestone.objects.get(pk=milestone.pk).done_on == date(2024, 1, 2)


def test_a_milestone_is_not_reached_tomorrow() -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    with pytest.raises(Refused, match="deve ancora venire"):
        mark_milestone(
            actor=SYSTEM,
            milestone=Milestone.objects.get(code="M16"),
            done_on=timezone.localdate() + timedelta(days=1),
        )


def test_the_commands_say_plainly_what_happened(edited, capsys) -> None:
    assert commands.check(EXAMPLE) == 0
    assert capsys.readouterr().out == (
        "job20-lainate.toml: va bene. 6 azioni, 17 tappe, 6 periodi, 31 indicatori.\n"
    )
    assert (commands.load(EXAMPLE), commands.load(EXAMPLE)) == (0, 0)
    assert capsys.readouterr().out.endswith(
        "Il file è uguale a quello già caricato: non è cambiato niente.\n"
    )
    wrong = edited(('unit = "persone"', "unit = 3"))
    assert (commands.check(wrong), commands.load(wrong)) == (1, 1)
    assert (
        "«unit» deve essere un testo fra virgolette\nC'è un errore da correggere." in capsys.readouterr().out
    )
    assert commands.load(edited(('code = "job20-lainate"', 'code = "altro"'))) == 1
    assert capsys.readouterr().out.endswith("Non è cambiato niente.\n")


def test_the_period_of_a_day_is_found_on_its_first_and_last_day() -> None:
    assert queries.current_period(date(2026, 11, 22)) is None
    load_programme(actor=SYSTEM, path=EXAMPLE)
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2027, 1, 1)]
    codes = [period.code if (period := queries.current_period(day)) else None for day in days]
    assert codes == [None, "2024-1", "2024-1", "2024-2", None]
    programme = queries.current_programme()
    assert [queries.year_of(programme, day) for day in days[1:]] == [1, 1, 1, 4]
    assert [p.code for p in queries.ended_periods(programme, date(2024, 7, 1))] == ["2024-1"]


def test_the_texts_of_the_pages_come_from_the_file() -> None:
    assert queries.texts() == {}
    load_programme(actor=SYSTEM, path=EXAMPLE)
    texts = queries.texts()
    assert (texts["place_name"], texts["address"]) == ("Job Caffè", "via Lamarmora, 20045 Lainate (MI)")
