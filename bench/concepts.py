"""What people write, to ESCO: ours beside RapidFuzz and scikit-learn, on labels that were held out.

    python bench/concepts.py [FOLDER] [--seeds 7 1 2] [--queries 1222] [--without-peers]

FOLDER holds ``esco/occupations_it_v1.0.8.csv`` and the other files of the development data (or set
JOBCAFFE_DATA; else ../shared/data). One label of a concept, not the preferred one, leaves the index and
is asked. Three ways of leaving, from the mildest: the label as it is written; with its twin in -o/-a;
with every twin of another gender or number (*operatore*, *operatrice*, *operatori*). Noisy: one or two
errors of the keyboard (a neighbour key, a letter left out or too many, two swapped). Nobody is tuned on
these seeds. Rank of the concept: ties count half. Then the official titles of CP2011, the concepts that
they map to being all right answers.

Milliseconds are the processor's, one text at a time, one thread.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from jobcaffe.kernels.concepts import Concept, Linker, normalise

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
Scores = npt.NDArray[np.float32]
Twin = Callable[[str], str]


@dataclass(frozen=True)
class Question:
    """A text and the addresses that are right for it."""

    text: str
    right: frozenset[str]


@dataclass
class Result:
    """Ranks of the first right answer, and processor seconds of each text if taken one by one."""

    ranks: list[float]
    seconds: list[float]

    def line(self) -> str:
        """MRR, hit@1, @5, @10, then milliseconds."""
        ranks = np.array(self.ranks)
        shares = [
            f"{value:.3f}" for value in ((1 / ranks).mean(), *((ranks < k + 0.6).mean() for k in (1, 5, 10)))
        ]
        if not self.seconds:
            return "  ".join(shares)
        middle, most = np.percentile(self.seconds, [50, 95]) * 1000
        return "  ".join(shares) + f"   {middle:6.2f}  {most:6.2f}"


# --- the data ---------------------------------------------------------------------------------------


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def vocabulary(folder: Path) -> list[Concept]:
    """The occupations, with their labels (both parts of a slash), descriptions and ISCO groups."""
    groups = {row["code"]: row["preferredLabel"] for row in rows(folder / "esco/ISCOGroups_it_v1.0.8.csv")}
    return [
        Concept(
            uri=row["conceptUri"],
            labels=list(dict.fromkeys(_labels(row))),
            description=row["description"],
            broader=(groups.get(row["iscoGroup"], ""),),
            group=row["iscoGroup"],
        )
        for row in rows(folder / "esco/occupations_it_v1.0.8.csv")
    ]


def _labels(row: dict[str, str]) -> list[str]:
    preferred = row["preferredLabel"]
    others = [label.strip() for label in row["altLabels"].split("\n") if label.strip()]
    return [preferred, *preferred.split("/"), *others]


def as_written(text: str) -> str:
    """Only the same label is its twin."""
    return normalise(text)


def one_letter(text: str) -> str:
    """Labels that differ by the last vowel of their words are twins."""
    return " ".join(re.sub("[aeio]$", "", word) for word in normalise(text).split())


def any_gender(text: str) -> str:
    """And those in -tore/-trice, -iere/-iera, -essa, and plurals."""
    out = []
    for word in normalise(text).split():
        word = re.sub("(tore|trice|tori|trici)$", "t", word)
        word = re.sub("(iere|iera|ieri)$", "ier", word)
        out.append(re.sub("[aeio]$", "", re.sub("essa$", "", word)))
    return " ".join(out)


WAYS: dict[str, Twin] = {
    "as written": as_written,
    "and its o/a twin": one_letter,
    "and every twin": any_gender,
}


def held_out(
    concepts: Sequence[Concept], twin: Twin, seed: int, queries: int
) -> tuple[list[Concept], list[Question]]:
    """The vocabulary without the labels that are asked, and the questions."""
    random = Random(seed)
    left = list(concepts)
    eligible = [(at, free) for at, concept in enumerate(concepts) if (free := _free(concept, twin))]
    questions = []
    for at, free in random.sample(eligible, min(queries, len(eligible))):
        asked = random.choice(free)
        key = twin(asked)
        kept = [label for label in left[at].labels if twin(label) != key]
        left[at] = replace(left[at], labels=kept)
        questions.append(Question(asked, frozenset([left[at].uri])))
    return left, questions


def _free(concept: Concept, twin: Twin) -> list[str]:
    """Labels that are not the preferred one in any form."""
    preferred = concept.labels[0]
    own = {twin(form) for form in (preferred, *preferred.split("/"))}
    return [label for label in concept.labels if twin(label) not in own]


def typed_badly(text: str, random: Random) -> str:
    """One or two errors of the keyboard."""
    letters = list(text)
    for _ in range(random.choice((1, 2))):
        places = [at for at, letter in enumerate(letters) if letter.lower() in "".join(KEYS)]
        if places:
            _mistake(letters, random.choice(places), random)
    return "".join(letters)


def _mistake(letters: list[str], at: int, random: Random) -> None:
    kind = random.randrange(4)
    if kind == 0:
        letters[at] = random.choice(_neighbours(letters[at].lower()))
    elif kind == 1:
        del letters[at]
    elif kind == 2:
        letters.insert(at, random.choice(_neighbours(letters[at].lower())))
    elif at + 1 < len(letters):
        letters[at], letters[at + 1] = letters[at + 1], letters[at]


def _neighbours(letter: str) -> str:
    row = next(at for at, keys in enumerate(KEYS) if letter in keys)
    column = KEYS[row].index(letter)
    near = [keys[max(0, column - 1) : column + 2] for keys in KEYS[max(0, row - 1) : row + 2]]
    return "".join(near).replace(letter, "")


# --- who is asked -----------------------------------------------------------------------------------


def ours(concepts: Sequence[Concept], questions: Sequence[Question]) -> Result:
    """The product's linker, one text at a time; beyond the first hundred it counts as last."""
    linker = Linker(concepts)
    result = Result([], [])
    for question in questions:
        start = time.process_time()
        linker.rank(question.text, 10)
        result.seconds.append(time.process_time() - start)
        order = [one.uri for one in linker.rank(question.text, 100)]
        found = [at for at, uri in enumerate(order, 1) if uri in question.right]
        result.ranks.append(float(found[0]) if found else float(len(concepts)))
    return result


