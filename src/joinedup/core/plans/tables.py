"""How is the choice written down for each person: packages, their offers, what was left out?"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.plans import words
from joinedup.core.plans.candidates import Fits, Flags, Indices, chances_of
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.left_out import Reasons
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.pricing import Priced

Texts = npt.NDArray[np.object_]
NOTHING_FITS = "Nothing in the catalogue fits what is known about this person."
LEFT_OUT_ALL = "Everything that looks fitting was left out; the reasons stand with each."
KEPT = "Received already; it stays unless somebody decides otherwise."


def items(
    fits: Fits,
    priced: Priced,
    chosen: Chosen,
    avoided: Floats,
    stays: Floats | None,
    people: pa.Table,
    library: Library,
) -> pa.Table:
    """The offers in the packages, ordered by person, then as offers are shown.

    Parameters
    ----------
    stays : for each fit the share of draws in which it stays; None where nothing was drawn.
    """
    at = in_order(fits, chosen.is_chosen)
    offers = [library.offers[offer] for offer in fits.offer[at].tolist()]
    kept = fits.is_kept[at]
    is_right = np.array([offer.is_statutory for offer in offers], bool)
    weighed = ~kept & ~is_right
    return pa.table(
        {
            "person_id": people["person_id"].take(pa.array(fits.person[at])),
            "offer": pa.array([offer.code for offer in offers], pa.string()),
            "kind": pa.array([offer.kind for offer in offers], pa.string()),
            "funder": pa.array([code or None for code in priced.funder[at]], pa.string()),
            "cost_pence": pa.array(np.maximum(priced.cost_pence[at], 0), pa.int64()),
            "is_kept": pa.array(kept),
            "worth": pa.array(chosen.gain[at], mask=~weighed),
            "price": pa.array(chosen.toll[at], mask=~weighed),
            "stays_share": pa.nulls(len(at), pa.float64()) if stays is None else pa.array(stays[at], mask=~weighed),
            "why": pa.array(why(fits, at, people, library), pa.string()),
            "would_change": pa.array(would_change(chosen, at, kept, is_right), pa.string()),
            "weakness": pa.array(weaknesses(fits, at, avoided, library), pa.string()),
        }
    )


def in_order(fits: Fits, chosen: Flags) -> Indices:
    """Positions of the fits chosen, ordered by person, then as offers are shown."""
    at = np.flatnonzero(chosen)
    return at[np.lexsort((fits.offer[at], fits.person[at]))]


def effects(fits: Fits, avoided: Floats, people: pa.Table, library: Library) -> pa.Table:
    """What the offers in the packages are credited with, ordered by person, then as offers and outcomes are shown.

    Parameters
    ----------
    avoided : fits × outcomes × (low, middle, high); above zero only where credited in a package.
    """
    at = in_order(fits, np.asarray((avoided[..., 1] > 0).any(axis=1)))
    entry, outcome = np.nonzero(avoided[at, :, 1] > 0)
    fit = at[entry]
    codes = np.array([offer.code for offer in library.offers], object)
    return pa.table(
        {
            "person_id": people["person_id"].take(pa.array(fits.person[fit])),
            "offer": pa.array(codes[fits.offer[fit]], pa.string()),
            "outcome": pa.array(np.array(list(OUTCOMES), object)[outcome], pa.string()),
            **{
                f"avoided_{end}": pa.array(np.ascontiguousarray(avoided[fit, outcome, place]))
                for place, end in enumerate(("low", "mid", "high"))
            },
        }
    )


def why(fits: Fits, at: Indices, people: pa.Table, library: Library) -> list[str]:
    """Why each offer is proposed: the person's needs, the chances at stake, what is known about the offer."""
    chances, names = chances_of(people), list(OUTCOMES.values())
    claims: dict[tuple[int, tuple[int, ...]], str] = {}
    columns = (fits.need_words, fits.person, fits.offer, fits.credit, fits.is_kept)
    said = []
    for need, person, place, credit, kept in zip(*(one[at].tolist() for one in columns), strict=True):
        if kept:
            said.append(KEPT)
            continue
        credited = [(outcome, row) for outcome, row in enumerate(credit) if row >= 0]
        key = (place, tuple(credit))
        if key not in claims:
            offer = library.offers[place]
            claims[key] = words.claim(
                offer, [library.effects[offer.effects[row].evidence] for _, row in credited], library
            )
        stakes = [(names[outcome], chances[person, outcome]) for outcome, _ in credited]
        said.append(" ".join(filter(None, (f"{words.capital(need)}.", words.at_stake(stakes), claims[key]))))
    return said


