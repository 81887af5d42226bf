"""Importing organisations from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from jobcaffe.foundation.imports import parsing
from jobcaffe.foundation.imports.parsing import Wrong
from jobcaffe.foundation.imports.spec import Column, Draft, Known, Values
from jobcaffe.foundation.journal.actions import Actor, Line, record_many
from jobcaffe.foundation.search import normalise, search_key
from jobcaffe.organisations import codes
from jobcaffe.organisations.enums import Kind, Stage
from jobcaffe.organisations.models import Organisation

KINDS = {
    **dict.fromkeys(["azienda", "impresa", "ditta", "societa", "negozio", "artigiano"], Kind.COMPANY.value),
    **dict.fromkeys(
        ["scuola", "istituto", "istituto comprensivo", "ic", "liceo", "universita"], Kind.SCHOOL.value
    ),
    **dict.fromkeys(
        ["associazione", "odv", "aps", "asd", "volontariato", "onlus", "parrocchia", "ets"],
        Kind.ASSOCIATION.value,
    ),
    **dict.fromkeys(["cooperativa", "coop", "cooperativa sociale", "consorzio"], Kind.COOPERATIVE.value),
    **dict.fromkeys(["ente pubblico", "comune", "ente", "pubblico", "asst", "ats"], Kind.PUBLIC_BODY.value),
    **dict.fromkeys(["sindacato", "patronato"], Kind.UNION.value),
    **dict.fromkeys(
        ["associazione di categoria", "categoria", "confederazione"], Kind.TRADE_ASSOCIATION.value
    ),
}
STAGES = {
    **dict.fromkeys(["conosciuta", "da contattare", "contattata", "no"], Stage.KNOWN.value),
    **dict.fromkeys(["interessata", "forse"], Stage.INTERESTED.value),
    **dict.fromkeys(["aderisce", "aderente", "adesione", "aderito", "si"], Stage.MEMBER.value),
    **dict.fromkeys(["non aderisce piu", "uscita"], Stage.LEFT.value),
}
FIELDS = (
    "name", "kind", "fiscal_code", "vat_number", "municipality", "address", "sector", "phone", "email",
    "website", "stage", "joined_on", "ateco_code", "rea_number", "runts_number", "offers", "asks",
)  # fmt: skip
CODE_LENGTHS = {11, 16}


def parse_kind(text: str) -> str:
    """One of the kinds."""
    return parsing.parse_choice(text, KINDS, what="tipo")


def parse_stage(text: str) -> str:
    """How near to the programme."""
    return parsing.parse_choice(text, STAGES, what="adesione")


def parse_code(text: str) -> str:
    """A fiscal code of a body (11 digits, zeros lost by the spreadsheet put back) or of a person."""
    text = codes.compact(text) if text.strip() else ""
    if text and not codes.is_code(text):
        raise Wrong(f"«{text}» non è un codice giusto: controlla le cifre")
    return text


def parsed(parse: Callable[[str], str]) -> Callable[[str], str]:
    """A parser of a room as the import wants it: what is wrong is told with the row."""

    def tell(text: str) -> str:
        try:
            return parse(text)
        except ValueError as wrong:
            raise Wrong(str(wrong)) from wrong

    return tell


class OrganisationsImport:
    """Companies, schools, associations, cooperatives, public bodies."""

    kind = "organisations"
    label = "Organizzazioni"
    columns: Sequence[Column] = (
        Column(
            "name",
            "Denominazione",
            ("ragione sociale", "nome", "organizzazione", "ente", "azienda", "associazione"),
        ),
        Column("kind", "Tipo", ("tipologia", "categoria", "tipo ente"), parse_kind),
        Column("fiscal_code", "Codice fiscale", ("cf", "c f", "cod fiscale"), parse_code),
        Column("vat_number", "Partita IVA", ("p iva", "piva", "partita i v a"), parse_code),
        Column("municipality", "Comune", ("citta", "paese", "sede"), parsing.title_case),
        Column("address", "Indirizzo", ("via",)),
        Column("sector", "Settore", ("attivita", "ateco", "settore di attivita")),
        Column("phone", "Telefono", ("tel", "cellulare", "recapito"), parsing.parse_phone),
        Column("email", "Email", ("e mail", "mail", "pec", "posta elettronica"), parsing.parse_email),
        Column("website", "Sito", ("sito web", "web", "sito internet")),
        Column("stage", "Adesione", ("stato", "aderisce", "aderente"), parse_stage),
        Column("joined_on", "Data adesione", ("adesione il", "aderisce dal"), parsing.parse_date),
        Column("ateco_code", "Codice ATECO", ("codice attivita",), parsed(codes.parse_ateco)),
        Column("rea_number", "Numero REA", ("rea",), parsed(codes.parse_rea)),
        Column("runts_number", "Numero RUNTS", ("runts", "iscrizione runts"), parsed(codes.parse_runts)),
        Column("offers", "Che cosa offre", ("offre", "offerte")),
        Column("asks", "Che cosa cerca", ("cerca", "richieste")),
    )

    def complete(self, draft: Draft) -> None:
        """A name is needed. Without a kind it is a company; a day of joining means it joined."""
        values = draft.values
        if not values.get("name"):
            draft.reasons.append("Denominazione: manca")
        if values.get("joined_on") and not values.get("stage"):
            values["stage"] = Stage.MEMBER.value

    def keys(self, values: Values) -> list[str]:
        """Fiscal code, VAT number, and the name with its comune."""
        found = [f"code:{values[name]}" for name in ("fiscal_code", "vat_number") if values.get(name)]
        name = normalise(values.get("name", ""))
        return [*found, f"name:{name}"] if name else found

    def existing(self, keys: set[str], actor: Actor) -> list[Known]:
        """Organisations that share a code or a name with the file."""
        codes = [key.removeprefix("code:") for key in keys if key.startswith("code:")]
        names = [key.removeprefix("name:") for key in keys if key.startswith("name:")]
        found: dict[object, Organisation] = {}
        for field, values in (("fiscal_code", codes), ("vat_number", codes), ("search_name", names)):
            for start in range(0, len(values), 5000):
                part = Organisation.objects.filter(**{f"{field}__in": values[start : start + 5000]})
                found.update({organisation.pk: organisation for organisation in part})
        return [Known(str(o.pk), _present(o)) for o in found.values()]

    def agreement(self, known: Values, values: Values) -> int:
        """Equal codes decide; otherwise the same name, unless comune or codes say no."""
        for name in ("fiscal_code", "vat_number"):
            if known.get(name) and values.get(name):
                return 100 if known[name] == values[name] else 0
        if normalise(known.get("name", "")) != normalise(values.get("name", "")):
            return 0
        towns = {normalise(v["municipality"]) for v in (known, values) if v.get("municipality")}
        return 0 if len(towns) > 1 else 1

    def create(self, rows: Sequence[Values], actor: Actor) -> list[str]:
        """New organisations, one journal row each."""
        made = [_fill(Organisation(kind=Kind.COMPANY, stage=Stage.KNOWN), values) for values in rows]
        Organisation.objects.bulk_create(made)
        record_many(
            actor, [Line("import.organisation", "organisations.organisation", str(o.pk)) for o in made]
        )
        return [str(organisation.pk) for organisation in made]

    def update(self, rows: Sequence[tuple[str, Values]], actor: Actor) -> None:
        """Write the changed fields."""
        found = {
            str(o.pk): o
            for o in Organisation.objects.select_for_update().filter(pk__in=[ref for ref, _ in rows])
        }
        for ref, values in rows:
            _fill(found[ref], values)
        Organisation.objects.bulk_update(list(found.values()), [*FIELDS, "search_name"])
        record_many(
            actor,
            [
                Line("import.organisation", "organisations.organisation", ref, fields=sorted(values))
                for ref, values in rows
            ],
        )

    def remove(self, refs: Sequence[str], actor: Actor) -> dict[str, str]:
        """Delete imported organisations that nothing refers to."""
        stay: dict[str, str] = {}
        for relation in Organisation._meta.related_objects:
            used = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(refs)})
            stay.update(
                {
                    str(ref): "L'organizzazione ha già altri dati: resta"
                    for ref in used.values_list(relation.field.name, flat=True)
                }
            )
        going = [ref for ref in refs if ref not in stay]
        record_many(actor, [Line("import.removed", "organisations.organisation", ref) for ref in going])
        Organisation.objects.filter(pk__in=going).delete()
        return stay


def _present(organisation: Organisation) -> Values:
    values: Values = {name: getattr(organisation, name) for name in FIELDS}
    joined = organisation.joined_on
    return {**values, "joined_on": joined.isoformat() if joined else None}


def _fill(organisation: Organisation, values: Values) -> Organisation:
    for name in FIELDS:
        if name not in values:
            continue
        value = values[name]
        if name == "joined_on":
            organisation.joined_on = date.fromisoformat(value) if value else None
        elif value or name not in {"kind", "stage"}:
            setattr(organisation, name, value or "")
    organisation.search_name = search_key(organisation.name)
    return organisation
