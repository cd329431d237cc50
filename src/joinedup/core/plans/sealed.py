"""Which of the needs an offer answers may be told to somebody from whom kinds of record are sealed?"""

import re
from collections.abc import Collection

from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.conditions import columns_of
from joinedup.core.risk.features.catalogue import records_of, rests_on


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
    resting = [need.words for need in offer.needs if is_sealed(need.when, kinds)]
    sealed = {part for words in resting for part in words.split(" and ")}
    told = [part for part in re.split(", | and ", needs) if part not in sealed]
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))


def reason_told(reason: str, offer_code: str, kinds: Collection[str], library: Library) -> str:
    """The reason kept with an action that came from the package, without the needs that rest on sealed records.

    Parameters
    ----------
    reason : the needs as a sentence, and after it what was noted when the offer was accepted.

    Examples
    --------
    >>> from joinedup.core.plans import library
    >>> said = "Has fallen in the last two years and has trouble getting about. As agreed with Ann."
    >>> reason_told(said, "falls_exercise", {"ambulance_incident"}, library())
    'Has trouble getting about. As agreed with Ann.'
    >>> reason_told("Has fallen in the last two years.", "falls_exercise", {"ambulance_incident"}, library())
    'It fits.'
    """
    if not kinds or not reason:
        return reason
    needs, stop, noted = reason.partition(".")
    told = needs_told(needs[:1].lower() + needs[1:], offer_code, kinds, library) or "it fits"
    return f"{told[:1].upper()}{told[1:]}{stop}{noted}"


def tells_sealed(reason: str, offer_code: str, kinds: Collection[str], library: Library) -> bool:
    """Whether a reason for leaving an offer out says that somebody had it already, by a record that is sealed.

    Examples
    --------
    >>> from joinedup.core.plans import library
    >>> reason = "Not proposed again: had reablement in the last year."
    >>> tells_sealed(reason, "reablement", {"social_care_event"}, library())
    True
    >>> tells_sealed("No capacity left in Swanage.", "reablement", {"social_care_event"}, library())
    False
    """
    if not kinds or offer_code not in library.position:
        return False
    already = library.offers[library.position[offer_code]].already
    return already is not None and already.words in reason and is_sealed(already.when, kinds)


def is_sealed(condition: str, kinds: Collection[str]) -> bool:
    """Whether a condition rests on records of some kinds, or on what is not known to rest on others.

    A high chance of an outcome (`is_high_…`) rests on everything; it is told, as on the page of its reasons.

    Examples
    --------
    >>> is_sealed("falls_24m > 0", {"ambulance_incident"}), is_sealed("is_high_fall", {"ambulance_incident"})
    (True, False)
    >>> is_sealed("left_hospital_30d = 1", {"gp_event"})
    True
    """
    columns = columns_of(condition)
    strange = {name for name in columns - records_of().keys() if not name.startswith("is_high_")}
    return bool(strange) or rests_on(columns, kinds)