def would_change(
    chosen: Chosen, at: Indices, kept: np.typing.NDArray[np.bool_], is_right: np.typing.NDArray[np.bool_]
) -> list[str]:
    """What would take an offer out of a package, in words."""
    said = []
    for gain, toll, is_kept, right in zip(
        chosen.gain[at].tolist(), chosen.toll[at].tolist(), kept, is_right, strict=True
    ):
        if is_kept:
            said.append("Only a decision ends it.")
        elif right:
            said.append("It is a right: only the person's own no changes it.")
        elif toll > 0:
            said.append(
                f"Worth {gain:.3f} events avoided a year here; below {toll:.3f} what it uses would do more for others."
            )
        else:
            said.append("There is enough of it for everybody whom it fits; it stays while it is worth anything.")
    return said


def weaknesses(fits: Fits, at: Indices, avoided: Floats, library: Library) -> list[str | None]:
    """For items of which every effect rests on one weak study: which, and what is weak about it."""
    said: list[str | None] = []
    counted = np.where(avoided[at, :, 1] > 0, fits.credit[at], -1)
    for offer, credit in zip(fits.offer[at].tolist(), counted.tolist(), strict=True):
        given = library.offers[offer].effects
        found = [library.effects[given[row].evidence] for row in credit if row >= 0]
        weak = [f"{effect.weakness} ({effect.citation})" for effect in found if effect.weakness]
        hangs = bool(weak) and len(weak) == len(found)
        said.append(
            f"This hangs on one weak study{' for each effect' * (len(weak) > 1)}: {'; '.join(weak)}." if hangs else None
        )
    return said


def packages(item: pa.Table, people: pa.Table, best_left_out: list[str | None]) -> pa.Table:
    """One row per package, ordered by person."""
    sums = item.group_by("person_id", use_threads=False).aggregate([("cost_pence", "sum"), ("offer", "count")])
    sums = sums.rename_columns(["person_id", "cost_pence", "item_count"])
    known = people.select(["person_id", "neighbourhood"]).append_column(
        "next_best", pa.array(best_left_out, pa.string())
    )
    found = sums.join(known, "person_id", join_type="inner").sort_by("person_id")
    return found.select(["person_id", "neighbourhood", "cost_pence", "item_count", "next_best"])


def without_package(fits: Fits, item: pa.Table, people: pa.Table) -> pa.Table:
    """Those most at risk for whom there is no package, and why, ordered by id."""
    packaged = pc.is_in(people["person_id"], value_set=pc.unique(item["person_id"]))
    alone = pc.invert(packaged)
    looks_fitting = np.bincount(fits.person, minlength=people.num_rows) > 0
    words = pa.array(np.where(looks_fitting, LEFT_OUT_ALL, NOTHING_FITS).tolist(), pa.string())
    found = people.select(["person_id", "neighbourhood"]).append_column("reason", words)
    return found.filter(alone)


def left_out_table(fits: Fits, found: Reasons, chosen: Chosen, people: pa.Table, library: Library) -> pa.Table:
    """What was left out, why, and what would change that, ordered by person, then as offers are shown."""
    order = np.lexsort((fits.offer[found.out], fits.person[found.out]))
    at = found.out[order]
    codes = np.array([offer.code for offer in library.offers], object)
    weighed = chosen.gain[at] > 0
    return pa.table(
        {
            "person_id": people["person_id"].take(pa.array(fits.person[at])),
            "offer": pa.array(codes[fits.offer[at]], pa.string()),
            "reason": pa.array(found.why[order], pa.string()),
            "would_change": pa.array(found.would_change[order], pa.string()),
            "worth": pa.array(chosen.gain[at], mask=~weighed),
            "price": pa.array(chosen.toll[at], mask=~weighed),
            "queue": pa.array(chosen.queue[at], pa.int64(), mask=chosen.queue[at] == 0),
        }
    )
