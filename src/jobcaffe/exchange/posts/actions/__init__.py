"""Writing posts, keeping them fresh, and their places."""

from jobcaffe.exchange.posts.actions.keeping import (
    answer_by_link,
    close,
    look,
    remove_from_view,
    renew,
    warn_ageing,
)
from jobcaffe.exchange.posts.actions.seats import Full, confirm, release, reserve
from jobcaffe.exchange.posts.actions.writing import Chosen, begin, copy, publish, save, throw_away

__all__ = [
    "Chosen",
    "Full",
    "answer_by_link",
    "begin",
    "close",
    "confirm",
    "copy",
    "look",
    "publish",
    "release",
    "remove_from_view",
    "renew",
    "reserve",
    "save",
    "throw_away",
    "warn_ageing",
]
