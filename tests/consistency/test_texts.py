"""What people read: short, easy, with verbs, without the words that push people away, and translatable."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jobcaffe.foundation.privacy import consents
from jobcaffe.foundation.ui import readability
from jobcaffe.people.instruments import instrument
from tests.consistency.rendered import WORKSHOP, Shown
from tests.consistency.source import PACKAGE, ROOT, modules, short
from tools import messages

# The pages come from the database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
EASY, FOR_STAFF = readability.EASY, readability.MEDIUM
MOST_WORDS = 20
# Text between these is one text; every other element flows inside it.
BLOCKS = {
    "p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "td", "th", "caption", "div", "section", "label", "legend",
    "button", "summary", "figcaption", "main", "aside", "form", "fieldset", "option", "a", "ul", "ol", "table", "tr",
}  # fmt: skip
SILENT = {
    "script",
    "style",
    "svg",
    "head",
    "title",
    "header",
    "footer",
    "nav",
    "option",
    "select",
    "textarea",
}
VOID = {"br", "img", "input", "meta", "link", "hr", "wbr", "path", "use"}


class Reader(HTMLParser):
    """The texts of a page, a block each, without menus, titles and lists of choices."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str]] = []
        self.buttons: list[str] = []
        self._open: list[str] = []
        self._text = ""
        self._button: str | None = None
        # What a screen reader says instead of a sign such as "+".
        self._named = ""

    def _end_block(self) -> None:
        text = " ".join(self._text.split())
        if text:
            tag = next((one for one in reversed(self._open) if one in BLOCKS), "")
            self.blocks.append((tag, text))
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or go on in it."""
        if tag in BLOCKS:
            self._end_block()
        if tag == "br":
            self._text += "\n"
        if tag not in VOID:
            self._open.append(tag)
        if tag == "button" and not set(self._open) & {"header", "footer"}:
            self._button, self._named = "", dict(attrs).get("aria-label") or ""

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        if tag in BLOCKS:
            self._end_block()
        if tag == "button" and self._button is not None:
            self.buttons.append(self._named or " ".join(self._button.split()))
            self._button = None
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if self._button is not None and "svg" not in self._open:
            self._button += data
        if not set(self._open) & SILENT:
            self._text += data


def read(body: str) -> Reader:
    """A page, read."""
    reader = Reader()
    reader.feed(body)
    reader._end_block()
    return reader


def prose(body: str) -> list[str]:
    """The whole sentences of a page: labels and cells are no sentences."""
    found = []
    for tag, text in read(body).blocks:
        if tag in {"td", "th", "caption", "button", "a", "dt", "label", "legend"}:
            continue
        if re.search(r"[.!?…]$", text) and len(readability.words(text)) > 3:
            found.append(text)
    return list(dict.fromkeys(found))


# Questions worded as Istat's, word by word: answers can be set beside the country's.
QUOTED = {question.text for question in instrument().questions}


def hard(texts: Iterable[str], least: float) -> list[str]:
    """Sentences that are too long, and texts that are too hard when taken together."""
    texts = [text for text in texts if text not in QUOTED]
    found = [
        f"{readability.longest_sentence(text)} words: {text}"
        for text in texts
        if readability.longest_sentence(text) > MOST_WORDS
    ]
    whole = "\n".join(texts)
    long_enough = len(readability.words(whole)) >= readability.MEANINGFUL_WORDS
    if long_enough and len(readability.sentences(whole)) > 1 and readability.gulpease(whole) < least:
        found.append(f"Gulpease {readability.gulpease(whole):.0f}: {whole}")
    return found


def test_every_page_is_easy_to_read(rendered: list[Shown]) -> None:
    wrong = {}
    for one in rendered:
        if one.name.startswith(WORKSHOP):
            continue
        for mistake in hard(prose(one.body), EASY if one.for_citizens else FOR_STAFF):
            wrong.setdefault(mistake, str(one))
    assert not wrong, "\n".join(f"{where}: {what}" for what, where in wrong.items())


def test_every_text_of_a_consent_is_easy_to_read() -> None:
    source = PACKAGE / "foundation" / "privacy" / "data" / "consents.toml"
    purposes = tomllib.loads(source.read_text())["purpose"]
    assert set(purposes) == set(consents.purposes())
    wrong = [
        f"{code}: {mistake}"
        for code, purpose in purposes.items()
        for mistake in hard([purpose["text"]], EASY)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_hard_text_is_noticed() -> None:
    text = (
        "Con riferimento alla richiesta presentata si comunica la necessità di ottemperare tempestivamente "
        "alla regolarizzazione documentale propedeutica. La mancata ottemperanza comporta l'archiviazione."
    )
    body = f"<main><p>{text}</p><p>Ciao a tutti. Vieni da noi domani.</p></main>"
    assert len(hard(prose(body), EASY)) == 1
    assert hard(["Una " + "parola " * 21 + "."], 0)
    assert hard(["Ciao. Vieni da noi. Ti aspettiamo al Job Caffè. Porta chi vuoi."] * 3, EASY) == []


# Words of offices, and words that put people in a drawer.
FORBIDDEN = re.compile(
    r"\b(clicca(?:re)?(?: qui)?|invia|ok|utent[ei]|beneficiari[oa]?|pres[aei] in carico|soggett[oi]|istanz[ae]|fragil[ei]|fragilità|NEET)\b",
    re.IGNORECASE,
)


# Headings of the form of the employment service, which its reader must find again.
OFFICIAL = {"identificativo presa in carico"}


def test_no_page_says_a_forbidden_word(rendered: list[Shown]) -> None:
    wrong = {}
    for one in rendered:
        reader = read(one.body)
        for text in [*(text for _tag, text in reader.blocks), *reader.buttons]:
            found = FORBIDDEN.search(text)
            if found and text not in OFFICIAL:
                wrong.setdefault(f"{found[0]}: {text[:160]}", str(one))
    assert not wrong, "\n".join(f"{where}: {what}" for what, where in wrong.items())


def test_no_message_says_a_forbidden_word() -> None:
    wrong = {f"{one.where}: {one.text[:160]}" for one in messages.collect() if FORBIDDEN.search(one.text)}
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    "text", ["Clicca qui", "la presa in carico", "OK", "persone fragili", "i NEET", "l'utente"]
)
def test_a_forbidden_word_is_noticed(text: str) -> None:
    assert FORBIDDEN.search(text)
    assert not FORBIDDEN.search("Segna che cosa vuoi fare. È okay per il turno invitato.")


# First words of a button: what happens when it is pressed, as an order or as what one says of oneself.
VERBS = set(
    """accedi accetta accogli aggiorna aggiungi annulla apri applica archivia blocca butta calcola cambia cancella
    carica cerca chiama chiedi chiudi ci collega comincia completa conferma continua controlla copia correggi crea dai
    dammi dimentica dividi elimina entra esci esporta fai ferma filtra guarda importa iscrivi lascia leggi
    libera manda mandami metti modifica mostra nascondi non offri passa porta prendi prenota prepara prova registra rendi revoca
    ricarica ricevi rifiuta rimanda rimetti rinuncia riapri riprova rispondi ritira ritorna salva scarica scarta scegli
    allunga dona paga pubblica fissa proponi vieta rifai scambia tieni vengo numera accettate dite
    chiedete chiediamo diciamo lasciate mettilo mostratelo proponete salvate segnate spostate togliete toglietelo
    scrivi segna segui segnala separa smetti spegni sposta stampa togli torna trova unisci usa vai vedi verifica vieni voglio
    dico è esco fatto ho mi iniziato resto sono""".split()
)


def test_every_button_says_what_it_does(rendered: list[Shown]) -> None:
    wrong = {}
    for one in rendered:
        if one.name.startswith(WORKSHOP):
            continue
        for label in read(one.body).buttons:
            first = re.sub(r"^[^\w]+", "", label).split(" ")[0].casefold().strip(".,:!?")
            if first not in VERBS:
                wrong.setdefault(label, str(one))
    assert not wrong, "\n".join(f"{where}: {what}" for what, where in wrong.items())


TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.*"))
# Made for Django to find: form parts of its own, the page without anything around it.
FOUND_BY_DJANGO = ("django/",)


def template_name(path: Path) -> str:
    """As it is asked for."""
    return path.as_posix().rsplit("/templates/", 1)[1]


def test_every_template_is_used() -> None:
    sources = [path.read_text() for path in [*modules(), *TEMPLATES]]
    text = "\n".join(sources)
    unused = []
    for path in TEMPLATES:
        name = template_name(path)
        # Messages, failures and parts are put together from a folder and a code.
        stem = name.rsplit("/", 1)[-1].split(".")[0]
        made = name.startswith(("notices/messages/", "errors/")) and stem in text
        made = made or (name.startswith("parti/") and f'"{stem}"' in text)
        if not (f'"{name}"' in text or f"'{name}'" in text or made or name.startswith(FOUND_BY_DJANGO)):
            unused.append(name)
    assert not unused, "\n".join(unused)


def test_every_page_stands_in_the_same_frame() -> None:
    wrong = []
    for path in TEMPLATES:
        name, text = template_name(path), path.read_text()
        partial = path.name.startswith("_") or name.startswith(("parti/", "django/", "notices/messages/"))
        # The page of our own failures stands without menu, session and database.
        if partial or name in {"base.html", "errors/plain.html"} or path.suffix != ".html":
            continue
        if not re.match(r'\{% extends "(base|errors/plain)\.html" %\}', text):
            wrong.append(name)
    assert not wrong, "\n".join(wrong)


TOKEN = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
TAG_TEXT = re.compile(r"<[^>]*>", re.S)
READ_ATTRIBUTE = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"{<>]*[A-Za-zÀ-ÿ]{2}[^"{<>]*)"')
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# Names of ours and signs that are the same in every language.
SAME_EVERYWHERE = {
    "Job",
    "Caffè",
    "QR",
    "PDF",
    "CSV",
    "DOCX",
    "XLSX",
    "JOBFEST",
    "SAP",
    "Italiano",
    "English",
    "JC",
}


def bare(source: str) -> list[tuple[int, str]]:
    """Words of a template that nobody can translate, with their lines."""
    text = re.sub(r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", _blank, source, flags=re.S)
    text = re.sub(r"\{%\s*blocktranslate\b.*?\{%\s*endblocktranslate\s*%\}", _blank, text, flags=re.S)
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", _blank, text, flags=re.S)
    text = TOKEN.sub(_blank, text)
    found = [(text[: match.start()].count("\n") + 1, match[1]) for match in READ_ATTRIBUTE.finditer(text)]
    text = TAG_TEXT.sub(_blank, text)
    for number, line in enumerate(text.split("\n"), 1):
        line = re.sub(r"&\w+;", " ", line)
        if set(WORD.findall(line)) - SAME_EVERYWHERE:
            found.append((number, line.strip()))
    return found


def _blank(match: re.Match[str]) -> str:
    """As many lines, no words."""
    return " " + "\n" * match[0].count("\n")


def test_every_word_of_a_page_can_be_translated() -> None:
    wrong = [
        f"{short(path)}:{line}: {text}"
        for path in TEMPLATES
        if path.suffix == ".html" and template_name(path) not in {"style.html"}
        for line, text in bare(path.read_text())
    ]
    assert not wrong, "\n".join(wrong)


def test_a_bare_word_is_noticed() -> None:
    source = '<p>{% translate "Ciao" %}</p>\n<p>Salve {{ name }}</p>\n<a title="Vai via">x</a>{# una nota #}'
    assert bare(source) == [(3, "Vai via"), (2, "Salve")]
    assert bare("{% blocktranslate %}Ciao\n{{ a }}{% endblocktranslate %}<svg><text>ab</text></svg>") == []


def test_every_text_in_code_that_a_page_shows_is_marked() -> None:
    """What the parts of a page are given in Python: labels, titles, captions, refusals in web."""
    import ast

    shown = {"label", "help_text", "title", "caption", "empty", "button", "sub", "done", "placeholder"}
    wrong = []
    for path, tree in modules().items():
        if "web" not in path.parts or path.name == "style.py":
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            for keyword in node.keywords:
                value = keyword.value
                if (
                    keyword.arg in shown
                    and isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                    and set(WORD.findall(value.value)) - SAME_EVERYWHERE
                ):
                    wrong.append(f"{path.relative_to(ROOT)}:{value.lineno}: {keyword.arg}={value.value!r}")
    assert not wrong, "\n".join(wrong)
