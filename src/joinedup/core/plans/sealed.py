"""Which of the needs an offer answers may be told to somebody from whom kinds of record are sealed?"""

import re
from collections.abc import Collection

from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.conditions import columns_of
from joinedup.core.risk.features.catalogue import records_of


def needs_told(needs: str, offer_code: str, kinds: Collection[str], library: Library) -> str:
    """The needs named in a sentence that rest on no sealed record; empty where none is left.

    Parameters
    ----------
    needs : as a package says them: "lives alone and has fallen".
    offer_code : of the offer that answers them; without it in the catalogue nothing is told.
    kinds : of record, sealed from the reader. Without any, everything is told.

    Examples
    --------
    >>> from joinedup.core.plans import library
    >>> said = "has fallen in the last two years and has trouble getting about"
    >>> needs_told(said, "falls_exercise", {"ambulance_incident"}, library())
    'has trouble getting about'
    """
    if not kinds:
        return needs
    if offer_code not in library.position:
        return ""
    offer = library.offers[library.position[offer_code]]
    sealed = {part for need in offer.needs if rests_on(need.when, kinds) for part in need.words.split(" and ")}
    told = [part for part in re.split(", | and ", needs) if part not in sealed]
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))


def rests_on(condition: str, kinds: Collection[str]) -> bool:
    """Whether a condition speaks of a feature that is worked out from records of some kinds.

    Examples
    --------
    >>> rests_on("falls_24m > 0", {"ambulance_incident"}), rests_on("age >= 65", {"ambulance_incident"})
    (True, False)
    """
    known = records_of()
    return any(set(kinds) & set(known[name].kinds) for name in columns_of(condition) if name in known)
