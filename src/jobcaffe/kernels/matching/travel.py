"""How long it takes: minutes one way from the distance, by means. Published figures, no timetable.

Distance: straight line by the small-angle form of the haversine (below 0.1 % wrong within 100 km), made
longer by the detours of real roads; between two comuni told by name at least what is inside one. Only
sums, products and square roots, which every machine rounds alike: all versions agree to the minute.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from jobcaffe.kernels.matching.model import Coordinates, Means

EARTH_KM = 6371.0088
DETOUR = 1.3  # roads beside the straight line
INSIDE_KM = 1.0  # the least between places told only by name
# Minutes that pass anyway (waiting, parking) and km/h door to door.
PACE: Mapping[Means, tuple[float, float]] = {
    Means.WALK: (0.0, 4.5),
    Means.BIKE: (2.0, 14.0),
    Means.PUBLIC: (12.0, 20.0),
    Means.CAR: (5.0, 40.0),
}
STEP = 30  # minutes of a half-hour
MOST_STEPS = 8  # beyond four hours all journeys are alike
FAR = 30_000  # minutes, beyond any journey

Spot = tuple[float, float, float]  # latitude and longitude in radians, cosine of the latitude


def spot(where: Coordinates) -> Spot:
    """Coordinates in degrees, ready for :func:`minutes`."""
    latitude, longitude = (math.radians(one) for one in where)
    return latitude, longitude, math.cos(latitude)


def minutes(origin: Spot, destination: Spot, means: Means, least_km: float) -> int:
    """Minutes one way, rounded up."""
    north, east = destination[0] - origin[0], destination[1] - origin[1]
    km = EARTH_KM * math.sqrt(north * north + east * east * (origin[2] * destination[2]))
    fixed, speed = PACE[means]
    return min(math.ceil(fixed + max(km, least_km) * (DETOUR * 60 / speed)), FAR)


def steps(travel: int) -> int:
    """Half-hours that a journey takes out of the free time at either end."""
    return min(-(-travel // STEP), MOST_STEPS)
