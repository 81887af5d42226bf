"""Files that say they are a CV from Europass and are made to keep the house busy."""

from __future__ import annotations

import time
import zlib

import pytest

from jobcaffe.foundation.access import Refused
from jobcaffe.web.matching import europass

SECONDS = 5.0
CV = b"<Candidate><EmployerHistory><PositionTitle>Cuoca</PositionTitle></EmployerHistory></Candidate>"
BOMB = zlib.compress(b"<a>" + b" " * 5_000_000 + b"</a>", 9)
# Streams that never end, streams of nothing, and small ones that unpack to five million bytes each.
FILES = {
    "unended": b"stream\n" * 700_000,
    "empty": b"stream\nendstream\n" * 290_000,
    "bombs": (b"stream\n" + BOMB + b"endstream\n") * 900,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_take_for_ever_is_refused_at_once(name: str) -> None:
    began = time.process_time()
    with pytest.raises(Refused):
        europass.read(b"%PDF-1.7\n" + FILES[name])
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("packed", [CV, zlib.compress(CV)])
def test_what_a_pdf_carries_is_read_after_pictures_and_fonts(packed: bytes) -> None:
    picture = zlib.compress(bytes(6_000_000))
    parts = [b"<< >>\nstream\r\n%b\nendstream\n" % one for one in (b"\xff\xd8jpeg", picture, packed)]
    assert europass.read(b"%PDF-1.7\n" + b"".join(parts)).jobs == ("Cuoca",)
