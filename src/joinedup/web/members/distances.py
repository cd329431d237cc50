"""How far is it from one neighbourhood to the others, between their middles?"""

from shapely.geometry import shape

from joinedup.core.directory.gazetteer import Spot, metres_between
from joinedup.web.people.queries import neighbourhoods


def distances_metres(code: str) -> dict[str, float]:
    """By neighbourhood, metres from the middle of one as the crow flies; those without a boundary are left out.

    Parameters
    ----------
    code : of the neighbourhood they are from.
    """
    middles = {hood.code: shape(hood.boundary).centroid for hood in neighbourhoods() if hood.boundary}
    here = middles.get(code)
    if here is None:
        return {code: 0.0}
    spot = Spot("", here.y, here.x)
    return {other: metres_between(middle.y, middle.x, spot) for other, middle in middles.items()}
