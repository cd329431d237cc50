"""What does a person's first shared plan say? Words of the definition, chosen by what their own record shows."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from random import Random
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from joinedup import definitions

DEFINITION = "county/shared_plans.yaml"
NAMES = re.compile(r"[a-z_0-9]+")
Choices = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class Told(BaseModel):
    """One part of the definition; what it does not know it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ActionWords(Told):
    """What is done about a need, and by whom: a role of the team, or a name."""

    what: str
    who: str = ""
    name: str = ""
    days: int


class ContingencyWords(Told):
    """What to do when things go wrong."""

    title: str
    triggers: tuple[str, ...]
    warning_signs: tuple[str, ...] = ()
    coping: tuple[str, ...] = ()
    what_should_happen: str
    contacts: tuple[str, ...] = ()


class NeedWords(Told):
    """One need, how a record shows it, and what a plan says of it."""

    code: str
    features: tuple[str, ...]
    offers: tuple[str, ...]
    person: Choices
    goal: Choices
    strength: str
    action: ActionWords
    contingency: ContingencyWords | None = None


class PlanWords(Told):
    """Every need in the order in which plans have them, and words for About Me."""

    source: str
    needs: tuple[NeedWords, ...]
    about_me: dict[str, Any]

    @property
    def by_code(self) -> dict[str, NeedWords]:
        return {need.code: need for need in self.needs}


@cache
def words() -> PlanWords:
    """The definition.

    Examples
    --------
    >>> words().by_code["falling"].action.who
    'community_nurse'
    """
    return PlanWords(**definitions.read(DEFINITION))


def needs_shown(features: Iterable[str]) -> tuple[str, ...]:
    """The codes of the needs that reasons for high scores show, in the order of the definition.

    Parameters
    ----------
    features : of the reasons; a pair of features counts for both.

    Examples
    --------
    >>> needs_shown(["medicine_count", "falls_24m & age"])
    ('falling', 'medicines')
    """
    known = {name for feature in features for name in NAMES.findall(feature)}
    return tuple(need.code for need in words().needs if known.intersection(need.features))


def about_me(given: str, *, has_help: bool, chance: Random, but: Collection[str] = ()) -> dict[str, str]:
    """What a person says of themself, by heading; one heading in three is left empty, as people do.

    Parameters
    ----------
    but : headings that are never left empty.
    """
    said = {}
    for heading, choices in words().about_me.items():
        if heading in but or chance.random() < 2 / 3:
            fitting = choices["with_help" if has_help else "without_help"] if isinstance(choices, dict) else choices
            said[heading] = chance.choice(fitting).format(given=given)
    return said
