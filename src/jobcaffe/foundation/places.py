"""The comuni around the house, where they are, and how far from each other.

Latitude and longitude in degrees (WGS 84) of the town hall, rounded to a thousandth (about 100 m):
enough to say how far a comune is, never where somebody lives.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

EARTH_KM = 6371.0
HOME = "Lainate"


@dataclass(frozen=True)
class Comune:
    """A comune: its name, province, latitude and longitude in degrees."""

    name: str
    province: str
    latitude: float
    longitude: float


COMUNI: tuple[Comune, ...] = tuple(
    Comune(*row)
    for row in (
        ("Arese", "MI", 45.552, 9.076),
        ("Arluno", "MI", 45.504, 8.941),
        ("Baranzate", "MI", 45.527, 9.113),
        ("Barlassina", "MB", 45.656, 9.129),
        ("Bollate", "MI", 45.547, 9.118),
        ("Bovisio-Masciago", "MB", 45.613, 9.147),
        ("Bresso", "MI", 45.538, 9.189),
        ("Busto Arsizio", "VA", 45.611, 8.851),
        ("Busto Garolfo", "MI", 45.546, 8.883),
        ("Canegrate", "MI", 45.570, 8.927),
        ("Caronno Pertusella", "VA", 45.597, 9.047),
        ("Casorezzo", "MI", 45.521, 8.901),
        ("Ceriano Laghetto", "MB", 45.628, 9.080),
        ("Cerro Maggiore", "MI", 45.596, 8.952),
        ("Cesano Maderno", "MB", 45.628, 9.146),
        ("Cesate", "MI", 45.598, 9.077),
        ("Cinisello Balsamo", "MI", 45.556, 9.219),
        ("Cislago", "VA", 45.657, 8.972),
        ("Cogliate", "MB", 45.643, 9.081),
        ("Cormano", "MI", 45.543, 9.165),
        ("Cornaredo", "MI", 45.500, 9.026),
        ("Cusano Milanino", "MI", 45.553, 9.183),
        ("Desio", "MB", 45.617, 9.204),
        ("Gallarate", "VA", 45.660, 8.793),
        ("Garbagnate Milanese", "MI", 45.577, 9.077),
        ("Gerenzano", "VA", 45.640, 9.002),
        ("Lainate", "MI", 45.571, 9.027),
        ("Legnano", "MI", 45.598, 8.915),
        ("Limbiate", "MB", 45.597, 9.130),
        ("Magenta", "MI", 45.465, 8.884),
        ("Milano", "MI", 45.464, 9.190),
        ("Misinto", "MB", 45.661, 9.083),
        ("Monza", "MB", 45.584, 9.274),
        ("Nerviano", "MI", 45.557, 8.978),
        ("Novate Milanese", "MI", 45.533, 9.138),
        ("Origgio", "VA", 45.598, 9.018),
        ("Paderno Dugnano", "MI", 45.570, 9.167),
        ("Parabiago", "MI", 45.558, 8.948),
        ("Pero", "MI", 45.510, 9.088),
        ("Pogliano Milanese", "MI", 45.538, 8.994),
        ("Pregnana Milanese", "MI", 45.515, 9.008),
        ("Rescaldina", "MI", 45.618, 8.951),
        ("Rho", "MI", 45.530, 9.040),
        ("Rovello Porro", "CO", 45.652, 9.039),
        ("San Giorgio su Legnano", "MI", 45.575, 8.915),
        ("San Vittore Olona", "MI", 45.584, 8.941),
        ("Saronno", "VA", 45.626, 9.034),
        ("Senago", "MI", 45.576, 9.127),
        ("Settimo Milanese", "MI", 45.477, 9.056),
        ("Solaro", "MI", 45.613, 9.083),
        ("Turate", "CO", 45.658, 9.001),
        ("Uboldo", "VA", 45.615, 9.004),
        ("Vanzago", "MI", 45.526, 8.994),
        ("Varedo", "MB", 45.599, 9.158),
    )
)


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", " ", re.sub(r"\([^)]*\)", " ", plain)).strip()


_BY_NAME = {_key(one.name): one for one in COMUNI}


def names() -> list[str]:
    """The names of the comuni, in alphabetical order."""
    return [one.name for one in COMUNI]


def find(name: str) -> Comune | None:
    """The comune of this name; accents, capitals, hyphens and "(MI)" do not matter."""
    return _BY_NAME.get(_key(name))


def distance_km(here: Comune, there: Comune) -> float:
    """Kilometres on the great circle between two comuni (haversine)."""
    lat1, lat2 = math.radians(here.latitude), math.radians(there.latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(there.longitude - here.longitude) / 2
    a = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(a))
