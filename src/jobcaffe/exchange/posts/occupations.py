"""Which occupation a post is about, by the words of its title."""

from __future__ import annotations

from dataclasses import dataclass

from jobcaffe.exchange.posts import catalogue
from jobcaffe.exchange.posts.models import Post
from jobcaffe.vocabulary import queries as vocabulary

SHOWN = 4


@dataclass(frozen=True)
class Occupation:
    """One occupation: its ESCO address and its name with both gendered forms."""

    uri: str
    label: str


def suggested(post: Post) -> list[Occupation]:
    """The nearest occupations, the chosen one first; none for kinds that are about no occupation."""
    if not catalogue.kind_of(post.direction, post.sort).occupation or not post.title:
        return []
    found = [one.uri for one in vocabulary.link(post.title, "occupation", k=SHOWN)]
    uris = list(dict.fromkeys([post.occupation_uri, *found] if post.occupation_uri else found))
    names = vocabulary.labels(uris)
    return [Occupation(uri, names[uri]) for uri in uris if uri in names]


def label(post: Post) -> str:
    """The occupation of a post with both forms; empty without any."""
    return vocabulary.label(post.occupation_uri) if post.occupation_uri else ""


def known(uri: str) -> bool:
    """Whether it is one of the occupations of the house's words."""
    return vocabulary.known(uri)


def skills(uri: str) -> tuple[list[str], list[str]]:
    """Essential and optional skills of an occupation."""
    needed = vocabulary.skills_of(uri)
    return list(needed.essential), list(needed.optional)


def nearest(words: str) -> str:
    """The ESCO address of the occupation nearest to some words; empty when there is none."""
    found = vocabulary.link(words, "occupation", k=1) if words else []
    return found[0].uri if found else ""
