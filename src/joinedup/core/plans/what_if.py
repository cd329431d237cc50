"""What would be different with other limits: more places, less money, another price or a new offer?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from joinedup.core.plans.candidates import Fits
from joinedup.core.plans.change import Change, changed
from joinedup.core.plans.choose import PackagePlan
from joinedup.core.plans.decide import Decided, decide, worths
from joinedup.core.plans.evidence import OUTCOMES
from joinedup.core.plans.optimiser.solve import CLOSE_ENOUGH
from joinedup.core.plans.prepared import Prepared, PriceBook, price_book, starting_prices, with_limits
from joinedup.core.plans.rights import use_of
from joinedup.core.plans.worth import MIDDLE, avoided_of

FEW = 20_000
"""People up to whom a what-if is chosen as nearly as the plan itself."""


@dataclass(frozen=True)
class Outline:
    """A choice in figures.

    Parameters
    ----------
    worth, gap : as of a plan.
    is_feasible : as of a plan.
    avoided : events expected to be avoided in a year, by outcome (middle).
    cost_pence : by funder.
    people, items : people with a package, and offers in packages, what is received counted.
    by_neighbourhood : worth by neighbourhood.
    chosen : person and offer of every item, as positions, for comparing.
    """

    worth: float
    gap: float
    is_feasible: bool
    avoided: Mapping[str, float]
    cost_pence: Mapping[str, int]
    people: int
    items: int
    by_neighbourhood: Mapping[str, float]
    chosen: frozenset[tuple[int, int]]

    def figures(self) -> dict[str, Any]:
        """All but what was chosen for whom, as JSON takes it."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "chosen"}


def outline_of(plan: PackagePlan, prepared: Prepared) -> Outline:
    """A plan that is written down, in figures."""
    items = plan.item.to_pylist()
    sums = plan.effect.group_by("outcome", use_threads=False).aggregate([("avoided_mid", "sum")]).to_pylist()
    person = {one: at for at, one in enumerate(prepared.people["person_id"].to_pylist())}
    money: dict[str, int] = {}
    for row in items:
        if row["funder"]:
            money[row["funder"]] = money.get(row["funder"], 0) + row["cost_pence"]
    hoods = {row["neighbourhood"]: row["worth"] for row in plan.promise.to_pylist() if row["group"] == "neighbourhood"}
    return Outline(
        worth=plan.worth,
        gap=plan.gap,
        is_feasible=plan.is_feasible,
        avoided={row["outcome"]: row["avoided_mid_sum"] for row in sums},
        cost_pence=money,
        people=plan.package.num_rows,
        items=len(items),
        by_neighbourhood=hoods,
        chosen=frozenset((person[row["person_id"]], prepared.library.position[row["offer"]]) for row in items),
    )


def outline(prepared: Prepared, decided: Decided) -> Outline:
    """A choice in figures, without a word about anybody."""
    fits, problem = prepared.fits, decided.problem
    is_chosen = fits.is_kept.copy()
    is_chosen[prepared.assembled.fit[problem.bits(decided.answer.masks)]] = True
    avoided = avoided_of(fits, prepared.people, is_chosen, prepared.library, prepared.parameters)
    by_outcome = dict(zip(OUTCOMES, avoided[..., MIDDLE].sum(axis=0).tolist(), strict=True))
    rows, used = prepared.priced.rows, use_of(problem, problem.bits(decided.answer.masks))
    money = {funder: int(used[len(rows.capacities) + at]) for at, funder in enumerate(rows.funders)}
    each = worths(problem, decided.answer)
    hoods = prepared.assembled.groups.names
    place = prepared.assembled.groups.of_person[:, 0]
    return Outline(
        worth=decided.answer.worth,
        gap=decided.answer.gap,
        is_feasible=decided.settled.is_feasible,
        avoided={name: value for name, value in by_outcome.items() if value > 0},
        cost_pence=money,
        people=len(np.unique(fits.person[is_chosen])),
        items=int(is_chosen.sum()),
        by_neighbourhood={name: float(each[place == at].sum()) for at, name in enumerate(hoods) if (place == at).any()},
        chosen=frozenset(zip(fits.person[is_chosen].tolist(), fits.offer[is_chosen].tolist(), strict=True)),
    )


@dataclass(frozen=True)
class Comparison:
    """Two choices side by side.

    Parameters
    ----------
    before, after : the two.
    gained, lost : items that only the second, or only the first, holds.
    prices : of the second, to start the next from.
    """

    before: Outline
    after: Outline
    gained: int
    lost: int
    prices: PriceBook


def what_if(prepared: Prepared, before: Outline, changes: Sequence[Change], start: PriceBook | None) -> Comparison:
    """Choose again with other limits, from the prices of the choice there is.

    Parameters
    ----------
    prepared, before : the choice there is: what it was made from, and its figures.
    start : its prices.

    Raises
    ------
    LimitsWrong : a change speaks of something that is not there.
    """
    return compared(before, with_changes(prepared, before, changes), start)


def with_changes(prepared: Prepared, before: Outline, changes: Sequence[Change]) -> Prepared:
    """The same people and offers within other limits, the choice there is counting as proposed last time.

    So what moves is what the change brings about, and not what might as well have been otherwise. Where people are many
    the gap aimed for is a little larger, for an answer at once.
    """
    stop = CLOSE_ENOUGH if prepared.people.num_rows > FEW else prepared.parameters.stop
    limits = changed(prepared.limits, changes, prepared.library)
    fits = as_proposed(prepared.fits, before, len(prepared.library.offers))
    return with_limits(prepared.people, fits, prepared.library, limits, replace(prepared.parameters, stop=stop))


def as_proposed(fits: Fits, before: Outline, offers: int) -> Fits:
    """The fits, those of a choice marked as proposed last time."""
    chosen = np.array([person * offers + offer for person, offer in before.chosen], np.int64)
    return replace(fits, was_proposed=fits.was_proposed | np.isin(fits.person * offers + fits.offer, chosen))


def compared(before: Outline, other: Prepared, start: PriceBook | None) -> Comparison:
    """A choice from other beginnings, beside the one there is: other limits, or one more offer at the end."""
    decided = decide(other.assembled, other.fits, other.library, other.parameters, start=starting_prices(other, start))
    after = outline(other, decided)
    return Comparison(
        before=before,
        after=after,
        gained=len(after.chosen - before.chosen),
        lost=len(before.chosen - after.chosen),
        prices=price_book(other.priced.rows, decided.answer.prices),
    )
