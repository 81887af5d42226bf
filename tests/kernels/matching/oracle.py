"""A second version, from the words of the manual: loops over sets of half-hours, nothing clever."""

from __future__ import annotations

import math

from jobcaffe.kernels.matching import Market, Opportunity, Person, travel

WEEK = range(336)


def minutes(market: Market, person: Person, offer: Opportunity) -> int | None:
    """One way by the quickest of her means; ``None`` where something is not known."""
    if offer.remote:
        return 0
    ends = [one.coordinates if one.place is None else market.places[one.place] for one in (person, offer)]
    if not person.means or None in ends:
        return None
    here, there = (travel.spot(one) for one in ends if one)
    least = travel.INSIDE_KM if person.place and offer.place else 0
    found = []
    for means in person.means:
        known = (
            market.travel.get((person.place, offer.place, means)) if person.place and offer.place else None
        )
        found.append(known if known is not None else travel.minutes(here, there, means, least))
    return min(found)


def fits(person: Person, offer: Opportunity, taken: int | None) -> list[int]:
    """The alternatives for which she is free from leaving home to being back."""
    free = {half for half in WEEK if person.windows is None or person.windows >> half & 1}
    free -= {half for half in WEEK if person.care >> half & 1}
    way = min(math.ceil((taken or 0) / 30), 8)
    good = []
    for place, shift in enumerate(offer.shifts or ()):
        needed = {(half + step) % 336 for half in WEEK if shift >> half & 1 for step in range(-way, way + 1)}
        if needed <= free:
            good.append(place)
    return good


def open_to(market: Market, person: Person, offer: Opportunity) -> bool:
    """Whether nothing closes it."""
    taken = minutes(market, person, offer)
    if taken is not None and person.limit is not None and taken > person.limit:
        return False
    if offer.shifts and not fits(person, offer, taken):
        return False
    if offer.contract and person.contracts is not None and offer.contract not in person.contracts:
        return False
    if person.licences is not None and any(one not in person.licences for one in offer.licences):
        return False
    if person.age is not None and not (offer.age_from or 0) <= person.age <= (offer.age_to or 200):
        return False
    return offer.places != 0 and (person.protected or not offer.protected)


def coverage(market: Market, person: Person, offer: Opportunity) -> int:
    """Points of the requirements, out of a million."""
    weights, required = market.weights, {*offer.essential, *offer.optional}
    heavy = {}
    for uri in required:
        heavy[uri] = rarity(market, uri) * (weights.essential if uri in offer.essential else weights.optional)
    if person.skills is None or not sum(heavy.values()):
        return 500_000
    share = {uri: 10_000 * weight // sum(heavy.values()) for uri, weight in heavy.items()}
    first = min(heavy, key=lambda uri: (-heavy[uri], uri))
    share[first] += 10_000 - sum(share.values())
    mine = {market.groups.get(uri) for uri in person.skills} - {None}
    total = 0
    for uri in required:
        if uri in person.skills:
            total += 100 * share[uri]
        elif market.groups.get(uri) in mine:
            total += weights.near * share[uri]
    return total


def rarity(market: Market, uri: str) -> int:
    if market.rarity:
        return max(round(1000 * market.rarity.get(uri, 1.0)), 1)
    asking = sum(uri in offer.essential or uri in offer.optional for offer in market.opportunities)
    return round(1000 * (1 + math.log((1 + len(market.opportunities)) / (1 + asking))))


def wish(market: Market, person: Person, offer: Opportunity) -> int:
    """Percent of what she would like."""
    if offer.occupation in person.occupations:
        return 100
    families = {market.groups.get(uri) for uri in person.occupations} - {None}
    alike = offer.occupation is not None and market.groups.get(offer.occupation) in families
    return 50 if alike or (offer.sector is not None and offer.sector in person.sectors) else 0


def points(market: Market, person: Person, offer: Opportunity) -> int:
    """Out of a hundred million."""
    weights = market.weights
    wished = wish(market, person, offer) if person.occupations or person.sectors else 50
    fresh = 50 if offer.freshness is None else offer.freshness
    return weights.skills * coverage(market, person, offer) + 10_000 * (
        weights.wish * wished + weights.fresh * fresh
    )


def may_be_proposed(market: Market, person: Person, offer: Opportunity) -> bool:
    near = coverage(market, person, offer) >= 10_000 * market.weights.least
    return open_to(market, person, offer) and (near or wish(market, person, offer) > 0)


def best(market: Market, person: Person) -> list[tuple[str, int]]:
    """Everything that may be proposed, best first, then by id."""
    offers = [one for one in market.opportunities if may_be_proposed(market, person, one)]
    return sorted(
        ((one.id, points(market, person, one)) for one in offers), key=lambda pair: (-pair[1], pair[0])
    )
