"""Rows about a person in a group, that only the right reader can link to her."""

from __future__ import annotations

from jobcaffe.foundation.privacy import sealed


class OfPerson(sealed.OfPerson):
    """A row of one person. Its subclasses are the tables that forget her when she is erased."""

    class Meta:
        abstract = True
