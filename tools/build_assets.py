"""Builds what the look is made of into ``foundation/ui/static/build`` and compiles the translations.

    .venv/bin/python tools/build_assets.py [--force]

Sass → one style sheet; Titillium Web → small Latin files; an own sprite of icons; scripts; each with
its gzip and brotli twin. Needs node and npm; running the platform needs neither. Nothing is done
when no source has changed. Files are replaced one by one, so that a running build harms nobody.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import brotli
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from jobcaffe.foundation.ui import icons, versions  # noqa: E402

ASSETS = ROOT / "assets"
MODULES = ROOT / "node_modules"
ITALIA = MODULES / "bootstrap-italia"
LOCALE = ROOT / "src" / "jobcaffe" / "locale"
OUT = versions.ROOT / "build"
STAMP = OUT / ".stamp"
LOCK_STAMP = MODULES / ".installed"
FONT_NAMES = {400: "regular", 600: "600", 700: "700"}
# What every page needs, and what only some names need (loaded when a page shows one of them).
LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+2013,U+2014,U+2018-201D,U+2022,U+2026,U+2032,U+20AC,U+2190-2193,U+00D7"
)
LATIN_MORE = "U+0100-0130,U+0132-017F,U+0218-021B"
COMPRESSED = {".css", ".js", ".svg"}
# Scripts that are pages and workers at once: one file each, since a worker keeps one address. In this order.
OFFLINE = ("offline/common.js", "offline/shell.js")
BUNDLES = {
    "door.js": (
        *OFFLINE,
        *(f"door/{part}.js" for part in ("kept", "state", "reading", "sending", "showing", "camera")),
        *(f"door/{part}.js" for part in ("leaving", "worker", "page")),
    ),
    "evening.js": (
        *OFFLINE,
        *(f"evening/{part}.js" for part in ("kept", "form", "sending", "worker", "page")),
    ),
}


def sources() -> list[Path]:
    """Every file whose change asks for a new build."""
    own = [path for path in ASSETS.rglob("*") if path.is_file()]
    translations = LOCALE.rglob("*.po")
    code = [Path(__file__), Path(icons.__file__), Path(versions.__file__), ROOT / "package-lock.json"]
    return sorted([*own, *translations, *code, htmx_source()])


def fingerprint(paths: Iterable[Path]) -> str:
    """One digest over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.name).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def install() -> None:
    """``npm ci`` when the lock file is not what is installed."""
    wanted = fingerprint([ROOT / "package-lock.json"])
    if LOCK_STAMP.is_file() and LOCK_STAMP.read_text() == wanted:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: install Node.js 18 or newer, then try again")
    subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
        cwd=ROOT,
        check=True,
    )
    LOCK_STAMP.write_text(wanted)


def write(name: str, content: bytes) -> None:
    """Write a file and its compressed twins, each in one step."""
    _replace(OUT / name, content)
    if Path(name).suffix in COMPRESSED:
        _replace(OUT / f"{name}.gz", gzip.compress(content, 9, mtime=0))
        _replace(OUT / f"{name}.br", brotli.compress(content, quality=11))


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)


def build_font(weight: int, unicodes: str, name: str) -> None:
    """One weight of Titillium Web with only the given characters, as woff2."""
    folder = ITALIA / "dist" / "fonts" / "Titillium_Web"
    source = folder / f"titillium-web-v10-latin-ext_latin-{FONT_NAMES[weight]}.ttf"
    options = subset.Options(flavor="woff2", layout_features=["*"], drop_tables=["DSIG"])
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    worker.subset(font)
    font.flavor = "woff2"
    with tempfile.TemporaryFile() as stream:
        font.save(stream)
        stream.seek(0)
        write(name, stream.read())


def build_fonts() -> None:
    """Three weights, each in two files; the licence stays beside them."""
    for weight in FONT_NAMES:
        build_font(weight, LATIN, f"titillium-{weight}.woff2")
        build_font(weight, LATIN_MORE, f"titillium-more-{weight}.woff2")
    write("OFL.txt", (ITALIA / "dist" / "fonts" / "Titillium_Web" / "OFL.txt").read_bytes())
    write("LICENSE-bootstrap-italia.txt", (ITALIA / "LICENSE").read_bytes())


