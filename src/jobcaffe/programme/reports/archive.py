"""Office files are zip archives with the clock in them: packed again, they are the same every time."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes) -> bytes:
    """The same members in the same order, with a fixed date, system and compression."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for member in source.infolist():
            fixed = zipfile.ZipInfo(member.filename, FIRST_DAY_OF_ZIP)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system, fixed.external_attr = 3, 0o600 << 16
            target.writestr(fixed, source.read(member))
    return result.getvalue()


def moment(seconds: int) -> datetime:
    """The one date of a report, without zone, as office files keep it (UTC)."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
