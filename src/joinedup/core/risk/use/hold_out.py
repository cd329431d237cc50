"""Who stays off a list for comparison, chosen by nobody, so that it can be seen whether the list does any good?

Two ways. Randomised: a share of those who would be listed stays off until the comparison ends. Stepped: neighbourhoods,
or parts of the share, begin one after another in an order nobody chose. Both rest on a hash of a seed and the id, so
they come out the same whoever works them out, in any order, on any day.

References
----------
Snooks H and others (2019) BMJ Qual Saf 28:697-705, doi:10.1136/bmjqs-2018-007976: a list that raised admissions, seen
only because it was rolled out in steps.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from joinedup.core.risk.failures import HoldOutWrong
from joinedup.core.risk.models.calibration import Z95, Interval

MOST_HELD_OUT = 0.5
FEWEST_EVENTS = 10  # in both arms together, below which a difference says nothing


def draw(seed: int, name: str) -> float:
    """A number from 0 to under 1 that belongs to a seed and a name, and to nothing else.

    Parameters
    ----------
    name : id of a person, or code of a neighbourhood.

    Examples
    --------
    >>> draw(1, "p0001") == draw(1, "p0001"), draw(1, "p0001") == draw(2, "p0001"), 0 <= draw(1, "p0001") < 1
    (True, False, True)
    """
    digest = hashlib.blake2b(f"{seed}:{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def step(drawn: float, *, share: float, steps: int) -> int:
    """After how many steps a draw comes onto the list: 0 is from the start, `steps` at the end.

    Parameters
    ----------
    drawn : 0 to under 1, as `draw` gives it.
    share : of the draws, from 0 on, that stay off at first.

    Examples
    --------
    >>> [step(drawn, share=0.4, steps=4) for drawn in (0.05, 0.15, 0.39, 0.4, 0.9)]
    [1, 2, 4, 0, 0]
    """
    return int(drawn / share * steps) + 1 if drawn < share else 0


@dataclass(frozen=True)
class HoldOut:
    """A hold-out as a team lead switched it on.

    Parameters
    ----------
    seed : decides with the id who stays off.
    share : of those who would be listed, more than 0 and at most a half.
    starts_on : first day.
    steps : 1 keeps the share off until the comparison ends; with more, that many equal parts of it come onto the list
        one after another.
    days_per_step : days from one step to the next.
    switched_on_by, reason : who decided it, and why; kept with it.
    """

    outcome: str
    seed: int
    share: float
    starts_on: date
    switched_on_by: str
    reason: str
    steps: int = 1
    days_per_step: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.share <= MOST_HELD_OUT:
            raise HoldOutWrong(
                f"A share of {self.share:g} was to stay off the list", expected="more than 0, at most 0.5"
            )
        if self.steps < 1 or (self.steps > 1 and self.days_per_step < 1):
            raise HoldOutWrong("The steps have no length", expected="one step, or several with days between them")
        if not self.switched_on_by or not self.reason:
            raise HoldOutWrong("Nobody is named who switched the hold-out on, or no reason", expected="both")

    def arm(self, person_id: str) -> str:
        """`held_out` or `listed`, as drawn: the arm a person is counted in, whatever was done for them.

        Examples
        --------
        >>> trial = HoldOut("fall", 7, 0.2, date(2026, 4, 1), "R Patel", "To see whether the list helps")
        >>> arms = [trial.arm(f"p{at}") for at in range(10_000)]
        >>> 0.19 < arms.count("held_out") / 10_000 < 0.21
        True
        """
        return "held_out" if draw(self.seed, person_id) < self.share else "listed"

    def is_off_the_list(self, person_id: str, *, on: date) -> bool:
        """Whether a person stays off the list on a day."""
        drawn = draw(self.seed, person_id)
        if drawn >= self.share or on < self.starts_on:
            return False
        if self.steps == 1:
            return True
        comes = step(drawn, share=self.share, steps=self.steps)
        return on < self.starts_on + timedelta(comes * self.days_per_step)


def stepped_starts(
    neighbourhoods: Iterable[str], *, seed: int, steps: int, starts_on: date, days_per_step: int
) -> dict[str, date]:
    """The day each neighbourhood begins to work with the list, in an order nobody chose, steps of equal size.

    Examples
    --------
    >>> first = date(2026, 4, 1)
    >>> starts = stepped_starts(["hill", "vale", "shore"], seed=3, steps=3, starts_on=first, days_per_step=91)
    >>> sorted(str(day) for day in starts.values())
    ['2026-04-01', '2026-07-01', '2026-09-30']
    """
    order = sorted(set(neighbourhoods), key=lambda code: (draw(seed, code), code))
    if not 1 <= steps <= len(order) or days_per_step < 1:
        raise HoldOutWrong(
            f"{len(order)} neighbourhoods cannot begin in {steps} steps",
            expected="1 to as many steps as neighbourhoods",
        )
    return {code: starts_on + timedelta(days_per_step * (at * steps // len(order))) for at, code in enumerate(order)}


@dataclass(frozen=True)
class Arm:
    """What happened in one arm: people as drawn, whatever was done for them, and how many had the outcome."""

    people: int
    events: int


@dataclass(frozen=True)
class Comparison:
    """Listed against held out.

    Parameters
    ----------
    difference : chance of the outcome if listed, less the chance if held out; None where too few to tell.
    words : one sentence, "no effect was seen" where the interval holds 0.
    """

    listed: Arm
    held_out: Arm
    difference: Interval | None
    words: str


def compared(listed: Arm, held_out: Arm) -> Comparison:
    """What being on the list did to the chance of the outcome, by intention to treat, where nobody comes on in steps.

    Everybody counts in the arm they were drawn for, also those who were never seen or were helped all the same.

    References
    ----------
    Newcombe RG (1998) Interval estimation for the difference between independent proportions, Stat Med 17:873-890,
    method 10 (Wilson scores), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.

    Examples
    --------
    >>> print(compared(Arm(2000, 400), Arm(500, 100)).words)
    No effect was seen: 20.0% of those listed had the outcome and 20.0% of those held out (difference 0.0 points,
    -4.1 to 3.7).
    >>> compared(Arm(20, 4), Arm(10, 1)).difference is None
    True
    """
    events = listed.events + held_out.events
    if min(listed.people, held_out.people) == 0 or events < FEWEST_EVENTS:
        words = f"Too few people had the outcome to tell ({events} in both arms; at least {FEWEST_EVENTS} are needed)."
        return Comparison(listed, held_out, None, words)
    with_list, without = listed.events / listed.people, held_out.events / held_out.people
    low_listed, high_listed = wilson(listed)
    low_held, high_held = wilson(held_out)
    gap = with_list - without
    low = gap - float(np.hypot(with_list - low_listed, high_held - without))
    high = gap + float(np.hypot(high_listed - with_list, without - low_held))
    shown = (
        f"{100 * with_list:.1f}% of those listed had the outcome and {100 * without:.1f}% of those held out"
        f" (difference {100 * gap + 0:.1f} points, {100 * low:.1f} to {100 * high:.1f})"
    )
    difference = Interval(gap, low, high)
    return Comparison(listed, held_out, difference, f"{verdict(difference)}: {shown}.")


def verdict(difference: Interval) -> str:
    """What a difference, listed less held out, says of the list.

    >>> verdict(Interval(-2.0, -3.0, -1.0)), verdict(Interval(-2.0, -5.0, 1.0))
    ('Fewer with the list', 'No effect was seen')
    """
    if difference.high < 0:
        return "Fewer with the list"
    return "More with the list" if difference.low > 0 else "No effect was seen"


def wilson(arm: Arm) -> tuple[float, float]:
    """The 95 % Wilson interval of an arm's share with the outcome."""
    share, people = arm.events / arm.people, arm.people
    middle = share + Z95**2 / (2 * people)
    half = Z95 * float(np.sqrt(share * (1 - share) / people + Z95**2 / (4 * people**2)))
    return (middle - half) / (1 + Z95**2 / people), (middle + half) / (1 + Z95**2 / people)
