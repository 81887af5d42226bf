"""Files: only what they claim to be, unreadable on the disk, gone when the transaction is undone."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files import formats, serve, store
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.privacy.crypto import Unreadable

pytestmark = pytest.mark.django_db
SCRIPT = b"<script>alert(1)</script>"
GPS = b"45.5692N 9.0267E via Lamarmora"


def pdf(extra: bytes = b"") -> bytes:
    """A small PDF."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog" + extra + b">>endobj\nxref\nstartxref\n9\n%%EOF\n"


def segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*, width: int = 8, height: int = 8, exif: bytes = b"", tail: bytes = b"", turn: int = 0) -> bytes:
    """A JPEG's structure with metadata in every place where it hides."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    if turn:
        entry = struct.pack("<HHIHH", 0x0112, 3, 1, turn, 0)
        exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + b"\0\0\0\0" + GPS
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    parts = [
        segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xE1, exif or b"Exif\0\0" + GPS),
        segment(0xED, b"Photoshop " + GPS),
        segment(0xFE, SCRIPT),
        frame,
        scan,
        segment(0xC4, b"\x00" * 17),
        scan,
    ]
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xd9" + tail


def chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*, width: int = 2, height: int = 2, tail: bytes = b"") -> bytes:
    """A PNG with text, EXIF and a profile."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\x00\x01\x02" * 2))
    hidden = chunk(b"tEXt", b"Comment\0" + SCRIPT) + chunk(b"eXIf", GPS) + chunk(b"iCCP", SCRIPT)
    return formats.PNG_START + head + hidden + data + chunk(b"IEND", b"") + tail


