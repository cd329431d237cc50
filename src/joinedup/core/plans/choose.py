"""Which combined package should each person most at risk be offered, within the money and the hands there are?"""

import time
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.chosen import Chosen
from joinedup.core.plans.collisions import collision_table
from joinedup.core.plans.decide import Decided, decide, margins
from joinedup.core.plans.left_out import next_best, reasons
from joinedup.core.plans.limits import Limits
from joinedup.core.plans.optimiser.solve import gap_of
from joinedup.core.plans.parameters import PlanParameters
from joinedup.core.plans.place_tables import ledger_table, limit_table, promise_table, unmet_table
from joinedup.core.plans.prepared import Prepared, PriceBook, prepare, price_book, starting_prices
from joinedup.core.plans.rights import rights_missed
from joinedup.core.plans.sensitivity import sensitivity
from joinedup.core.plans.tables import effects, items, left_out_table, packages, without_package
from joinedup.core.plans.worth import avoided_of

MEMORY_GIGABYTES, THREADS = 1.0, 2


@dataclass(frozen=True)
class PackagePlan:
    """The packages proposed for a place, and how good they are.

    Parameters
    ----------
    package : one row per person with a package: person_id, neighbourhood, cost_pence, item_count, next_best (in words).
    item : one row per offer in a package: person_id, offer, kind, funder (null where no budget is charged), cost_pence,
        is_kept, worth and price (null where it is not weighed), stays_share (share of draws), why, would_change,
        weakness.
    effect : one row per offer in a package and outcome it is credited on: person_id, offer, outcome, avoided_low,
        avoided_mid, avoided_high (events in 12 months).
    without : one row per person most at risk without a package: person_id, neighbourhood, reason.
    left_out : one row per offer that looks fitting and is not in the package: person_id, offer, reason, would_change,
        worth, price, queue.
    limit : one row per limit: limit, offer, neighbourhood, funder, available, used (units, or pence), price (worth of
        one more; where a promise is not kept, an event avoided counts more in it), price_words.
    unmet : one row per offer and neighbourhood with somebody who would have it if nothing were scarce: offer,
        neighbourhood, people, worth, rights (how many of them have a right to it).
    promise : one row per neighbourhood, and one for the most deprived fifth: group, neighbourhood, need_share,
        promised, worth, is_kept, price.
    ledger : one row per organisation that pays or saves: organisation, pays_pence, frees_low_pence, frees_pence,
        frees_high_pence (capacity, valued; not cash), saves_cash_pence.
    collision : one row per limit that rights and what is received would pass, and per offer and other reason for which
        a right is not met (limit is then "right"): limit, offer, neighbourhood, funder, available, needed, reason (in
        words), person_ids (whose right is not met), receiving_ids (who uses the limit with what they receive). With any
        row the plan is the least bad, not a good one.
    people_at_risk : how many people are at or above a threshold.
    rights_not_met : offers people have a right to and did not get.
    is_feasible : every right is met and what people receive keeps within the limits.
    worth, worth_low, worth_high : worth of the choice in weighted events avoided and needs met; what it falls short of,
        and passes, in one draw of the effects in twenty (null without draws).
    objective, bound : worth with what stayed as it was and less what missed promises cost; and the most that any choice
        that meets the same rights could reach.
    prices : to start the next choice from.
    solver, seconds : what solved it, and how long all of it took.
    """

    package: pa.Table
    item: pa.Table
    effect: pa.Table
    without: pa.Table
    left_out: pa.Table
    limit: pa.Table
    unmet: pa.Table
    promise: pa.Table
    ledger: pa.Table
    collision: pa.Table
    people_at_risk: int
    rights_not_met: int
    is_feasible: bool
    worth: float
    worth_low: float | None
    worth_high: float | None
    objective: float
    bound: float
    prices: PriceBook
    solver: str
    seconds: float = field(compare=False)

    @property
    def gap(self) -> float:
        """How far the choice may be from the best once missed promises are counted: `objective` beside `bound`."""
        return gap_of(self.objective, self.bound)


