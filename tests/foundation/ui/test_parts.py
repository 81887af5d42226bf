"""Template parts: valid markup, right levels, silent icons, states from one list."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, engines
from django.test import Client

from jobcaffe.foundation.ui import icons
from jobcaffe.foundation.ui.forms import PhoneInput
from jobcaffe.foundation.ui.phones import phone_words
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from tests.foundation.ui.conftest import drawn, strictly, text_of

Render = Callable[..., str]
SOURCES = Path(__file__).resolve().parents[3] / "src" / "jobcaffe"

PARTS = [
    '{% title_bar "Titolo" sub="sotto" %}{% button "Salva" %}{% endtitle_bar %}',
    '{% hero "Titolo" lead="Una riga" %}{% link_button "/" "Vai" %}{% endhero %}',
    '{% actions %}{% link_button "/" "Vai" kind="secondary" icon="arrow-right" %}{% endactions %}',
    '{% card title="Carta" url="/" highlight=True kicker="Poi" icon="calendar" %}<p>x</p>{% endcard %}',
    '{% tiles tiles %}',
    '{% people people %}',
    '{% empty "Vuoto" url="/" label="Trova un gruppo" %}',
    '{% notice "danger" title="No" role="status" %}<p>x</p>{% endnotice %}',
    '{% details "Apri" %}<p>x</p>{% enddetails %}',
    '{% task_list tasks %}',
    '{% summary_list rows %}',
    '{% dl rows %}',
    '{% breadcrumbs "Inizio" "/" "Qui" %}',
    '{% big_code "K7M-2QX" label="Codice" %}',
    '{% bullets words %}',
    '{% print_sheet "Foglio" "F-1" size="A5" %}<p>x</p>{% endprint_sheet %}',
    '{% exit_fast %}',
    '{% data_table table %}',
    '{% kpi tile %}',
    '{% progress 2 5 "Righe" poll="/p" %}',
    '{% pager page %}',
    '{% search_box "/" "q" "x" "Cerca una persona" hint="Bastano tre lettere" %}',
    '{% columns %}<p>a</p>{% endcolumns %}{% cards %}<p>a</p>{% endcards %}',
    '{% section "Titolo" id="uno" %}<p>x</p>{% endsection %}',
    '{% back_link "/" "Torna" %}{% link "/" "Vai" icon="print" %}{% phone "+393331234567" %}{% chip "late" %}',
]  # fmt: skip
CONTEXT = {
    "tiles": [{"url": "/", "label": "Lavoro", "icon": "work", "text": "x"}],
    "people": [{"name": "Lucia Bianchi", "role": "accoglie"}],
    "tasks": [{"label": "Primo", "url": "/", "status": "todo", "hint": "h"}],
    "rows": [{"label": "Nome", "value": "", "change_url": "/c"}],
    "words": ["uno", "<b>"],
    "table": Table("Tabella", [Column("A"), Column("B", numeric=True)], [Row(["x", Cell(1234, url="/y")])]),
    "tile": {"label": "Persone", "value": 9, "target": 24, "status": "late", "url": "/r"},
    "page": Paginator(range(30), 10).page(2),
}


@pytest.mark.parametrize("source", PARTS)
def test_every_part_is_valid_html(render: Render, source: str) -> None:
    body = strictly(render(source, **CONTEXT))
    assert len(body) > 0
    assert not [one.get("style") for one in body.iter() if one.get("style")]


def test_headings_go_down_one_level_at_a_time(render: Render) -> None:
    source = (
        '{% card title="fuori" %}{% endcard %}{% section "A" %}{% card title="dentro" %}{% endcard %}'
        '{% section "B" %}{% kpi tile %}{% endsection %}{% endsection %}{% card title="dopo" %}{% endcard %}'
    )
    headings = re.findall(r"<h(\d)[^>]*>([^<]+)", render(source, tile={"label": "figura", "value": 1}))
    assert headings == [
        ("2", "fuori"),
        ("2", "A"),
        ("3", "dentro"),
        ("3", "B"),
        ("4", "figura"),
        ("2", "dopo"),
    ]


def test_what_people_wrote_is_never_markup(render: Render) -> None:
    bad = "<script>alert(1)</script>"
    source = (
        "{% title_bar x sub=x %}{% endtitle_bar %}{% card title=x url=x %}{{ x }}{% endcard %}{% chip 'done' x %}"
        "{% empty x url=x label=x %}{% summary_list rows %}{% data_table table %}{% button x name=x value=x %}"
        "{% search_box x 'q' x x hint=x %}{% breadcrumbs x x x %}{% section x %}{{ x }}{% endsection %}"
    )
    table = Table(bad, [Column(bad)], [Row([Cell(bad, url=bad, note=bad)])])
    markup = render(source, x=bad, rows=[{"label": bad, "value": bad, "change_url": bad}], table=table)
    assert "<script" not in markup
    assert markup.count("&lt;script") > 15


def test_an_icon_is_silent_and_an_unknown_one_is_refused(render: Render) -> None:
    drawing = drawn(strictly(render('{% icon "calendar" %}')), "svg")[0]
    assert (drawing.get("aria-hidden"), drawing.get("focusable")) == ("true", "false")
    with pytest.raises(ValueError, match="unknown icon"):
        render('{% icon "unicorno" %}')


def test_an_unknown_state_is_refused(render: Render) -> None:
    with pytest.raises(ValueError, match="unknown state"):
        render('{% chip "boh" %}')


def test_every_icon_named_in_a_page_exists() -> None:
    pattern = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")
    named = {
        name
        for path in [*SOURCES.rglob("*.html"), *SOURCES.rglob("web/**/*.py")]
        for pair in pattern.findall(path.read_text())
        for name in pair
        if name
    }
    assert named > {"search", "print"}
    assert named - icons.NAMES == set()


def test_an_empty_answer_says_not_given(render: Render) -> None:
    rows = [{"label": "A", "value": None}, {"label": "B", "value": []}, {"label": "C", "value": 0}]
    words = [text_of(one) for one in strictly(render("{% dl rows %}", rows=rows)).iter("dd")]
    assert words == ["Non indicato", "Non indicato", "0"]


def test_the_pages_of_a_list_keep_what_was_searched(render: Render) -> None:
    body = strictly(render("{% pager page %}", path="/x/?q=rossi&page=2", page=CONTEXT["page"]))
    assert [one.get("href") for one in body.iter("a")] == ["?q=rossi&page=1", "?q=rossi&page=3"]


def test_one_page_needs_no_pager(render: Render) -> None:
    assert render("{% pager page %}", page=Paginator([1], 10).page(1)) == ""


def test_a_wide_table_can_be_reached_and_has_a_name(render: Render) -> None:
    table = Table("Molte colonne", [Column(str(n)) for n in range(6)], [Row(list("abcdef"))])
    body = strictly(render("{% data_table table %}", table=table))
    region = next(one for one in body.iter("div") if one.get("role") == "region")
    caption = next(body.iter("caption"))
    assert (region.get("tabindex"), region.get("aria-labelledby")) == ("0", caption.get("id"))


@pytest.mark.django_db
def test_the_page_of_all_parts_is_valid_with_one_title(settings: object) -> None:
    client = Client()
    for response in (client.get("/_stile/"), client.post("/_stile/", {})):
        markup = response.content.decode()
        assert response.status_code == 200
        strictly_page(markup)
        assert markup.count("<h1") == 1


@pytest.mark.django_db
def test_outside_the_demo_the_page_of_all_parts_is_not_there(settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    assert Client().get("/_stile/").status_code == 404


def strictly_page(markup: str) -> None:
    import html5lib

    html5lib.HTMLParser(strict=True).parse(markup)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+393331234567", "333 123 4567"),
        ("+390200000000", "02 0000 0000"),
        ("+390293700041", "02 9370 0041"),
        ("+39021234567", "02 123 4567"),
        ("+390371123456", "037 112 3456"),
        ("+41791234567", "+41791234567"),
        ("0371 1", "0371 1"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_written_as_people_say_it(number: str, shown: str) -> None:
    assert phone_words(number) == shown
    assert (PhoneInput().format_value(number) or "") == shown


def test_a_form_has_its_token_also_inside_a_template_included_with_only(rf: Any) -> None:
    request = rf.get("/")
    engine = engines["django"].engine
    inner = engine.from_string("{% form action='/si/' %}{% button 'Ci sono io' %}{% endform %}")
    outer = engine.from_string("{% include inner with one=1 only %}")
    assert "csrfmiddlewaretoken" in outer.render(RequestContext(request, {"inner": inner}))
