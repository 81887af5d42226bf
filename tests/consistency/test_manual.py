"""The manual says what the product does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jobcaffe.cli import _parser
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Capability, Reach
from jobcaffe.foundation.accounts.enums import Role
from tools import manual

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CHAPTERS = sorted((ROOT / "docs" / "manuale").glob("*.md"))


def test_the_page_of_permissions_is_what_the_dictionary_says() -> None:
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page()


def test_a_changed_dictionary_makes_the_page_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not manual.stale()
    extra = Capability("person.sell", "Vendere le persone", {Role.FUNDER: Reach.ALL})
    monkeypatch.setattr(manual, "CAPABILITIES", (*access.CAPABILITIES, extra))
    assert manual.stale()
    assert "- Vendere le persone: **tutto**" in manual.page()


def test_every_role_has_its_chapter_in_the_page_of_permissions() -> None:
    headings = re.findall(r"^### (.+)$", manual.page(), re.MULTILINE)
    assert headings == [manual.VISITOR, *(str(role.label) for role in Role)]


def _targets(page: Path) -> list[str]:
    return re.findall(r"\]\((?!https?:|mailto:)([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    broken = [target for target in _targets(page) if not (page.parent / target).exists()]
    assert broken == []


def test_every_chapter_is_in_the_index() -> None:
    index = ROOT / "docs" / "manuale" / "README.md"
    assert {chapter.name for chapter in CHAPTERS} - {"README.md"} == {*_targets(index)} & {
        chapter.name for chapter in CHAPTERS
    }


def _commands() -> set[str]:
    groups = [action for action in _parser()._actions if action.dest == "command"]
    return set(groups[0].choices or {})


@pytest.mark.parametrize("page", ["README.md", "docs/manuale/comandi.md"])
def test_every_command_is_described(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert {name for name in _commands() if f"`jobcaffe {name}" not in text} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_command_that_is_not_there(page: Path) -> None:
    named = set(
        re.findall(r"(?:^|[`/ ])jobcaffe (?!jobcaffe)([a-z][a-z-]+)", page.read_text(encoding="utf-8"), re.M)
    )
    assert named - _commands() - {"migrate", "makemigrations", "check"} == set()


def test_every_setting_of_the_environment_is_in_the_operations_page() -> None:
    source = (ROOT / "src" / "jobcaffe" / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert {name for name in read if f"`{name}`" not in told} == set()