def build_style() -> None:
    """Compile the Sass; addresses of fonts get their versions."""
    command = [
        str(MODULES / ".bin" / "sass"),
        "--style=compressed",
        "--no-source-map",
        "--no-charset",
        "--quiet",
        f"--load-path={ITALIA / 'src' / 'scss'}",
        f"--load-path={ASSETS / 'scss'}",
        str(ASSETS / "scss" / "app.scss"),
    ]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    write("app.css", re.sub(r'url\("?([\w-]+\.woff2)"?\)', _versioned_address, text).encode())


def _versioned_address(match: re.Match[str]) -> str:
    name = match[1]
    return f"url({versions.versioned(name, (OUT / name).read_bytes())})"


def _symbol(name: str, markup: str) -> str:
    """The drawing inside an ``<svg>`` or ``<symbol>``, under our own name."""
    box = re.search(r'viewBox="([^"]+)"', markup)
    inner = re.search(r"<(?:svg|symbol)[^>]*>(.*)</(?:svg|symbol)>", markup, re.DOTALL)
    if box is None or inner is None:
        raise SystemExit(f"the icon {name} is not a drawing")
    return f'<symbol id="{name}" viewBox="{box[1]}">{inner[1].strip()}</symbol>'


def build_icons() -> None:
    """Cut our icons from the sprite of Bootstrap Italia and add the ones drawn here."""
    sprite = (ITALIA / "dist" / "svg" / "sprites.svg").read_text()
    symbols = []
    for name, source in icons.ICONS.items():
        found = re.search(rf'<symbol[^>]*id="{source}".*?</symbol>', sprite, re.DOTALL)
        if found is None:
            raise SystemExit(f"the sprite has no {source}")
        symbols.append(_symbol(name, found[0]))
    symbols += [_symbol(name, (ASSETS / "icons" / f"{name}.svg").read_text()) for name in icons.DRAWN]
    write("icons.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode())


def htmx_source() -> Path:
    """The one script taken from django-htmx."""
    return Path(str(files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"))


def build_reader() -> None:
    """What reads squares where the browser cannot: a module and its parts, with the licence beside them."""
    folder = MODULES / "qr"
    parts = (folder / "index.js").read_bytes()
    write("qr-parts.js", parts)
    name = versions.versioned("qr-parts.js", parts)
    write(
        "qr-reader.js", (folder / "decode.js").read_bytes().replace(b"'./index.js'", f"'./{name}'".encode())
    )
    write("LICENSE-qr.txt", (folder / "LICENSE-MIT").read_bytes())


def build_bundles() -> None:
    """The parts of each bundle one after the other, in one scope that nobody else sees."""
    for name, parts in BUNDLES.items():
        whole = "\n".join((ASSETS / "js" / part).read_text() for part in parts)
        write(name, f'"use strict";\n(() => {{\n{whole}}})();\n'.encode())


def build_copies() -> None:
    """Own scripts and drawings, and htmx 2."""
    for folder in ("js", "art"):
        for path in sorted((ASSETS / folder).iterdir()):
            if path.is_file():
                write(path.name, path.read_bytes())
    write("htmx.js", htmx_source().read_bytes())


def compile_translations() -> None:
    """Every ``.po`` into the ``.mo`` beside it."""
    for source in sorted(LOCALE.rglob("*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parent.parent.name)
        target = source.with_suffix(".mo")
        temporary = target.with_suffix(".mo.new")
        with temporary.open("wb") as stream:
            write_mo(stream, catalogue)
        os.replace(temporary, target)


def built() -> bool:
    """Whether the last build is whole: style, sprite, fonts, scripts, translations."""
    names = [
        "app.css",
        "icons.svg",
        "app.js",
        "exit.js",
        *BUNDLES,
        "fair.js",
        "qr-reader.js",
        "qr-parts.js",
        "htmx.js",
        "table.svg",
        "icon.svg",
    ]
    names += [f"titillium-{weight}.woff2" for weight in FONT_NAMES]
    compiled = all(path.with_suffix(".mo").is_file() for path in LOCALE.rglob("*.po"))
    return compiled and all((OUT / name).is_file() for name in names)


def build(*, force: bool = False) -> bool:
    """Build when something changed; returns whether it did."""
    install()
    wanted = fingerprint(sources())
    if not force and built() and STAMP.is_file() and STAMP.read_text() == wanted:
        return False
    build_fonts()
    build_icons()
    build_copies()
    build_bundles()
    build_reader()
    build_style()
    compile_translations()
    _replace(STAMP, wanted.encode())
    return True


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    print("assets built" if build(force=parser.parse_args().force) else "assets already built")


if __name__ == "__main__":
    main()
