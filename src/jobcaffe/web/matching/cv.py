"""A CV from what she told: only the parts she ticks; as an accessible PDF and as DOCX."""

from __future__ import annotations

import io
import re
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jobcaffe.exchange.introductions.queries import Received
from jobcaffe.exchange.posts.enums import Licence
from jobcaffe.network.matching import queries
from jobcaffe.network.matching.profiles import Told
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.programme.reports.pdf import typeset
from jobcaffe.vocabulary import queries as vocabulary

SOURCE = Path(__file__).parent / "cv.typ"
PARTS = {
    "phone": lazy("Il telefono"),
    "email": lazy("L'email"),
    "municipality": lazy("Il Comune"),
    "wishes": lazy("Che lavoro cerco"),
    "trades": lazy("I lavori che ho fatto"),
    "lived": lazy("Casa, cura e volontariato"),
    "skills": lazy("Che cosa so fare"),
    "studies": lazy("Scuola e corsi"),
    "languages": lazy("Le lingue"),
    "licences": lazy("Patenti e attestati"),
}
CONTACTS = ("phone", "email")
HIDDEN = "•••"
ADDRESS = re.compile(r"\S+@\S+")
NUMBER = re.compile(r"\+?\d(?:[\s./()-]{0,2}\d)+")
PHONE_DIGITS = (9, 13)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Sheet:
    """A CV ready to be set: a name, lines below it, titled lists."""

    name: str
    contacts: list[str] = field(default_factory=list)
    sections: list[tuple[str, list[str]]] = field(default_factory=list)


def sheet_of(person: Person, told: Told, *, name: str = "", contacts: list[str] | None = None) -> Sheet:
    """Only what she ticked and wrote. ``name`` and ``contacts`` instead of hers, where she chose others."""
    ticked = set(told.cv)
    own = [value for part, value in _contacts(person).items() if part in ticked and value]
    lists = [(str(title), lines) for part, title, lines in _lists(told) if part in ticked and lines]
    place = [person.municipality] if "municipality" in ticked and person.municipality else []
    return Sheet(name or person.full_name, [*place, *(own if contacts is None else contacts)], lists)


def _contacts(person: Person) -> dict[str, str]:
    return {"phone": person.phone, "email": person.email}


def _lists(told: Told) -> list[tuple[str, str, list[str]]]:
    trades = vocabulary.labels(one.uri for one in told.trades)
    known = {one.key: one.label for one in vocabulary.experiences()}
    skills = vocabulary.labels(told.skills)
    done = [_line(trades.get(one.uri, one.words), one.where, one.years) for one in told.trades if one.done]
    wished = [trades.get(one.uri, one.words) for one in told.trades if one.wished]
    licences = [capfirst(str(Licence(one).label)) for one in told.licences or ()]
    return [
        ("wishes", _("Che lavoro cerco"), wished),
        ("trades", _("Lavori che ho fatto"), done),
        ("lived", _("Esperienze di casa, cura e volontariato"), [known[k] for k in told.lived if k in known]),
        ("skills", _("Che cosa so fare"), [skills[uri] for uri in told.skills if uri in skills]),
        ("studies", _("Scuola e corsi"), list(told.studies)),
        ("languages", _("Lingue"), list(told.languages)),
        ("licences", _("Patenti e attestati"), licences),
    ]


def _line(label: str, where: str, years: int | None) -> str:
    time = ngettext("%s anno", "%s anni", years) % years if years else ""
    return ", ".join(one for one in (label, where, time) if one)


def for_partner(found: Received) -> Sheet:
    """Hers as an organisation may read it: the name she chose; contacts only once both have said yes."""
    person = Person.objects.get(pk=people.same_person(found.person_ref)[0])
    told = queries.mine_of(people.refs_of_person(person.pk)).told
    sheet = sheet_of(person, told, name=found.name, contacts=list(found.contacts))
    hidden = [one for one in (person.last_name, person.first_name) if one and one not in found.name]
    sections = [(title, [_without(line, hidden) for line in lines]) for title, lines in sheet.sections]
    return replace(sheet, sections=sections)


def _without(line: str, names: list[str]) -> str:
    """A line that she typed herself, without names and contacts that she does not let be seen."""
    for name in names:
        line = re.sub(rf"\b{re.escape(name)}\b", HIDDEN, line, flags=re.IGNORECASE)
    return NUMBER.sub(_unless_dates, ADDRESS.sub(HIDDEN, line))


def _unless_dates(found: re.Match[str]) -> str:
    """A telephone has 9 to 13 digits; "1998-2002" and "12/03/1998" have fewer, two dates more."""
    return HIDDEN if PHONE_DIGITS[0] <= sum(map(str.isdigit, found[0])) <= PHONE_DIGITS[1] else found[0]


def pdf(sheet: Sheet) -> bytes:
    """As a tagged PDF. Raises ``typst.TypstError`` when it could not be read aloud."""
    moment = int(timezone.now().timestamp())
    return typeset(SOURCE, {**asdict(sheet), "title": _("Curriculum di %s") % sheet.name}, moment)


def docx(sheet: Sheet) -> bytes:
    """As a document to go on writing in, with real headings and lists."""
    import docx as words

    document = words.Document()
    document.core_properties.title = _("Curriculum di %s") % sheet.name
    document.core_properties.author = sheet.name
    document.add_heading(sheet.name, level=0)
    if sheet.contacts:
        document.add_paragraph(" · ".join(sheet.contacts))
    for title, lines in sheet.sections:
        document.add_heading(title, level=1)
        for line in lines:
            document.add_paragraph(line, style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def download(content: bytes, kind: str) -> HttpResponse:
    """A file whose name says nothing of a person."""
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="curriculum.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
