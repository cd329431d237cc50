"""How is a comparison put into words: what is on, who was drawn, what came of it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from joinedup.core.risk.use.hold_out import Arm, compared
from joinedup.core.risk.use.hold_out_in_steps import DAYS_IN_YEAR, BetweenSteps, Followed, compared_in_steps
from joinedup.web.components.words import day, moment, number, percent, plural
from joinedup.web.risk.standing import role_words

FEWEST_TO_SHOW = 8  # people of an arm, below which nothing of it is shown


@dataclass(frozen=True)
class Switched:
    """One entry of the history."""

    is_on: bool
    words: str
    how: str
    reason: str


def switched(one: Any) -> Switched:
    who = f"{one.name}, {role_words(one.role).lower()}, on {moment(one.at)}"
    return Switched(
        is_on=one.is_on,
        words=f"Switched {'on' if one.is_on else 'off'} by {who}",
        how=how_words(one.share, one.steps, one.days_per_step) + f" Seed {one.seed}." if one.is_on else "",
        reason=one.reason,
    )


def how_words(share: float, steps: int, days_per_step: int) -> str:
    """
    >>> how_words(0.2, 1, 0)
    '20% stay off the list until the comparison is ended.'
    >>> how_words(0.2, 4, 28)
    '20% stay off the list at first; a quarter of them comes onto it every 4 weeks.'
    """
    if steps == 1:
        return f"{percent(share)} stay off the list until the comparison is ended."
    parts = {2: "half", 3: "a third", 4: "a quarter"}.get(steps, f"one in {steps}")
    return (
        f"{percent(share)} stay off the list at first; {parts} of them comes onto it every {days_per_step // 7} weeks."
    )


@dataclass(frozen=True)
class ArmLine:
    """One arm, in as many cells as its table has columns after the name."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """What one run says about both arms, and what the columns of their table are."""

    as_at: str
    words: str
    columns: tuple[str, ...]
    lines: tuple[ArmLine, ...]


def comparisons(arms: Sequence[Any]) -> list[Compared]:
    """One entry per run loaded since the start, latest first."""
    by_run = (list(group) for _, group in groupby(arms, key=lambda one: one.as_at))
    return [compare(found) if found[0].after_step is None else compare_in_steps(found) for found in by_run]


def compare(arms: Sequence[Any]) -> Compared:
    found = {one.arm: Arm(one.people, one.events) for one in arms}
    listed, held_out = found.get("listed", Arm(0, 0)), found.get("held_out", Arm(0, 0))
    return Compared(
        as_at=day(arms[0].as_at),
        words=compared(listed, held_out).words,
        columns=("Drawn to be", "People", "Had the outcome", "Share"),
        lines=(arm_line("Listed", listed), arm_line("Held out", held_out)),
    )


def arm_line(name: str, arm: Arm) -> ArmLine:
    if arm.people < FEWEST_TO_SHOW:
        return ArmLine(name, ("7 or fewer" if arm.people else "0", "not shown", "not shown"))
    return ArmLine(name, (number(arm.people), number(arm.events), f"{100 * arm.events / arm.people:.1f}%"))


def compare_in_steps(arms: Sequence[Any]) -> Compared:
    """The same of a comparison in steps: time on the list against time not yet on it."""
    found = {(one.after_step, one.arm): Followed(one.days, one.events) for one in arms}
    none = Followed(0, 0)
    times = [
        BetweenSteps(found.get((step, "listed"), none), found.get((step, "held_out"), none))
        for step in sorted({step for step, _ in found})
    ]
    return Compared(
        as_at=day(arms[0].as_at),
        words=compared_in_steps(times).words,
        columns=("Time", "People at most", "Years of all together", "Had the outcome", "Per 100 people a year"),
        lines=(time_line("On the list", "listed", arms), time_line("Not yet on it", "held_out", arms)),
    )


def time_line(name: str, arm: str, arms: Sequence[Any]) -> ArmLine:
    """One side over all times between steps together; people are those of the time that has most of them."""
    here = [one for one in arms if one.arm == arm]
    people = max((one.people for one in here), default=0)
    if people < FEWEST_TO_SHOW:
        return ArmLine(name, ("7 or fewer" if people else "0", "not shown", "not shown", "not shown"))
    years, events = sum(one.days for one in here) / DAYS_IN_YEAR, sum(one.events for one in here)
    return ArmLine(name, (number(people), f"{years:,.1f}", number(events), f"{100 * events / years:.1f}"))


def drawn_words(sizes: Mapping[str, int]) -> str:
    """
    >>> drawn_words({"listed": 80, "held_out": 20})
    '100 people drawn so far: 80 for the list, 20 to stay off it.'
    """
    listed, off = sizes["listed"], sizes["held_out"]
    return f"{plural(listed + off, 'person', 'people')} drawn so far: {listed:,} for the list, {off:,} to stay off it."
