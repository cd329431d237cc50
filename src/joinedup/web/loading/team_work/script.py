"""What is told of a month of work, checked when it is read: cases with their steps, skills and a meeting."""

from functools import cache
from inspect import signature
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from joinedup import definitions
from joinedup.core.errors import CannotProceed
from joinedup.web.loading.team_work import shared_plans
from joinedup.web.loading.team_work.deeds import DEEDS
from joinedup.web.loading.team_work.shared_plans import Choices

DEFINITION = "county/team_work.yaml"
ANY = "any"
WorkingDays = Annotated[int, Field(ge=1, le=60)]


class ScriptWrong(CannotProceed):
    """A step of the definition asks for a deed there is not, or does not say what the deed asks for."""


class Told(BaseModel):
    """One part of the definition; what it does not know it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(BaseModel):
    """One thing somebody does.

    Parameters
    ----------
    day : working days before the day of loading.
    who : a role.
    does : a deed; further fields are what it asks for.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    day: WorkingDays
    who: str
    does: str

    @property
    def said(self) -> dict[str, Any]:
        """What the deed is given."""
        return dict(self.model_extra or {})


class Case(Told):
    """One person, and what is done for them.

    Parameters
    ----------
    teams : `whole` or `lead`.
    need : the first of these that anybody's record shows; `any` is whatever it shows.
    in_teams : the first so many teams have such a case; all if None.
    """

    teams: Literal["whole", "lead"]
    need: Choices
    in_teams: int | None = None
    steps: tuple[Step, ...]


class Ability(Told):
    """A skill a role says it has."""

    skill: str
    level: int
    is_verified: bool = True
    months: int | None = None


class Agreed(Told):
    """What a meeting decides and promises about somebody."""

    decision: str
    action: str
    who: str
    days: int


class MeetingTold(Told):
    """When a team met and meets, and what it says."""

    held_day: WorkingDays
    prepared_day: WorkingDays
    discussed: int
    about: dict[str, Agreed]


class Script(Told):
    """A month of work."""

    source: str
    whole_team: tuple[str, ...]
    members: dict[str, tuple[Ability, ...]]
    cases: tuple[Case, ...]
    meeting: MeetingTold


@cache
def script() -> Script:
    """The month, every step of it known to be one that can be done.

    Raises
    ------
    ScriptWrong : a deed or a need is unknown, or a step does not say what its deed asks for.
    """
    read = Script(**definitions.read(DEFINITION))
    needs = {ANY, *shared_plans.words().by_code}
    for case in read.cases:
        if unknown := set(case.need) - needs:
            raise ScriptWrong(f"No need {', '.join(sorted(unknown))}", available=sorted(needs))
        for step in case.steps:
            check_step(step)
    return read


def check_step(step: Step) -> None:
    """Raise unless a step names a deed and says what that asks for."""
    deed = DEEDS.get(step.does)
    if deed is None:
        raise ScriptWrong(f"No deed {step.does!r}", available=sorted(DEEDS))
    try:
        signature(deed.act).bind(None, **step.said)
    except TypeError as problem:
        raise ScriptWrong(f"{step.does} on day {step.day}: {problem}", expected=str(signature(deed.act))) from problem
