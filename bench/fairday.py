"""The day of a fair as it goes: a plan that nobody changes, one made again at every slot, and ours.

    python bench/fairday.py [FOLDER] [--seeds 5] [--large]

FOLDER (JOBCAFFE_DATA/b2b, or ../shared/data/b2b) holds the generated fairs; without it, a made-up one.
30 % of the registered never come, 15 % of those who come are late, 15 % of all walk in; rules in
``tests/kernels/timetable/day.py``. "moves": appointments of people not absent that were shifted or dropped.
Ours rewards what stays in its slot. Every plan is believed only after ``check``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

# The day lives with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.kernels.timetable.day import Day, simulate
from tests.kernels.timetable.instances import fair

from jobcaffe.kernels.timetable import Citizens, form

WAYS = (("never changed", None), ("made again", 0), ("ours, reward 50", 50))


def main() -> None:
    """Print the table: means of the seeds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(os.environ.get("JOBCAFFE_DATA", Path(__file__).parents[2] / "shared" / "data")) / "b2b"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--large", action="store_true", help="also 3000 x 150 x 24")
    options = parser.parse_args()
    print(
        f"{'fair':18}{'way':18}{'present':>8}{'seats':>7}{'held':>8}{'none':>7}"
        f"{'moves each':>12}{'worst CPU s':>13}"
    )
    for name, instance, morning in _fairs(options.folder, options.large):
        for label, reward in WAYS:
            days = [
                simulate(instance, seed, reward=reward, morning_seconds=morning)
                for seed in range(1, options.seeds + 1)
            ]
            print(f"{name:18}{label:18}" + _row(days), flush=True)


def _row(days: list[Day]) -> str:
    present, held, none = (fmean(getattr(day, key) for day in days) for key in ("present", "held", "none"))
    moves = fmean(day.moves / day.present for day in days)
    slowest = max(day.slowest for day in days)
    return f"{present:>8.0f}{days[0].seats:>7}{held:>8.1f}{none:>7.1f}{moves:>12.3f}{slowest:>13.2f}"


def _fairs(folder: Path, large: bool) -> Iterator[tuple[str, Citizens, float]]:
    wanted = {"n800m60S16s1w": 20.0} | ({"n3000m150S24s1w": 60.0} if large else {})
    if not folder.is_dir():
        print(f"{folder} is not here: a made-up fair")
        yield "800 x 60 x 16", fair(800, 60, 16, 1), 20.0
        return
    for name, morning in wanted.items():
        with gzip.open(folder / f"{name}.json.gz", "rt") as file:
            instance = form.read(json.load(file))
        if isinstance(instance, Citizens):
            yield name, instance, morning


if __name__ == "__main__":
    main()
