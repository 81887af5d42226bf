"""What a file really is, from its bytes. The name and the browser's word count for nothing.

Pictures are written again from their own parts: metadata (place, camera, comments) and whatever
hangs after the end go; only the orientation stays. A PDF is kept as it is, so one that carries
scripts, other files or programs to start is refused. Nothing is decompressed here, so no bomb
can go off; sizes in pixels are bounded for those who will open it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from enum import StrEnum

from jobcaffe.foundation.access import Refused

MOST_PIXELS = 100_000_000


class ContentType(StrEnum):
    """The types that are kept."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"
    ZIP = "application/zip"


def cleaned(content: bytes) -> tuple[ContentType, bytes]:
    """The type and the bytes to keep of a PDF, JPEG or PNG that somebody brought.

    Raises :class:`Refused` for anything else, for damaged files and for active ones.
    """
    if content.startswith(b"%PDF-"):
        return ContentType.PDF, _pdf(content)
    if content.startswith(b"\xff\xd8\xff"):
        return ContentType.JPEG, _jpeg(content)
    if content.startswith(PNG_START):
        return ContentType.PNG, _png(content)
    raise Refused("Questo file non va bene. Carica una foto (JPG o PNG) oppure un PDF.")


def own(content: bytes) -> ContentType:
    """The type of a file that this software made (reports, exports). Raises :class:`Refused`."""
    if content.startswith(b"%PDF-"):
        return ContentType.PDF
    if content.startswith(b"PK\x03\x04"):
        if b"word/document.xml" in content:
            return ContentType.DOCX
        return ContentType.XLSX if b"xl/workbook.xml" in content else ContentType.ZIP
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("Il documento non è di un tipo conosciuto. Crealo di nuovo.") from error
    return ContentType.CSV


# --- PDF -----------------------------------------------------------------------------------
_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_TAIL = 2048


def _pdf(content: bytes) -> bytes:
    if b"%%EOF" not in content[-_PDF_TAIL:] or b"startxref" not in content[-_PDF_TAIL:]:
        raise _damaged("PDF")
    plain = _HEX.sub(lambda match: bytes([int(match[1], 16)]), content)  # /J#61vaScript
    if _ACTIVE.search(plain):
        raise Refused("Questo PDF contiene parti attive. Stampalo in un PDF nuovo e carica quello.")
    return content


# --- JPEG ------------------------------------------------------------------------------------
_START_OF_SCAN, _END, _EXIF, _ADOBE, _COMMENT, _JFIF = 0xDA, 0xD9, 0xE1, 0xEE, 0xFE, 0xE0
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ORIENTATION = 0x0112


def _jpeg(content: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    frames = 0
    for marker, part in _jpeg_parts(content):
        if marker in _FRAMES:
            frames += 1
            height, width = struct.unpack(">HH", part[5:9])
            _bounded(width, height)
        if marker == _EXIF:
            kept.append(_orientation_only(part))
        elif not _is_metadata(marker):
            kept.append(part)
    if not frames:
        raise _damaged("foto")
    return b"".join([*kept, b"\xff\xd9"])


def _is_metadata(marker: int) -> bool:
    application = _JFIF <= marker <= 0xEF
    return marker == _COMMENT or (application and marker not in (_JFIF, _ADOBE))


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker and, for scans, the picture data after it; stops at the end mark."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1  # fill bytes
        if at + 4 > len(content) and content[at : at + 2] != b"\xff\xd9":
            raise _damaged("foto")
        if content[at] != 0xFF:
            raise _damaged("foto")
        marker = content[at + 1]
        if marker == _END:
            return
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise _damaged("foto")
        yield marker, content[at:end]
        at = end


_SCAN_ENDS = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def _end_of_scan(content: bytes, start: int) -> int:
    found = _SCAN_ENDS.search(content, start)
    if not found:
        raise _damaged("foto")
    return found.start()


def _orientation_only(part: bytes) -> bytes:
    """A new EXIF segment with nothing but how the phone was held; empty when it says nothing."""
    turn = _orientation(part[4:])
    if not 2 <= turn <= 8:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turn, 0)
    body = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _orientation(exif: bytes) -> int:
    if not exif.startswith(b"Exif\0\0"):
        return 0
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        start = struct.unpack_from(f"{order}I", tiff, 4)[0]
        count = struct.unpack_from(f"{order}H", tiff, start)[0]
        for number in range(count):
            tag, kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION and kind == 3:
                return int(value)
    except struct.error:
        return 0
    return 0


# --- PNG ---------------------------------------------------------------------------------------
PNG_START = b"\x89PNG\r\n\x1a\n"
# Colours and transparency only. No text, no EXIF, no times, no embedded profile.
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs"})


def _png(content: bytes) -> bytes:
    kept, order = [PNG_START], []
    for kind, chunk in _png_chunks(content):
        order.append(kind)
        if kind == b"IHDR":
            _bounded(*struct.unpack(">II", chunk[8:16]))
        if kind in _PNG_KEPT:
            kept.append(chunk)
    if not order or order[0] != b"IHDR" or b"IDAT" not in order:
        raise _damaged("foto")
    return b"".join(kept)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_START)
    while True:
        if at + 12 > len(content):
            raise _damaged("foto")
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + size
        if end > len(content):
            raise _damaged("foto")
        checksum = struct.unpack(">I", content[end - 4 : end])[0]
        if zlib.crc32(content[at + 4 : end - 4]) != checksum:
            raise _damaged("foto")
        yield kind, content[at:end]
        if kind == b"IEND":
            return
        at = end


def _bounded(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise Refused("La foto è troppo grande. Rifalla con una risoluzione più bassa.")


def _damaged(what: str) -> Refused:
    article = "Il PDF è rovinato" if what == "PDF" else "La foto è rovinata"
    return Refused(f"{article} o non è arrivato tutto. Prova a caricarlo di nuovo.")
