"""Which combined package should each person most at risk be offered, within the money and the hands there are?"""

import time
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.plans import words
from joinedup.core.plans.candidates import Fits, find_fits, most_at_risk
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.left_out import reasons
from joinedup.core.plans.limits import Limits, PlanParameters
from joinedup.core.plans.measures import Floats
from joinedup.core.plans.offers import Library
from joinedup.core.plans.packing import Chosen, pack
from joinedup.core.plans.pricing import Priced, Rows, price
from joinedup.core.plans.worth import avoided_of, value_of


@dataclass(frozen=True)
class PackagePlan:
    """The packages proposed for a place, and how good they are.

    Parameters
    ----------
    package : one row per person with a package: person_id, neighbourhood, cost_pence, item_count.
    item : one row per offer in a package: person_id, offer, kind, funder (null where no budget is charged), cost_pence,
        outcome, avoided_low, avoided_mid, avoided_high (null where no effect is claimed), why.
    left_out : one row per offer that looks fitting and is not in the package: person_id, offer, reason.
    limit : one row per limit: limit, offer, neighbourhood, funder, available, used (places, or pence).
    people_at_risk : how many people are at or above a threshold.
    rights_not_met : offers people have a right to and did not get, for want of capacity.
    worth, bound : worth of the choice in weighted events avoided and needs met, and the most that any choice
        that meets rights first could be worth.
    solver, seconds : what solved it, and how long all of it took.
    """

    package: pa.Table
    item: pa.Table
    left_out: pa.Table
    limit: pa.Table
    people_at_risk: int
    rights_not_met: int
    worth: float
    bound: float
    solver: str
    seconds: float = field(compare=False)

    @property
    def gap(self) -> float:
        """How far the choice may be from the best, as a share of the bound."""
        return max(0.0, (self.bound - self.worth) / self.bound) if self.bound > 0 else 0.0


def choose(
    people: pa.Table, library: Library, limits: Limits, parameters: PlanParameters, *, engine: Engine
) -> PackagePlan:
    """Choose packages for everybody most at risk at once.

    Offers that fit a person by eligibility and need are worth the weighted events they avoid (middle of the published
    interval), a little for each need met, and nothing beyond the studied population. The choice keeps every capacity
    and budget: the linear programme over fractions of offers, made whole and filled up, within a proven gap. What
    people have a right to is settled first.

    Parameters
    ----------
    people : one row per person: person_id, neighbourhood, local_authority, the features the offers speak of, and
        probability_<outcome> (0–1; null outside the outcome's population).
    library : offers with their evidence and costs.

    Raises
    ------
    PeopleWrong : a column that an offer speaks of is missing.

    References
    ----------
    docs/explanation/packages.md sets out the reckoning with its sources.
    """
    began = time.perf_counter()
    chosen_from = most_at_risk(people, parameters)
    fits = find_fits(chosen_from, library, engine)
    rows = Rows.of(limits)
    priced = price(fits, chosen_from, library, limits, rows)
    chosen = pack(fits, priced, value_of(fits, chosen_from, parameters), rows, library, parameters)
    item = items(fits, priced, chosen, avoided_of(fits, chosen.is_chosen, parameters), chosen_from, library)
    out, said = reasons(fits, priced, chosen, library, limits, parameters)
    is_right = np.array([offer.is_statutory for offer in library.offers], bool)[fits.offer]
    return PackagePlan(
        package=packages(item, chosen_from),
        item=item,
        left_out=left_out_table(fits, out, said, chosen_from, library),
        limit=limit_table(rows, chosen),
        people_at_risk=chosen_from.num_rows,
        rights_not_met=int((is_right & fits.is_open & ~chosen.is_chosen).sum()),
        worth=chosen.worth,
        bound=chosen.bound,
        solver=chosen.solver,
        seconds=time.perf_counter() - began,
    )


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


def why(fits: Fits, at: np.ndarray, library: Library) -> list[str]:
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


def left_out_table(fits: Fits, out: np.ndarray, said: np.ndarray, people: pa.Table, library: Library) -> pa.Table:
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