def bomb() -> bytes:
    """A small archive that becomes 50 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # A fixed date: two processes that collect the tests must see the same bytes.
        fixed = zipfile.ZipInfo("word/document.xml", (2026, 1, 1, 0, 0, 0))
        archive.writestr(fixed, b"\0" * 50_000_000, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def save(content: bytes, name: str = "foglio.pdf", kind: str = "scan") -> StoredFile:
    """Store it."""
    return store.save_bytes(actor=SYSTEM, name=name, content=content, kind=kind)


def save_and_fail(content: bytes) -> None:
    """Store it, see it on the disk, fail."""
    assert store.path_of(save(content).pk).exists()
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("content", "content_type", "ending"),
    [(pdf(), "application/pdf", ".pdf"), (jpeg(), "image/jpeg", ".jpg"), (png(), "image/png", ".png")],
    ids=["pdf", "jpeg", "png"],
)
def test_a_good_file_is_kept_under_what_it_is(content: bytes, content_type: str, ending: str) -> None:
    row = save(content, name="foglio firme.html")
    assert (row.content_type, row.name) == (content_type, f"foglio_firme{ending}")
    assert len(store.read_bytes(row)) == row.size
    assert Entry.objects.get().action == "file.store"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<!doctype html>" + SCRIPT,
        b"GIF89a" + SCRIPT,
        b"MZ\x90\x00",
        bomb(),
        SCRIPT + pdf(),
        b"%PDF-1.7\n" + SCRIPT,
        pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        pdf(b"/J#61vaScript(x)"),
        pdf(b"/Names<</EmbeddedFiles 3 0 R>>"),
        pdf(b"/A<</S/Launch/F(cmd.exe)>>"),
        pdf(b"/AcroForm<</XFA 4 0 R>>"),
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\xff\xd8\xff\xd9",
        jpeg()[:-20],
        jpeg(width=60000, height=60000),
        png(width=60000, height=60000),
        png()[:-6],
        png().replace(b"\x08\x00\x00\x00\x00", b"\x08\x00\x00\x00\x01", 1),
        formats.PNG_START + chunk(b"IEND", b""),
        formats.PNG_START,
    ],
    ids=lambda content: f"{content[:14]!r}-{len(content)}",
)
def test_anything_else_is_refused_in_italian_and_nothing_stays(content: bytes) -> None:
    with pytest.raises(Refused, match=r"\. "):
        save(content)
    assert StoredFile.objects.count() == 0
    assert list(Path(settings.FILES_ROOT).rglob("*.*")) == []


def test_above_twenty_megabytes_is_refused_before_looking_inside() -> None:
    with pytest.raises(Refused, match="20 MB"):
        save(pdf(b" " * settings.UPLOAD_LIMIT_BYTES))


def test_random_damage_never_breaks_the_checker() -> None:
    chance = random.Random(7)
    for good in (jpeg(turn=6), png(), pdf()):
        for _ in range(300):
            broken = bytearray(good)
            for _ in range(chance.randint(1, 4)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                formats.cleaned(bytes(broken[: chance.randint(1, len(broken))]))
            except Refused:
                continue


def test_a_photo_says_nothing_of_where_it_was_taken_and_carries_no_second_file() -> None:
    kept = store.read_bytes(save(jpeg(tail=SCRIPT + bomb()[:100]), name="foto.jpg"))
    assert GPS not in kept
    assert SCRIPT not in kept
    assert kept.endswith(b"\xff\xd9")
    assert b"JFIF" in kept
    assert kept.count(b"\xff\xda") == 2


def test_a_photo_keeps_only_how_the_phone_was_held() -> None:
    _kind, kept = formats.cleaned(jpeg(turn=6))
    assert GPS not in kept
    assert formats.cleaned(kept)[1] == kept
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in kept


def test_a_png_keeps_colours_only() -> None:
    _kind, kept = formats.cleaned(png(tail=SCRIPT))
    assert kept == formats.PNG_START + b"".join(
        [
            chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(b"\x00\x01\x02" * 2)),
            chunk(b"IEND", b""),
        ]
    )


def test_a_photo_is_asked_where_a_photo_is_needed() -> None:
    with pytest.raises(Refused):
        save(pdf(), kind="photo")


@pytest.mark.parametrize(
    ("content", "ending"),
    [(pdf(), ".pdf"), (bomb(), ".docx"), (b"a;b\n1;2\n", ".csv")],
    ids=["pdf", "docx", "csv"],
)
def test_what_the_software_made_itself_is_kept_byte_by_byte(content: bytes, ending: str) -> None:
    row = save(content, name="rapporto", kind="issued")
    assert row.name == f"rapporto{ending}"
    assert store.read_bytes(row) == content


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "", "C:\\temp\\foglio.pdf", "/", "a\x00b.pdf", "…"]
)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    row = save(pdf(), name=name)
    assert row.name.endswith(".pdf")
    assert not set(row.name) & set("/\\\x00")
    assert store.path_of(row.pk).is_relative_to(settings.FILES_ROOT)


def test_the_disk_holds_no_clear_byte_and_only_the_owner_reads_it() -> None:
    row = save(pdf(b"/Subject(Rosa Brambilla)"))
    path = store.path_of(row.pk)
    assert b"Brambilla" not in path.read_bytes()
    assert oct(path.stat().st_mode)[-3:] == "600"


def test_one_flipped_byte_anywhere_is_refused() -> None:
    row = save(pdf())
    path = store.path_of(row.pk)
    good = path.read_bytes()
    for place in range(len(good)):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(Unreadable):
            store.read_bytes(row)


def test_a_file_put_in_the_place_of_another_is_refused() -> None:
    first, second = save(pdf()), save(pdf(b"/A 1"))
    store.path_of(first.pk).write_bytes(store.path_of(second.pk).read_bytes())
    with pytest.raises(Unreadable):
        store.read_bytes(first)


def test_a_file_that_is_gone_says_so() -> None:
    row = save(pdf())
    store.path_of(row.pk).unlink()
    with pytest.raises(Unreadable):
        store.read_bytes(row)


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_when_its_transaction_is_undone() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        save_and_fail(pdf())
    assert list(Path(settings.FILES_ROOT).rglob("*.*")) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_when_only_its_savepoint_is_undone_and_its_neighbour_stays() -> None:
    with transaction.atomic():
        kept = save(pdf())
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            save_and_fail(pdf(b"/B 1"))
    assert [path.stem for path in Path(settings.FILES_ROOT).rglob("*.jcf")] == [kept.pk.hex]
    assert store.read_bytes(kept) == pdf()


@pytest.mark.django_db(transaction=True)
def test_deleting_removes_row_and_bytes_only_when_the_transaction_stands() -> None:
    row = save(pdf())
    path = store.path_of(row.pk)
    with transaction.atomic():
        store.delete(actor=SYSTEM, file=StoredFile.objects.get(pk=row.pk))
        transaction.set_rollback(True)
    assert path.exists()
    store.delete(actor=SYSTEM, file=StoredFile.objects.get(pk=row.pk))
    assert not path.exists()


def test_the_sweep_removes_what_a_killed_process_left_and_nothing_young_or_known() -> None:
    known = save(pdf())
    folder = store.path_of(known.pk).parent
    orphan, half, young = folder / ("0" * 32 + ".jcf"), folder / "x.1.part", folder / ("1" * 32 + ".jcf")
    for path in (orphan, half, young):
        path.write_bytes(b"x")
    for path in (orphan, half, store.path_of(known.pk)):
        os.utime(path, (1, 1))
    assert store.sweep() == 2
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [young.name, store.path_of(known.pk).name]
    )


def test_a_file_is_served_as_a_download_that_can_do_nothing() -> None:
    answer = serve.as_attachment(save(pdf(), name="foglio è.pdf"))
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store, private"


def test_the_site_does_not_weaken_the_policy_of_a_served_file(rf: Any) -> None:
    from csp.middleware import CSPMiddleware

    answer = CSPMiddleware(lambda _request: serve.as_attachment(save(pdf())))(rf.get("/"))
    assert answer["Content-Security-Policy"] == serve.POLICY
