"""Static files carry the digest of their content in their name, so that browsers keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent / "static"
# Only these kinds are ever served, and only from ROOT.
SERVED = frozenset({".css", ".js", ".svg", ".woff2", ".png", ".jpg", ".webp", ".webmanifest"})
TWINS = (".br", ".gz")


def digest(content: bytes) -> str:
    """Ten hexadecimal characters of SHA-256."""
    return hashlib.sha256(content).hexdigest()[:10]


def versioned(name: str, content: bytes) -> str:
    """``build/app.css`` → ``build/app.0a1b2c3d4e.css``."""
    path = Path(name)
    return path.with_name(f"{path.stem}.{digest(content)}{path.suffix}").as_posix()


def served_files(root: Path = ROOT) -> dict[str, Path]:
    """Name without version → file, for everything that may be served."""
    return {
        path.relative_to(root).as_posix(): path
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix in SERVED
    }


def compressed_twins(files: dict[str, Path]) -> dict[str, Path]:
    """The gzip and brotli twins of versioned files, which the server chooses by itself."""
    pairs = (
        (f"{name}{end}", path.with_name(path.name + end)) for name, path in files.items() for end in TWINS
    )
    return {name: path for name, path in pairs if path.is_file()}


@cache
def version_of(name: str) -> str:
    """The versioned name of a served file; the plain name when the file was not built.

    Read once per process: a new build needs a new start.
    """
    path = ROOT / name
    if path.suffix not in SERVED or ROOT not in path.resolve().parents or not path.is_file():
        return name
    return versioned(name, path.read_bytes())
