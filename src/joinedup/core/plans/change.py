"""How do people write that a limit be another, and what are the limits then?"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from joinedup.core.plans.catalogue import Library
from joinedup.core.plans.limits import Limits, LimitsWrong

WRITTEN = re.compile(
    r"^\s*(?P<what>[^@=\s][^@=]*?)\s*(?:@\s*(?P<where>[^=\s][^=]*?)\s*)?=\s*(?P<sign>[+-]?)(?P<number>\d+(?:\.\d+)?)(?P<percent>%?)\s*$"
)
PENCE_IN_A_POUND = 100


@dataclass(frozen=True)
class Amount:
    """More or less by a share or a number, or a number instead.

    Examples
    --------
    >>> Amount(10, is_percent=True, sign="+").of(50), Amount(5, sign="-").of(3), Amount(7).of(3)
    (55, 0, 7)
    """

    number: float
    is_percent: bool = False
    sign: str = ""

    def of(self, before: int, unit: int = 1) -> int:
        """What becomes of a limit, never below nothing; places are rounded down, as part of one helps nobody."""
        sign = {"+": 1, "-": -1, "": 1}[self.sign]
        if self.is_percent:
            share = sign * self.number / 100 if self.sign else self.number / 100 - 1
            return max(0, math.floor(round(before * (1 + share), 6)))
        base = before if self.sign else 0
        return max(0, base + sign * round(self.number * unit))


@dataclass(frozen=True)
class Change:
    """One limit made another.

    Parameters
    ----------
    what : an offer's capacity, or a funder's budget.
    where : the neighbourhood; "" is every one, and the only one of a budget.
    amount : places, or pounds.
    """

    what: str
    where: str
    amount: Amount


def change_of(written: str) -> Change:
    """A change as people write it.

    Raises
    ------
    LimitsWrong : it cannot be read so.

    Examples
    --------
    >>> change_of("reablement@purbeck=40")
    Change(what='reablement', where='purbeck', amount=Amount(number=40.0, is_percent=False, sign=''))
    >>> change_of("reablement@Purbeck North=+5").where, change_of("nhs-Dorset=-5%").what
    ('Purbeck North', 'nhs-Dorset')
    >>> change_of("icb=-20000").amount.of(5_000_000, unit=100)
    3000000
    """
    found = WRITTEN.match(written)
    if found is None:
        raise LimitsWrong(
            f"'{written}' is not a change", expected="falls_exercise=+10%, reablement@purbeck=40, icb=-5%"
        )
    amount = Amount(float(found["number"]), bool(found["percent"]), found["sign"])
    return Change(found["what"], found["where"] or "", amount)


def changes_of(written: Iterable[str]) -> tuple[Change, ...]:
    """Several changes, each of another limit.

    Raises
    ------
    LimitsWrong : one cannot be read, or two are of one limit.

    Examples
    --------
    >>> changes_of(["telecare=+5", "telecare=+10"])
    Traceback (most recent call last):
    joinedup.core.plans.limits.LimitsWrong: 'telecare' is changed twice. Expected: one change of each limit.
    """
    changes = tuple(map(change_of, written))
    limits = [(one.what, one.where) for one in changes]
    for what, where in limits:
        if limits.count((what, where)) > 1:
            name = f"{what}@{where}" if where else what
            raise LimitsWrong(f"'{name}' is changed twice", expected="one change of each limit")
    return changes


def changed(limits: Limits, changes: Iterable[Change], library: Library) -> Limits:
    """The limits with changes made, in their order; an offer without any place so far may be given some.

    Raises
    ------
    LimitsWrong : one speaks of a capacity, neighbourhood or funder that is not there.
    """
    for change in changes:
        is_of_money = change.what in limits.budgets_pence
        limits = with_budget(limits, change) if is_of_money else with_places(limits, change, library)
    return limits


def with_budget(limits: Limits, change: Change) -> Limits:
    """The limits with a funder's budget made another."""
    if change.where:
        raise LimitsWrong(f"The budget '{change.what}' is the whole place's", expected=f"{change.what}=, without @")
    pence = change.amount.of(limits.budgets_pence[change.what], unit=PENCE_IN_A_POUND)
    return replace(limits, budgets_pence={**limits.budgets_pence, change.what: pence})


def with_places(limits: Limits, change: Change, library: Library) -> Limits:
    """The limits with other places of an offer, in one neighbourhood or wherever it has some."""
    name, capacities = change.what, {offer.draws_on for offer in library.offers}
    refuse_unknown("capacity or budget", name, capacities, others=limits.budgets_pence)
    places = set(limits.neighbourhood_names) | {hood for _, hood in limits.capacities}
    if change.where:
        refuse_unknown("neighbourhood", change.where, places)
    given = sorted(at for one, at in limits.capacities if one == name)
    where = [change.where] if change.where else given or sorted(places)
    more = {(name, at): change.amount.of(limits.capacities.get((name, at), 0)) for at in where}
    return replace(limits, capacities={**limits.capacities, **more})


def refuse_unknown(what: str, name: str, known: set[str], others: Iterable[str] = ()) -> None:
    """Raise if a change names what is not there."""
    if name not in known:
        raise LimitsWrong(f"There is no {what} '{name}'", available=sorted({*known, *others}))
