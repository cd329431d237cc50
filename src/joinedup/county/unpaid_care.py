"""Who looks after whom, unpaid?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from joinedup.county.chance import Bools, Ints, Rng, happens, pick, steps, stream
from joinedup.county.illness import Illness
from joinedup.county.population import NOBODY, People
from joinedup.county.template import figures

HOURS = ("1-19", "20-49", "50+")


@dataclass
class Caring:
    """Pairs of carer and person cared for; one element of each array per pair.

    Parameters
    ----------
    hours : position in `HOURS`.
    lives_with : both in one household.
    starts_on : day the caring began.
    """

    carer: Ints
    cared_for: Ints
    hours: Ints
    lives_with: Bools
    starts_on: Ints


def begin_caring(made: People, illness: Illness, seed: int) -> Caring:
    """Match carers with partners, parents and neighbours in need of care."""
    rng, facts = stream(seed, "unpaid care"), figures("care")["unpaid_care"]
    need = illness.deficits(made.as_at - 730) + rng.exponential(2.5, len(made)) + (made.age > 80) * 2
    carers = np.flatnonzero(happens(rng, steps(facts["carers_per_cent"], made.age), len(made)))
    cared_for = choose_cared_for(made, carers, need, rng)
    kept = (cared_for != NOBODY) & (cared_for != carers)
    carers, cared_for = carers[kept], cared_for[kept]
    lives_with = made.household[carers] == made.household[cared_for]
    hours = draw_hours(facts, lives_with, need[cared_for], rng)
    earliest = np.maximum(made.birth_on[carers] + 12 * 365, made.as_at - 12 * 365)
    starts_on = earliest + (rng.random(len(carers)) * (made.as_at - 30 - earliest))
    return Caring(carers, cared_for, hours, lives_with, starts_on.astype(np.int32))


def choose_cared_for(made: People, carers: Ints, need: Any, rng: Rng) -> Ints:
    """A partner or parent in need, or else somebody in need nearby."""
    chosen = np.full(len(carers), NOBODY, dtype=np.int32)
    for relation in (made.partner, made.mother, made.father):
        relative = relation[carers]
        fits = (relative != NOBODY) & (chosen == NOBODY) & (need[relative] > 5)
        chosen[fits] = relative[fits]
    needy = np.flatnonzero((need > 7.5) & (made.age > 60))
    needy = needy[np.lexsort((rng.random(len(needy)), made.area[needy]))]
    if len(needy):
        place = np.searchsorted(made.area[needy], made.area[carers]) + rng.integers(0, 30, len(carers))
        chosen = np.where(chosen == NOBODY, needy[np.clip(place, 0, len(needy) - 1)], chosen).astype(np.int32)
    return chosen


def draw_hours(facts: dict[str, Any], lives_with: Bools, need: Any, rng: Rng) -> Ints:
    """Hours of care in a week: more for those who live together and need more."""
    share = [float(facts["hours_share_per_cent"][band]) for band in HOURS]
    hours = pick(rng, share, len(lives_with))
    more = lives_with & (need > 9) & happens(rng, 50, len(lives_with))
    less = ~lives_with & happens(rng, 60, len(lives_with))
    return np.where(more, 2, np.where(less, 0, hours)).astype(np.int32)
