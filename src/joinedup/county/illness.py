"""When does each person fall ill with what?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from joinedup.county.chance import Bools, Ints, stream
from joinedup.county.days import NEVER, YEAR_DAYS
from joinedup.county.population import People
from joinedup.county.template import figures

DEFICITS = 36  # of the electronic frailty index


@dataclass
class Illness:
    """Long-term conditions and other deficits.

    Parameters
    ----------
    names : conditions, in the order of definitions/county/conditions.yaml.
    onset_on : condition × person, the day of onset or NEVER.
    """

    names: list[str]
    facts: dict[str, dict[str, Any]]
    onset_on: Ints

    def has(self, name: str, on: int) -> Bools:
        """Who has a condition on a day."""
        return np.asarray(self.onset_on[self.names.index(name)] <= on)

    def deficits(self, on: int) -> Ints:
        """How many of the 36 deficits each person has on a day (a deficit counts once, medicines not included)."""
        total = np.zeros(self.onset_on.shape[1], dtype=np.int32)
        for deficit in self.by_deficit:
            total += np.logical_or.reduce([self.onset_on[row] <= on for row in self.by_deficit[deficit]])
        return total

    @property
    def by_deficit(self) -> dict[str, list[int]]:
        """Rows of `onset_on` by deficit."""
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(self.names):
            if self.facts[name]["deficit"]:
                rows.setdefault(self.facts[name]["deficit"], []).append(row)
        return rows


def fall_ill(made: People, seed: int) -> Illness:
    """Draw the day of onset of every condition for every person.

    The share with a condition at each age is a logistic curve, moved to earlier ages by deprivation and by a person's
    hidden frailty; the curve turned round turns a random share into an age of onset.
    """
    facts = figures("conditions")["conditions"]
    names = list(facts)
    onset = np.empty((len(names), len(made)), dtype=np.int32)
    for row, name in enumerate(names):
        share = stream(seed, f"onset of {name}").random(len(made))
        onset[row] = onset_days(made, facts[name], share)
    return Illness(names, facts, onset)


def onset_days(made: People, fact: dict[str, Any], share: Any) -> Ints:
    """Day of onset of one condition, or NEVER."""
    moved = (
        fact["female"] * made.is_female
        + fact["deprivation"] * (5.5 - made.decile) / 4.5
        + fact["liability"] * made.frailty
    )
    part = share / fact["highest"]
    with np.errstate(divide="ignore", invalid="ignore"):
        age = fact["middle"] + fact["spread"] * (np.log(part / (1 - part)) - moved)
    age = np.where(part < 1, np.maximum(age, 0.1), 500)
    on = made.birth_on + age * YEAR_DAYS
    return np.where(on <= made.as_at, on, NEVER).astype(np.int32)
