"""What every chart can do."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from jobcaffe.foundation.ui.markup import part
from jobcaffe.foundation.ui.tables import Table

# Drawn twice, so that words stay at least 14 pixels tall where they are shown.
WIDE, NARROW = 560, 300


def fresh_mark() -> str:
    """A mark that no other figure has; the report needs none, so its bytes stay the same.

    Drawn at random: a number that grows would tell whoever looks how much others have looked.
    """
    return f"-m{secrets.token_hex(4)}"


class Chart(ABC):
    """What every chart can do; not used by itself."""

    title: str
    description: str

    @abstractmethod
    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """The picture, ``width`` pixels wide: the same numbers give the same bytes.

        ``mark`` makes its ids differ from those of another figure on the page.
        """

    @abstractmethod
    def table(self) -> Table:
        """The same numbers."""

    def picture(self) -> SafeString:
        """What a page shows: drawn for a wide and for a narrow screen."""
        mark = fresh_mark()
        wide, narrow = self.svg(WIDE, mark), self.svg(NARROW, mark)
        return mark_safe(f'<div class="j-wide">{wide}</div><div class="j-narrow">{narrow}</div>')

    def html(self) -> SafeString:
        """The figure with title, picture, words and table."""
        return part("figure", chart=self, picture=self.picture(), table=self.table())

    def key(self, width: int, mark: str) -> str:
        """The beginning of this drawing's ids; ``mark`` tells two figures of one page apart."""
        return f"c-{slugify(self.title)[:24]}-{width}{mark}"
