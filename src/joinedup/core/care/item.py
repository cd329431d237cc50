"""What has every item of a plan: an id, a place under another, and fields that are checked as it is made."""

from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import ClassVar

from joinedup.core.care.fields import Asked, Problem, problem_with
from joinedup.core.errors import CannotProceed


class ItemRefused(CannotProceed):
    """An item of a plan holds something it may not; `problems` says what, field by field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.words for problem in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing a plan says. Its id stays the same from version to version.

    Parameters
    ----------
    parent_id : the item it stands under; empty at the top.

    Raises
    ------
    ItemRefused : a field is missing, too long, off its scale or list, or dates are out of order.
    """

    KIND: ClassVar[str]
    TITLE: ClassVar[str]
    UNDER: ClassVar[tuple[str, ...]] = ()  # kinds it may stand under; () for those at the top
    MAY_STAND_ALONE: ClassVar[bool] = True
    IN_ORDER: ClassVar[tuple[str, ...]] = ()  # dates, each no later than the next

    id: str
    parent_id: str = ""

    def __post_init__(self) -> None:
        found = [problem_with(name, asked, getattr(self, name)) for name, asked in asked_of(type(self)).items()]
        problems = (*(one for one in found if one), *out_of_order(self))
        if problems:
            raise ItemRefused(problems)

    @property
    def name(self) -> str:
        """What the item is called in a list: the first of its fields that says something."""
        said = (asked.words(getattr(self, name)) for name, asked in asked_of(type(self)).items())
        return next((words for words in said if words), self.TITLE).split("\n")[0]


def asked_of(kind: type[Item]) -> dict[str, Asked]:
    """The fields of a kind of item that people fill in, in order."""
    return {one.name: one.metadata["asked"] for one in fields(kind) if "asked" in one.metadata}


def out_of_order(item: Item) -> tuple[Problem, ...]:
    """Dates that come before one they may not come before."""
    asked = asked_of(type(item))
    said = [(name, getattr(item, name)) for name in item.IN_ORDER if isinstance(getattr(item, name), date)]
    return tuple(
        Problem(
            "dates_out_of_order",
            later,
            f"{asked[later].heading} must be on or after {asked[earlier].words(first)} "
            f"({asked[earlier].heading.lower()})",
        )
        for (earlier, first), (later, second) in pairwise(said)
        if second < first
    )
