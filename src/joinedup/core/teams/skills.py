"""Who can do this near here? Those whose skill was verified and has not expired, the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from joinedup import definitions

DEFINITION = "teams/skills.yaml"
LEARNING, ABLE, TEACHING = 1, 2, 3
LEVELS = {
    LEARNING: "Learning, with somebody beside them",
    ABLE: "Able, by themselves",
    TEACHING: "Able, and teaches it",
}


class Skill(BaseModel):
    """Something somebody can be asked to do.

    Parameters
    ----------
    months : how long a check holds at most.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    months: Annotated[int, Field(gt=0, le=120)]


@cache
def skills() -> dict[str, Skill]:
    """Every skill by its code, in the order of the definitions.

    Examples
    --------
    >>> skills()["insulin"].name
    'Gives insulin'
    """
    return {skill.code: skill for skill in (Skill(**entry) for entry in definitions.read(DEFINITION))}


@dataclass(frozen=True)
class Holder:
    """Somebody who has a skill, as far as is known.

    Parameters
    ----------
    who : names them for the caller.
    level : 1 (learning) to 3 (teaches it).
    verified_by : empty where it is their own word only.
    expires_on : the first day on which the check counts no more; None where there was none.
    distance_metres : from where they are asked for to where they work; None for the whole place.
    """

    who: int
    level: int
    verified_by: str
    expires_on: date | None
    distance_metres: float | None

    def can(self, on: date) -> bool:
        """Whether they may be asked to do it by themselves on a day."""
        is_checked = bool(self.verified_by) and self.expires_on is not None and on < self.expires_on
        return is_checked and self.level > LEARNING


def in_order(holders: Iterable[Holder], on: date) -> list[Holder]:
    """Those who can, the nearest first, then the more able; after them those who cannot yet, or no more.

    Somebody who works in the whole place comes after those nearby and before those elsewhere.

    Examples
    --------
    >>> near = Holder(1, 2, "Lee Lead", date(2027, 1, 1), 0)
    >>> far, own_word = Holder(2, 3, "Lee Lead", date(2027, 1, 1), 9000), Holder(3, 3, "", None, 0)
    >>> [one.who for one in in_order([own_word, far, near], date(2026, 4, 1))]
    [1, 2, 3]
    """
    return sorted(holders, key=lambda one: (not one.can(on), near(one.distance_metres), -one.level, one.who))


def near(distance_metres: float | None) -> tuple[int, float]:
    """The order of distances: here, the whole place, then elsewhere by how far."""
    if distance_metres is None:
        return 1, 0
    return (0, 0) if distance_metres == 0 else (2, distance_metres)
