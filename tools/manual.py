"""Writes the manual's page *Chi può fare che cosa* from the access dictionary.

.venv/bin/python tools/manual.py           write the page
.venv/bin/python tools/manual.py --check   exit 1 when the page is not what the dictionary says
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "manuale" / "chi-puo-fare-cosa.md"
if not settings.configured:  # labels of roles are Italian as they stand: no catalogue is needed
    settings.configure(USE_I18N=False)

from jobcaffe.foundation.access import ANYBODY, CAPABILITIES, CONDITIONS, Capability, Reach  # noqa: E402
from jobcaffe.foundation.accounts.enums import Role  # noqa: E402

HEAD = """# Chi può fare che cosa

<!-- Scritta da tools/manual.py a partire da foundation/access.py: non si cambia a mano. -->

Questa pagina nasce dal dizionario dei permessi che il programma usa davvero.
Ogni pagina del sito chiede a quel dizionario, e a nient'altro.
Le prove automatiche provano ogni indirizzo con ogni ruolo.

Chi non può aprire una pagina vede la stessa risposta di chi chiede una pagina che non c'è.

## Come si legge

| Parola | Vuol dire |
|---|---|
{legend}

Chi ha due ruoli può fare quello che può fare ognuno dei due.
Le schede riservate fanno eccezione: le apre solo chi le segue, e la regia con un motivo scritto.
Gli incontri riservati fanno eccezione: li apre solo chi li guida.
"""
WORDS = {
    Reach.OWN: ("proprio", "solo ciò che riguarda chi guarda, o ciò che guida"),
    Reach.ASSIGNED: ("squadra", "le persone della propria squadra"),
    Reach.GATED: (
        "con motivo",
        "le persone della propria squadra; le altre con un motivo scritto, per 8 ore",
    ),
    Reach.ALL: ("tutto", "tutto ciò che c'è"),
}
VISITOR = "Chi visita il sito"


def reach_for(capability: Capability, role: str) -> Reach:
    """What the dictionary gives to a role, or to anybody."""
    return capability.reach.get(role, capability.reach.get(ANYBODY, Reach.NONE))


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join([HEAD.format(legend="\n".join(_legend())), *_roles(), *_table(), ""])


def _legend() -> Iterator[str]:
    for word, meaning in WORDS.values():
        yield f"| {word} | {meaning} |"


def _roles() -> Iterator[str]:
    yield "## Ruolo per ruolo\n"
    yield from _role(VISITOR, ANYBODY)
    for role in Role:
        yield from _role(str(role.label), role.value)


def _role(title: str, role: str) -> Iterator[str]:
    """What one role may do; what anybody may do is said once, under the visitors."""
    yield f"### {title}\n"
    for capability in CAPABILITIES:
        found = capability.reach.get(role, Reach.NONE)
        if found is not Reach.NONE:
            yield f"- {_label(capability)}: **{WORDS[found][0]}**"
    yield ""


def _label(capability: Capability) -> str:
    """What it is called, with its condition if it has one."""
    condition = CONDITIONS.get(capability.condition)
    return f"{capability.label} ({condition})" if condition else capability.label


def _table() -> Iterator[str]:
    yield "## Tutto in una tabella\n"
    yield "| Che cosa | Codice | " + " | ".join([VISITOR, *(str(role.label) for role in Role)]) + " |"
    yield "|" + "---|" * (len(Role) + 3)
    for capability in CAPABILITIES:
        cells = [_cell(capability, role) for role in (ANYBODY, *Role.values)]
        yield f"| {_label(capability)} | `{capability.code}` | " + " | ".join(cells) + " |"


def _cell(capability: Capability, role: str) -> str:
    found = reach_for(capability, role)
    return "–" if found is Reach.NONE else WORDS[found][0]


def stale(path: Path = PAGE) -> bool:
    """Whether the page on the disk is not what the dictionary says now."""
    return not path.is_file() or path.read_text(encoding="utf-8") != page()


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 when the page is stale")
    if parser.parse_args().check:
        if stale():
            print(f"{PAGE.relative_to(ROOT)} is stale: run python tools/manual.py")
            return 1
        return 0
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
