"""Which combined package should each person most at risk be offered, within the money and the hands there are?"""

import time
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.plans.candidates import find_fits, most_at_risk
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.left_out import reasons
from joinedup.core.plans.limits import Limits, PlanParameters
from joinedup.core.plans.packing import pack
from joinedup.core.plans.pricing import Rows, price
from joinedup.core.plans.tables import items, left_out_table, limit_table, packages
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
