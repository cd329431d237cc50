"""What do the models foretell, for whom, and who turned out to have it?"""

from datetime import date
from functools import cache

import pyarrow as pa

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.risk.catalogue import Part, predictors
from joinedup.core.risk.failures import HorizonNotOver


class Population(Part):
    """Whom an outcome is foretold for: in words, and as a condition on the features."""

    words: str
    where: str


class Outcome(Part):
    """One outcome of definitions/outcomes.

    Parameters
    ----------
    title : in words that fit "the risk of …".
    horizon_months : how far ahead it is foretold.
    kinds : the extracts it is known from.
    increasing, decreasing : features whose curve may only rise, or only fall, because medicine says so.
    excluded : predictors left out, and why.
    sql : one row per time it happened: person_id, happened_on.
    """

    name: str
    title: str
    meaning: str
    horizon_months: int
    kinds: tuple[str, ...]
    population: Population
    increasing: frozenset[str]
    decreasing: frozenset[str]
    excluded: dict[str, str]
    source: str
    sql: str

    @property
    def predictors(self) -> list[str]:
        """Names of the features its model may use, in order."""
        return [name for name in predictors() if name not in self.excluded]


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Every outcome, by name.

    Examples
    --------
    >>> [outcome.name for outcome in outcomes()]
    ['admission_or_death', 'care_home', 'fall']
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


def population_rows(engine: Engine, outcome: Outcome, *, features: str, known_until: date, as_at: date) -> pa.Table:
    """The outcome's population with predictors, what happened, and the groups to audit by.

    One row per person: person_id, happened, sex, age_band, ethnicity, deprivation_fifth, neighbourhood, and the
    predictors as doubles.

    Parameters
    ----------
    features : name of the feature table as at `as_at`.
    known_until : the day before which records are complete.

    Raises
    ------
    HorizonNotOver
        if what happens within the horizon is not all known yet.
    """
    end = months_later(as_at, outcome.horizon_months)
    if end > known_until:
        raise HorizonNotOver(
            f"What happens up to {end} is asked for, and records end at {known_until}",
            expected=f"a date at least {outcome.horizon_months} months earlier",
        )
    columns = ", ".join(f"feature.{name}::double as {name}" for name in outcome.predictors)
    return engine.table(
        f"""
        with happening as (
            select distinct person_id, true as did_happen from ({outcome.sql})
            where happened_on >= $start and happened_on < $end
        )
        select person_id, coalesce(did_happen, false) as happened, {GROUPS_SQL}, {columns}
        from {features} as feature
        join person using (person_id) left join happening using (person_id)
        where {outcome.population.where}
        order by person_id""",
        start=as_at,
        end=end,
    )


GROUPS_SQL = """
    coalesce(person.sex, '') as sex,
    case when feature.age < 18 then '0-17' when feature.age < 65 then '18-64' when feature.age < 75 then '65-74'
        when feature.age < 85 then '75-84' else '85+' end as age_band,
    case when person.ethnicity in ('A', 'B', 'C') then 'White'
        when person.ethnicity in ('D', 'E', 'F', 'G') then 'Mixed'
        when person.ethnicity in ('H', 'J', 'K', 'L') then 'Asian' when person.ethnicity in ('M', 'N', 'P') then 'Black'
        when person.ethnicity in ('R', 'S') then 'Other' else '' end as ethnicity,
    coalesce((1 + (person.deprivation_decile - 1) // 2)::varchar, '') as deprivation_fifth,
    coalesce(person.neighbourhood, '') as neighbourhood"""
GROUPINGS = ("sex", "age_band", "ethnicity", "deprivation_fifth", "neighbourhood")
