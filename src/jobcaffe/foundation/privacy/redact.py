"""Logs never carry contacts, codes or tokens."""

from __future__ import annotations

import logging
import re

PATTERN = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?:\+?\d[\s./-]?){7,}\d|(?<=/)[A-Za-z0-9_-]{32,}")
# The short secrets of addresses: a card, the link of a code, a seat, a calendar, a choice of messages.
SECRET_ADDRESS = re.compile(r"(/(?:t|entra/l|posto|calendario|avvisi)/)[^/\s\"']+")


class RedactFilter(logging.Filter):
    """Replaces addresses, numbers and long tokens in every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the line, redacted."""
        record.msg = redacted(record.getMessage())
        record.args = ()
        if record.exc_info:
            # The formatter would append it after this filter; what it finds here it takes as it is.
            record.exc_text = redacted(logging.Formatter().formatException(record.exc_info))
        return True


def redacted(text: str) -> str:
    """The text without contacts, codes and tokens."""
    return PATTERN.sub("•••", SECRET_ADDRESS.sub(r"\1•••", text))
