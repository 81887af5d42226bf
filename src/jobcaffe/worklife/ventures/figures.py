"""The figures of the law that come with the program, one file for each year."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from jobcaffe.kernels.venture import Parameters
from jobcaffe.kernels.venture.form import parameters


@cache
def years() -> tuple[int, ...]:
    """Every year that has a file, the oldest first."""
    names = (one.name for one in resources.files(__package__).joinpath("data").iterdir())
    return tuple(sorted(int(name.removesuffix(".toml")) for name in names if name.endswith(".toml")))


@cache
def of_year(year: int) -> Parameters:
    """The figures of a year. Raises ``FileNotFoundError`` when there is no file of it."""
    text = resources.files(__package__).joinpath("data", f"{year}.toml").read_text(encoding="utf-8")
    return parameters(tomllib.loads(text))


def nearest(on: str) -> Parameters:
    """The figures that hold on a day (ISO), else the last that held before it, else the first ones."""
    every = [of_year(year) for year in years()]
    started = [one for one in every if one.valid_from <= on]
    return started[-1] if started else every[0]