def peer(
    concepts: Sequence[Concept], questions: Sequence[Question], score: Callable[[list[str], list[str]], Any]
) -> Result:
    """A peer that scores texts against labels; a concept gets its best label's score."""
    labels = [normalise(label) for concept in concepts for label in concept.labels]
    start = np.concatenate([[0], np.cumsum([len(concept.labels) for concept in concepts])[:-1]])
    addresses = np.array([concept.uri for concept in concepts])
    result = Result([], [])
    for at in range(0, len(questions), 200):
        block = questions[at : at + 200]
        table = np.asarray(score([normalise(one.text) for one in block], labels), dtype=np.float32)
        for question, row in zip(block, np.maximum.reduceat(table, start, axis=1), strict=True):
            result.ranks.append(_rank(row, np.isin(addresses, list(question.right))))
    return result


def _rank(scores: Scores, right: npt.NDArray[np.bool_]) -> float:
    best = scores[right].max()
    ties = (scores == best).sum() - 1
    return float(1 + (scores > best).sum() + ties / 2)


def fuzz(name: str) -> Callable[[list[str], list[str]], Any]:
    """One of RapidFuzz's scores."""
    from rapidfuzz import fuzz as scores
    from rapidfuzz import process

    return lambda texts, labels: process.cdist(texts, labels, scorer=getattr(scores, name), dtype=np.float32)


def tfidf() -> Callable[[list[str], list[str]], Any]:
    """scikit-learn's TF-IDF of letters, 1 to 3."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    known: dict[int, Any] = {}

    def score(texts: list[str], labels: list[str]) -> Any:
        if id(labels) not in known:
            vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
            known[id(labels)] = (vectors, vectors.fit_transform(labels))
        vectors, table = known[id(labels)]
        return (vectors.transform(texts) @ table.T).toarray()

    return score


def peers() -> dict[str, Callable[[list[str], list[str]], Any]]:
    """The peers that are installed."""
    try:
        return {
            "RapidFuzz ratio": fuzz("ratio"),
            "RapidFuzz token_set_ratio": fuzz("token_set_ratio"),
            "RapidFuzz WRatio": fuzz("WRatio"),
            "scikit-learn TF-IDF 1-3": tfidf(),
        }
    except ImportError as error:
        print(f"peers are not installed ({error.name}): requirements/bench.txt\n")
        return {}


# --- the tables -------------------------------------------------------------------------------------


def say(who: str, result: Result) -> None:
    """One row."""
    print(f"  {who:<27}{result.line()}", flush=True)


def header(title: str) -> None:
    """A table's head."""
    print(f"\n{title}\n  {'':<27}MRR    hit@1  hit@5  hit@10  p50 ms  p95 ms")


def held_out_table(concepts: Sequence[Concept], way: str, options: argparse.Namespace) -> None:
    """Clean and noisy, for each seed; peers on the first seed."""
    for at, seed in enumerate(options.seeds):
        left, questions = held_out(concepts, WAYS[way], seed, options.queries)
        random = Random(seed + 1)
        noisy = [replace(one, text=typed_badly(one.text, random)) for one in questions]
        labels = sum(len(concept.labels) for concept in left)
        for name, asked in (("clean", questions), ("noisy", noisy)):
            header(f"label left out {way}, seed {seed}, {name}: {len(asked)} texts, {labels} labels")
            say("ours", ours(left, asked))
            for who, score in peers().items() if at == 0 and not options.without_peers else ():
                say(who, peer(left, asked, score))


def titles_table(concepts: Sequence[Concept], folder: Path, options: argparse.Namespace) -> None:
    """The official titles."""
    here = {concept.uri for concept in concepts}
    right: dict[str, set[str]] = {}
    for row in rows(folder / "concepts-dev/cp2011_titles_to_esco.csv"):
        if row["esco_uri"] in here:
            right.setdefault(row["title"], set()).add(row["esco_uri"])
    questions = [Question(title, frozenset(uris)) for title, uris in right.items()]
    header(f"official CP2011 titles: {len(questions)} texts, any of their concepts is right")
    say("ours", ours(concepts, questions))
    for who, score in peers().items() if not options.without_peers else ():
        say(who, peer(concepts, questions, score))


def main(arguments: Iterable[str] | None = None) -> int:
    """The tables; 0 also when there is no data."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("JOBCAFFE_DATA", str(Path(__file__).parents[1] / "../shared/data"))
    parser.add_argument("folder", nargs="?", default=default)
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 1, 2])
    parser.add_argument("--queries", type=int, default=1222)
    parser.add_argument("--without-peers", action="store_true")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    folder = Path(options.folder)
    if not (folder / "esco/occupations_it_v1.0.8.csv").is_file():
        print(f"data not here: {folder}/esco/occupations_it_v1.0.8.csv")
        return 0
    concepts = vocabulary(folder)
    start = time.process_time()
    Linker(concepts)
    print(f"{len(concepts)} concepts; index built in {time.process_time() - start:.2f} processor seconds")
    for way in WAYS:
        held_out_table(concepts, way, options)
    titles_table(concepts, folder, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
