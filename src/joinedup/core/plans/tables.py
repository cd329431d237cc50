"""How is the choice written down: packages, their offers, what was left out, limits used?"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from joinedup.core.plans import words
from joinedup.core.plans.candidates import Fits, Indices
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.packing import Chosen
from joinedup.core.plans.pricing import Priced, Rows

Texts = npt.NDArray[np.object_]


def items(fits: Fits, priced: Priced, chosen: Chosen, avoided: Floats, people: pa.Table, library: Library) -> pa.Table:
    """The offers in the packages, ordered by person, then as offers are shown."""
    at = np.flatnonzero(chosen.is_chosen)
    at = at[np.lexsort((fits.offer[at], fits.person[at]))]
    offers = [library.offers[offer] for offer in fits.offer[at].tolist()]
    has_effect = fits.outcome[at] >= 0
    low, middle, high = (pa.array(column, mask=~has_effect) for column in avoided[at].T)
    outcomes = np.array([*OUTCOMES, ""], object)[fits.outcome[at]]
    return pa.table(
        {
            "person_id": people["person_id"].take(pa.array(fits.person[at])),
            "offer": pa.array([offer.code for offer in offers], pa.string()),
            "kind": pa.array([offer.kind for offer in offers], pa.string()),
            "funder": pa.array([code or None for code in priced.funder[at]], pa.string()),
            "cost_pence": pa.array(priced.cost_pence[at], pa.int64()),
            "outcome": pa.array(outcomes, pa.string(), mask=~has_effect),
            "avoided_low": low,
            "avoided_mid": middle,
            "avoided_high": high,
            "why": pa.array(why(fits, at, library), pa.string()),
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
    said = []
    for need, offer, credit, outcome, chance in zip(
        *(column[at].tolist() for column in (fits.need_words, fits.offer, fits.credit, fits.outcome, fits.chance)),
        strict=True,
    ):
        stake = f" Chance of {names[outcome]} in 12 months: {words.percent(chance)}." if credit >= 0 else ""
        said.append(f"{words.capital(need)}.{stake} {claims[offer, credit]}")
    return said


def packages(item: pa.Table, people: pa.Table) -> pa.Table:
    """One row per package, ordered by person."""
    sums = item.group_by("person_id").aggregate([("cost_pence", "sum"), ("offer", "count")])
    sums = sums.rename_columns(["person_id", "cost_pence", "item_count"])
    found = sums.join(people.select(["person_id", "neighbourhood"]), "person_id", join_type="inner").sort_by(
        "person_id"
    )
    return found.select(["person_id", "neighbourhood", "cost_pence", "item_count"])


def left_out_table(fits: Fits, out: Indices, said: Texts, people: pa.Table, library: Library) -> pa.Table:
    """What was left out and why, ordered by person, then as offers are shown."""
    order = np.lexsort((fits.offer[out], fits.person[out]))
    codes = np.array([offer.code for offer in library.offers], object)
    return pa.table(
        {
            "person_id": people["person_id"].take(pa.array(fits.person[out][order])),
            "offer": pa.array(codes[fits.offer[out][order]], pa.string()),
            "reason": pa.array(said[order], pa.string()),
        }
    )


def limit_table(rows: Rows, chosen: Chosen) -> pa.Table:
    """Every limit with what there was and what is used: places for a capacity, pence for a budget."""
    places, budgets = len(rows.capacities), len(rows.funders)
    return pa.table(
        {
            "limit": pa.array(["capacity"] * places + ["budget"] * budgets, pa.string()),
            "offer": pa.array([*(offer for offer, _ in rows.capacities), *[None] * budgets], pa.string()),
            "neighbourhood": pa.array([*(hood for _, hood in rows.capacities), *[None] * budgets], pa.string()),
            "funder": pa.array([*[None] * places, *rows.funders], pa.string()),
            "available": pa.array(rows.room.astype(float)),
            "used": pa.array((rows.room - chosen.room_left).astype(float)),
        }
    )
