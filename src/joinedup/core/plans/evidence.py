"""Which published effects does joinedup know, and which of them may be used?"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from joinedup import definitions
from joinedup.core.errors import CannotProceed
from joinedup.core.plans.measures import CONVERSIONS, NO_EFFECT, Measure

Outcome = Literal["admission_or_death", "fall", "care_home", "carer_breakdown"]
OUTCOMES: dict[Outcome, str] = {
    "admission_or_death": "emergency admission or death",
    "fall": "a fall or fracture that needs care",
    "care_home": "a move to a care home or a first long-term care package",
    "carer_breakdown": "a carer who can no longer go on",
}
SCORED: tuple[Outcome, ...] = ("admission_or_death", "fall", "care_home")
"""The outcomes our own models score. A table of people may bring the chance of any other, or leave it out."""
STRONG_GRADES = ("high", "moderate")
CLOSE_TO_NO_EFFECT = 0.1
"""An interval is close to no effect when what lies between them is less than this share of the interval's width."""
LEAST_CHANGE = -100
Finding = Literal["helps", "no_effect", "worse", "uncertain"]


class EvidenceWrong(CannotProceed):
    """A row of the evidence, of the unit costs or of the offers cannot be used as written."""


def empty_to_none(value: Any) -> Any:
    """An empty cell of a CSV is no value."""
    return None if value == "" else value


Number = Annotated[float | None, Field(allow_inf_nan=False), BeforeValidator(empty_to_none)]
Words = Annotated[str, Field(min_length=1)]
Link = Annotated[str, Field(pattern=r"^https?://\S+$")]


class Row(BaseModel):
    """A definition: fixed once read, and nothing in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Effect(Row):
    """One published effect of one kind of help on one outcome.

    Parameters
    ----------
    population, setting : who was studied, and where.
    outcome : what was counted, in the study's words.
    measure, effect : the kind of figure and its value; a ratio below 1 is fewer events.
    low, high : ends of the 95% interval; None where none is held, which is not the same as certainty.
    finding : what the row shows; a row whose interval crosses no effect can only be `no_effect` or `uncertain`.
    mechanism : how it works, a word of mechanisms.yaml.
    our_outcome, difference : the outcome of ours it speaks to, if any, and how the study's differs from it.
    cost_pounds : a cost the study reports; below zero is a saving.
    verified : the figure was read in the linked source. What is not verified is never used for a figure.
    """

    id: Words
    intervention: Words
    population: Words
    setting: Words
    outcome: Words
    measure: Measure
    effect: Number
    low: Number
    high: Number
    finding: Finding
    mechanism: Words
    our_outcome: Annotated[Outcome | None, BeforeValidator(empty_to_none)]
    difference: str
    certainty: Words
    certainty_checked: bool
    effect_words: str
    cost_pounds: Number
    cost_words: str
    citation: Words
    link: Link
    verified: bool
    notes: str

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("has one end of an interval and not the other")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"has an interval that runs backwards, {self.low} to {self.high}")
        if self.effect is None and not self.effect_words:
            raise ValueError("has neither a figure nor words")
        figures = [value for value in (self.effect, self.low, self.high) if value is not None]
        if self.measure == "relative_change_percent" and min(figures, default=0) < LEAST_CHANGE:
            raise ValueError("has a change by more than all there is, below -100%")
        is_ratio = self.measure in CONVERSIONS and self.measure != "relative_change_percent"
        if is_ratio and min(figures, default=1) <= 0:
            raise ValueError("has a ratio, or an end of its interval, that is not above 0")
        if self.effect is not None and self.low is not None and not self.low <= self.effect <= (self.high or 0):
            raise ValueError("has an effect outside its own interval")
        if self.crosses_no_effect and self.finding in ("helps", "worse"):
            raise ValueError(f"has an interval that crosses no effect, yet the finding '{self.finding}'")
        return self

    @property
    def crosses_no_effect(self) -> bool:
        """The interval includes no effect."""
        null = NO_EFFECT.get(self.measure)
        return null is not None and self.low is not None and self.high is not None and self.low <= null <= self.high

    @property
    def weakness(self) -> str:
        """Why a proposal that rests on this effect alone rests on little, in words; "" where it does not."""
        null = NO_EFFECT.get(self.measure)
        if self.certainty not in STRONG_GRADES:
            return f"one study, graded '{self.certainty}'"
        if null is not None and self.low is not None and self.high is not None:
            nearest = min(abs(null - self.low), abs(null - self.high))
            if nearest < CLOSE_TO_NO_EFFECT * (self.high - self.low):
                return f"an interval that all but reaches no effect ({self.low:g} to {self.high:g})"
        return ""

    @property
    def is_usable(self) -> bool:
        """Whether events avoided may be reckoned with it: read in its source, a figure on our outcome, with an interval
        that lies wholly on the helpful side, in a measure that can change a chance."""
        null = NO_EFFECT.get(self.measure, 0)
        helps = self.finding == "helps" and None not in (self.effect, self.high) and (self.high or 0) < null
        return self.verified and helps and self.our_outcome is not None and self.measure in CONVERSIONS


Kind = TypeVar("Kind", bound=Row)


def validated(kind: type[Kind], given: Mapping[str, Any], where: str) -> Kind:
    """One row as a model, or a sentence that names the row and what is wrong with it."""
    try:
        return kind.model_validate(given)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ", ".join(str(part) for part in first["loc"]) or "the row"
        said = first["msg"].removeprefix("Value error, ")
        name = given.get("id") or given.get("code") or "a row without a name"
        raise EvidenceWrong(
            f"{where}, {name}: {field} {said[0].lower()}{said[1:]}",
            expected="an entry as docs/reference/evidence.md describes",
        ) from problem


def read_effects(path: Path, mechanisms: Iterable[str]) -> dict[str, Effect]:
    """The effects of a table, by id.

    Parameters
    ----------
    path : CSV, one row per effect, with the columns of `Effect`.
    mechanisms : the words a mechanism may be.

    Raises
    ------
    EvidenceWrong : an effect without citation or link, an interval that runs backwards, an unknown outcome, measure
        or mechanism, or an id that comes twice; the row is named.
    """
    effects: dict[str, Effect] = {}
    known = set(mechanisms)
    for given in read_rows(path):
        effect = validated(Effect, given, path.name)
        if effect.mechanism not in known:
            raise EvidenceWrong(
                f"{path.name}, {effect.id}: '{effect.mechanism}' is not a mechanism",
                expected="a word of mechanisms.yaml",
                available=sorted(known),
            )
        if effect.id in effects:
            raise EvidenceWrong(f"{path.name}, {effect.id}: comes twice", expected="each id once")
        effects[effect.id] = effect
    return effects


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV, by column name."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as problem:
        raise EvidenceWrong(f"{path} cannot be read", expected="a CSV in UTF-8 with a header") from problem


@cache
def effects() -> Mapping[str, Effect]:
    """The effects that come with joinedup, by id.

    Examples
    --------
    >>> effects()["falls_exercise"].is_usable, effects()["home_hazard_unselected"].is_usable
    (True, False)
    """
    return read_effects(definitions.HOME / "evidence" / "effects.csv", mechanisms())


def mechanisms() -> Mapping[str, str]:
    """How interventions work, in words, by our word for it."""
    found: dict[str, str] = definitions.read("evidence/mechanisms.yaml")
    return found
