"""The catalogue: nothing that people read is missed, nothing translated is lost."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tools import messages

TEMPLATE = """{% translate "C'è posto" as x %}{% blocktranslate count n=1 %}un'ora{% plural %}{{ n }} ore
{% endblocktranslate %}{% blocktranslate trimmed %}
  una
  riga{% endblocktranslate %}{{ _("fra virgolette") }}{% translate "sala" context "luogo" %}"""


def test_a_template_gives_every_kind_of_message() -> None:
    found = {(one.text, one.plural, one.context) for one in messages.template_messages(TEMPLATE, "t.html")}
    assert found == {
        ("C'è posto", "", ""),
        ("un'ora", "%(n)s ore\n", ""),
        ("una riga", "", ""),
        ("fra virgolette", "", ""),
        ("sala", "", "luogo"),
    }


def test_a_module_gives_every_kind_of_message() -> None:
    source = (
        '_("a")\nngettext("b", "c", n)\npgettext("x", "d")\n_(name)\nmodule.gettext("e" "f")\nother("no")'
    )
    found = [(one.text, one.plural, one.context) for one in messages.python_messages(source, "m.py")]
    assert found == [("a", "", ""), ("b", "c", ""), ("d", "", "x"), ("ef", "", "")]


def test_a_table_of_a_kernel_gives_its_values_and_a_lost_one_is_refused() -> None:
    source = 'SAID = {"a": "uno", "b": "due" "e mezzo"}\nOTHER = {"c": "tre"}\nPLAIN = "quattro"'
    found = [one.text for one in messages.table_messages(source, "words.py", {"SAID"})]
    assert found == ["uno", "duee mezzo"]
    for lost in ("GONE", "PLAIN"):
        with pytest.raises(SystemExit, match=f"no table {lost}"):
            list(messages.table_messages(source, "words.py", {lost}))


@pytest.mark.parametrize("source", ['_(f"ciao {name}")', '_("ciao " + name)', '_("ciao %s" % name)'])
def test_a_message_made_of_pieces_is_refused(source: str) -> None:
    with pytest.raises(SystemExit, match="one plain string"):
        list(messages.python_messages(source, "m.py"))


def _found(*texts: str) -> list[messages.Found]:
    return [messages.Found(text, "", "", "m.py") for text in texts]


def test_what_is_translated_stays_and_what_is_gone_goes() -> None:
    before = Catalog(locale="en")
    before.add("ciao", "hello")
    before.add("vecchio", "old")
    after = messages.catalogue_of(_found("ciao", "nuovo"), before)
    assert {one.id: one.string for one in after if one.id} == {"ciao": "hello", "nuovo": ""}


def test_check_names_what_lacks_english_what_is_stale_and_what_lost_a_variable() -> None:
    before = Catalog(locale="en")
    before.add("vecchio", "old")
    before.add("ciao %(name)s", "hello", flags=["python-format"])
    wrong = messages.problems(_found("nuovo", "ciao %(name)s"), before)
    assert wrong == ["no English: nuovo", "no longer used: vecchio", "variables differ: ciao %(name)s"]


def test_the_file_is_the_same_when_nothing_changed(tmp_path: object) -> None:
    catalogue = messages.catalogue_of(_found("b", "a"), Catalog(locale="en"))
    again = messages.catalogue_of(_found("a", "b"), Catalog(locale="en"))
    assert messages.written(catalogue) == messages.written(again)


def test_the_product_has_no_message_made_of_pieces() -> None:
    assert len(messages.collect()) > 100


def test_a_text_under_a_name_in_capitals_is_found_here_and_elsewhere() -> None:
    source = 'GONE = "Qui."\n\ndef f():\n    raise Refused(_(GONE), _(rules.FAR), _(other))'
    found = [
        one.text for one in messages.python_messages(source, "m.py", {"FAR": {"Lontano."}, "GONE": {"No."}})
    ]
    assert found == ["Qui.", "Lontano."]
