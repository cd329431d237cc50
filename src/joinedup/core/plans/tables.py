"""How is the choice written down for each person: packages, their offers, what was left out?"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from joinedup.core.plans import words
from joinedup.core.plans.candidates import Fits, Indices
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
    at = np.flatnonzero(chosen.is_chosen)
    at = at[np.lexsort((fits.offer[at], fits.person[at]))]
    offers = [library.offers[offer] for offer in fits.offer[at].tolist()]
    kept = fits.is_kept[at]
    has_effect = (fits.outcome[at] >= 0) & ~kept & (avoided[at, 1] > 0)
    low, middle, high = (pa.array(column, mask=~has_effect) for column in avoided[at].T)
    outcomes = np.array([*OUTCOMES, ""], object)[fits.outcome[at]]
    is_right = np.array([offer.is_statutory for offer in offers], bool)
    weighed = ~kept & ~is_right
    return pa.table(
        {
            "person_id": people["person_id"].take(pa.array(fits.person[at])),
            "offer": pa.array([offer.code for offer in offers], pa.string()),
            "kind": pa.array([offer.kind for offer in offers], pa.string()),
            "funder": pa.array([code or None for code in priced.funder[at]], pa.string()),
            "cost_pence": pa.array(np.maximum(priced.cost_pence[at], 0), pa.int64()),
            "outcome": pa.array(outcomes, pa.string(), mask=~has_effect),
            "avoided_low": low,
            "avoided_mid": middle,
            "avoided_high": high,
            "is_kept": pa.array(kept),
            "worth": pa.array(chosen.gain[at], mask=~weighed),
            "price": pa.array(chosen.toll[at], mask=~weighed),
            "stays_share": pa.nulls(len(at), pa.float64()) if stays is None else pa.array(stays[at], mask=~weighed),
            "why": pa.array(why(fits, at, library), pa.string()),
            "would_change": pa.array(would_change(chosen, at, kept, is_right), pa.string()),
            "weakness": pa.array(weaknesses(fits, at, has_effect, library), pa.string()),
        }
    )


def why(fits: Fits, at: Indices, library: Library) -> list[str]:
    """Why each offer is proposed: the person's needs, the chance at stake, what is known about the offer."""
    claims: dict[tuple[int, int], str] = {}
    for place, offer in enumerate(library.offers):
        claims[place, -1] = words.claim(offer, None, library)
        for row, credit in enumerate(offer.effects):
            claims[place, row] = words.claim(offer, library.effects[credit.evidence], library)
    names = list(OUTCOMES.values())
    columns = (fits.need_words, fits.offer, fits.credit, fits.outcome, fits.chance, fits.is_kept)
    said = []
    for need, offer, credit, outcome, chance, kept in zip(*(one[at].tolist() for one in columns), strict=True):
        if kept:
            said.append(KEPT)
            continue
        stake = f" Chance of {names[outcome]} in 12 months: {words.percent(chance)}." if credit >= 0 else ""
        said.append(f"{words.capital(need)}.{stake} {claims[offer, credit]}")
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


def weaknesses(fits: Fits, at: Indices, has_effect: np.typing.NDArray[np.bool_], library: Library) -> list[str | None]:
    """For items that rest on one weak study: which, and what is weak about it."""
    said: list[str | None] = []
    for offer, credit, counts in zip(fits.offer[at].tolist(), fits.credit[at].tolist(), has_effect, strict=True):
        effect = library.effects[library.offers[offer].effects[credit].evidence] if counts else None
        weak = effect.weakness if effect else ""
        said.append(f"This hangs on one weak study: {weak} ({effect.citation})." if effect and weak else None)
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