def choose(
    people: pa.Table,
    offers: Library,
    limits: Limits,
    parameters: PlanParameters,
    *,
    engine: Engine | None = None,
    start: PriceBook | None = None,
    draws: int = 0,
) -> PackagePlan:
    """Choose packages for everybody most at risk at once.

    Offers that fit a person by eligibility and need are worth the weighted events they avoid, by the mean of what the
    effect may be or a cautious value, a little for each need met, and nothing beyond the studied population. What
    people have a right to is settled first, and what they receive stays. The rest is chosen by column generation within
    every capacity and budget, to a proven gap, with a floor for each neighbourhood and the most deprived fifth.

    Parameters
    ----------
    people : one row per person: person_id, neighbourhood, local_authority, the features the offers speak of,
        probability_<outcome> (0–1; null outside the outcome's population) and, where known, `deprivation_decile` (1 the
        most deprived) and lists of offers: receives, refused, wishes, proposed_before.
    offers : offers with their evidence and costs.
    engine : a session to use; without one, one is opened.
    start : `prices` of a plan much like this one.
    draws : draws of the effects for sensitivity; each is a choice of its own.

    Raises
    ------
    PeopleWrong : a column that an offer speaks of is missing, an id comes twice, a probability is not one, a list names
        an offer that is not there.
    LimitsWrong : a capacity is of no offer.

    References
    ----------
    docs/explanation/packages.md sets out the reckoning with its sources.
    """
    began = time.perf_counter()
    if engine is None:
        with Engine(memory_gigabytes=MEMORY_GIGABYTES, threads=THREADS) as own:
            prepared = prepare(people, offers, limits, parameters, engine=own)
    else:
        prepared = prepare(people, offers, limits, parameters, engine=engine)
    return plan_of(prepared, start=start, draws=draws, began=began)


def plan_of(
    prepared: Prepared, *, start: PriceBook | None = None, draws: int = 0, began: float | None = None
) -> PackagePlan:
    """Choose from what is prepared, and write everything down."""
    began = time.perf_counter() if began is None else began
    fits, library, parameters = prepared.fits, prepared.library, prepared.parameters
    decided = decide(prepared.assembled, fits, library, parameters, start=starting_prices(prepared, start))
    return written_down(prepared, decided, draws, began)


def written_down(prepared: Prepared, decided: Decided, draws: int, began: float) -> PackagePlan:
    """A choice with its reasons, as tables."""
    fits, priced, library, people = prepared.fits, prepared.priced, prepared.library, prepared.people
    chosen = Chosen.of(fits, priced, prepared.assembled, decided, margins(decided))
    drawn = sensitivity(prepared, decided, count=draws)
    stays = None
    if drawn.stays is not None:
        stays = np.zeros(len(fits))
        stays[prepared.assembled.fit] = drawn.stays
    avoided = avoided_of(fits, people, chosen.is_chosen, library, prepared.parameters)
    effect = effects(fits, avoided, people, library)
    item = items(fits, priced, chosen, avoided, stays, people, library)
    found = reasons(prepared, decided, chosen)
    rights_not_met = rights_missed(fits, library, chosen.is_chosen)
    return PackagePlan(
        package=packages(item, people, next_best(fits, found, chosen, library, people.num_rows)),
        item=item,
        effect=effect,
        without=without_package(fits, item, people),
        left_out=left_out_table(fits, found, chosen, people, library),
        limit=limit_table(prepared, decided, chosen),
        unmet=unmet_table(prepared, decided, chosen),
        promise=promise_table(prepared, decided),
        ledger=ledger_table(item, effect, people, prepared.limits),
        collision=collision_table(prepared, decided, chosen, found),
        people_at_risk=people.num_rows,
        rights_not_met=rights_not_met,
        is_feasible=decided.settled.is_feasible and rights_not_met == 0,
        worth=decided.answer.worth,
        worth_low=drawn.low,
        worth_high=drawn.high,
        objective=decided.answer.objective,
        bound=decided.answer.bound,
        prices=price_book(priced.rows, decided.answer.prices),
        solver=decided.answer.solver,
        seconds=time.perf_counter() - began,
    )
