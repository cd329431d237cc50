"""What do the models foretell, for whom, and who turned out to have it?"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Literal, Self

import pyarrow as pa
from pydantic import Field, model_validator

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.risk.failures import HorizonNotOver
from joinedup.core.risk.features.catalogue import Part, predictors


class Population(Part):
    """Whom an outcome is foretold for: in words, and as a condition on the features."""

    words: str
    where: str


class Outcome(Part):
    """One outcome of definitions/outcomes.

    Parameters
    ----------
    title : in words that fit "the risk of …".
    counted_from : the place's date, or the day somebody leaves hospital.
    horizon_months, horizon_days : how far ahead it is foretold; one of them.
    valid_days : days from the date it counts from after which a score is old.
    kinds : the extracts it is known from.
    increasing, decreasing : features whose curve may only rise, or only fall, because medicine says so.
    included : features it uses although they predict nothing else.
    excluded : predictors left out, and why.
    never : those of them that no place may choose to use.
    intended_purpose, not_for : what its score is for, and what it must not be used for.
    sql : one row per time it happened: person_id, happened_on.
    """

    name: str
    title: str
    meaning: str
    counted_from: Literal["date", "discharge"] = "date"
    horizon_months: int | None = None
    horizon_days: int | None = None
    valid_days: Annotated[int, Field(gt=0)]
    kinds: tuple[str, ...]
    population: Population
    increasing: frozenset[str]
    decreasing: frozenset[str]
    included: tuple[str, ...] = ()
    excluded: dict[str, str]
    never: tuple[str, ...] = ()
    source: str
    intended_purpose: str
    not_for: tuple[str, ...] = Field(min_length=1)
    sql: str

    @model_validator(mode="after")
    def _has_one_horizon(self) -> Self:
        if (self.horizon_months is None) == (self.horizon_days is None):
            raise ValueError("needs either horizon_months or horizon_days")
        return self

    @property
    def predictors(self) -> list[str]:
        """Names of the features its model may use, in order."""
        return sorted(name for name in {*predictors(), *self.included} if name not in self.excluded)

    @property
    def horizon(self) -> str:
        """How far ahead it is foretold, in words and as an SQL interval."""
        return f"{self.horizon_months} months" if self.horizon_months else f"{self.horizon_days} days"

    def end(self, counted_from: date) -> date:
        """The day from which on it no longer counts."""
        if self.horizon_months:
            return months_later(counted_from, self.horizon_months)
        return counted_from + timedelta(self.horizon_days or 0)

    def choosing(self, choices: Mapping[str, bool], *, why: str) -> "Outcome":
        """The same outcome with features a place has decided to use or not to use.

        Parameters
        ----------
        choices : by name of a feature, whether it may predict.
        why : the place's reason, which stands beside what is left out.
        """
        excluded = {name: reason for name, reason in self.excluded.items() if not choices.get(name)}
        excluded |= {name: why for name, used in choices.items() if not used and name in self.predictors}
        included = (*self.included, *(name for name, used in choices.items() if used and name not in predictors()))
        return self.model_copy(update={"excluded": excluded, "included": included})


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Every outcome, by name.

    Examples
    --------
    >>> [outcome.name for outcome in outcomes()]
    ['admission_or_death', 'care_home', 'fall', 'readmission']
    """
    return tuple(
        Outcome.model_validate(definitions.read(f"outcomes/{name}.yaml")) for name in definitions.names("outcomes")
    )


def months_later(day: date, months: int) -> date:
    """The same day of the month, some months later or (negative) earlier; the month's last day if there is none.

    Examples
    --------
    >>> months_later(date(2026, 3, 31), -1), months_later(date(2026, 4, 1), -24)
    (datetime.date(2026, 2, 28), datetime.date(2024, 4, 1))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_of_next.toordinal() - 1)
    return last.replace(day=min(day.day, last.day))


def population_rows(
    engine: Engine, outcome: Outcome, *, features: str, known_until: date, as_at: date, index: str | None = None
) -> pa.Table:
    """The outcome's population with predictors, what happened, and the groups to audit by.

    One row per person, or per time somebody left hospital: row_id, person_id, happened, sex, age_band, ethnicity,
    deprivation_fifth, neighbourhood, and the predictors as doubles.

    Parameters
    ----------
    features : name of the feature table as at `as_at`.
    known_until : the day before which records are complete.
    index : for an outcome counted from discharge, the table of discharges.py that says whose row is whose
        and from which day it counts; `as_at` is then the last of those days.

    Raises
    ------
    HorizonNotOver
        if what happens within the horizon is not all known yet.
    """
    end = outcome.end(as_at)
    if end > known_until:
        raise HorizonNotOver(
            f"What happens up to {end} is asked for, and records end at {known_until}",
            expected=f"a date at least {outcome.horizon} earlier",
        )
    columns = ", ".join(f"feature.{name}::double as {name}" for name in outcome.predictors)
    counted = index or f"(select person_id as row_id, person_id, $as_at::date as counted_from from {features})"
    return engine.table(
        f"""
        with counted as (from {counted}),
        happening as (
            select distinct row_id, true as did_happen from ({outcome.sql}) join counted using (person_id)
            where happened_on >= counted_from and happened_on < counted_from + interval {outcome.horizon}
        )
        select row_id, counted.person_id, coalesce(did_happen, false) as happened, {GROUPS_SQL}, {columns}
        from {features} as feature
        join counted on counted.row_id = feature.person_id
        join person on person.person_id = counted.person_id
        left join happening using (row_id)
        where {outcome.population.where}
        order by row_id""",
        **({} if index else {"as_at": as_at}),
    )


GROUPS_SQL = """
    coalesce(person.sex, '') as sex,
    case when feature.age < 18 then '0-17' when feature.age < 65 then '18-64' when feature.age < 75 then '65-74'
        when feature.age < 85 then '75-84' when feature.age >= 85 then '85+' else '' end as age_band,
    case when person.ethnicity in ('A', 'B', 'C') then 'White'
        when person.ethnicity in ('D', 'E', 'F', 'G') then 'Mixed'
        when person.ethnicity in ('H', 'J', 'K', 'L') then 'Asian' when person.ethnicity in ('M', 'N', 'P') then 'Black'
        when person.ethnicity in ('R', 'S') then 'Other' else '' end as ethnicity,
    coalesce((1 + (person.deprivation_decile - 1) // 2)::varchar, '') as deprivation_fifth,
    coalesce(person.neighbourhood, '') as neighbourhood"""
GROUPINGS = ("sex", "age_band", "ethnicity", "deprivation_fifth", "neighbourhood")
