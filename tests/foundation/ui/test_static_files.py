"""Static files: versioned, compressed, kept for a year, and nothing else is served."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client

from jobcaffe.foundation.ui import icons, versions


def test_a_name_changes_with_its_content() -> None:
    first, second = versions.versioned("build/app.css", b"a"), versions.versioned("build/app.css", b"b")
    assert re.fullmatch(r"build/app\.[0-9a-f]{10}\.css", first)
    assert first != second


def test_the_address_of_a_file_carries_its_digest() -> None:
    content = (versions.ROOT / "build" / "app.css").read_bytes()
    assert static("build/app.css") == f"/static/build/app.{versions.digest(content)}.css"


@pytest.mark.parametrize("name", ["../forms.py", "build/../../forms.py", "build/absent.css", "build/OFL.txt"])
def test_what_is_not_served_keeps_its_name_and_is_not_found(name: str) -> None:
    assert versions.version_of(name) == name
    assert not finders.find(name)


def test_no_file_of_any_package_is_served() -> None:
    served = [Path(storage.path(name)) for one in finders.get_finders() for name, storage in one.list(None)]
    assert served
    assert [path for path in served if versions.ROOT not in path.parents] == []
    assert not finders.find("django_htmx/htmx-2.min.js")


@pytest.mark.parametrize(("accept", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_style_is_sent_small_and_kept_for_a_year(accept: str, coding: str | None) -> None:
    response = Client().get(static("build/app.css"), headers={"accept-encoding": accept})
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding") == coding
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Type"].startswith("text/css")


def test_every_font_named_by_the_style_is_served() -> None:
    css = (versions.ROOT / "build" / "app.css").read_text()
    names = re.findall(r"url\(([^)]+\.woff2)\)", css)
    assert len(names) == 6
    assert {Client().get(f"/static/build/{name}").status_code for name in names} == {200}


def test_the_sprite_has_every_icon_once() -> None:
    sprite = (versions.ROOT / icons.SPRITE).read_text()
    assert sorted(re.findall(r'<symbol id="([\w-]+)"', sprite)) == sorted(icons.NAMES)


def test_first_visit_of_a_citizen_weighs_less_than_sixty_kilobytes() -> None:
    build: Path = versions.ROOT / "build"
    files = ["app.css.br", "icons.svg.br", "table.svg.br", *(f"titillium-{n}.woff2" for n in (400, 600, 700))]
    assert sum((build / name).stat().st_size for name in files) < 60 * 1024


def test_scripts_are_small() -> None:
    build = versions.ROOT / "build"
    assert (build / "app.js.gz").stat().st_size < 5 * 1024
    assert (build / "exit.js.gz").stat().st_size < 1024


@pytest.mark.django_db
def test_pages_are_compressed_and_documents_are_not() -> None:
    page = Client().get("/_stile/", headers={"accept-encoding": "gzip"})
    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"]
    font = Client().get(static("build/titillium-400.woff2"), headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in font.headers
