"""What is one event that does not happen worth, and to whom: quality of life, capacity freed, cash?"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import Field

from joinedup import definitions
from joinedup.core.plans.evidence import EvidenceWrong, Outcome, Row, Words, validated
from joinedup.core.plans.offers import FunderKind
from joinedup.core.plans.unit_costs import unit_costs


class EventValue(Row):
    """What one event that is avoided leaves.

    Parameters
    ----------
    saved_by : the kind of organisation that would have borne it.
    capacity : unit cost by which freed capacity is valued; None where no verified figure is held.
    capacity_pence, cash_pence, quality_of_life : a place's own figures, each with `source`: capacity freed, money that
        leaves a budget, and quality-adjusted life years lost by one event.
    """

    outcome: Outcome
    saved_by: FunderKind
    words: Words
    capacity: str | None = None
    capacity_pence: Annotated[int, Field(ge=0)] = 0
    cash_pence: Annotated[int, Field(ge=0)] = 0
    quality_of_life: Annotated[float, Field(ge=0)] = 0
    source: str = ""

    @property
    def freed_pence(self) -> int:
        """The capacity one avoided event frees, valued in pence; 0 where no figure is held."""
        if self.capacity is None:
            return self.capacity_pence
        return int(unit_costs()[self.capacity].pence)


@cache
def event_values() -> Mapping[Outcome, EventValue]:
    """The values that come with joinedup, by outcome.

    Examples
    --------
    >>> values = event_values()
    >>> values["admission_or_death"].freed_pence, values["care_home"].freed_pence, values["fall"].cash_pence
    (271100, 0, 0)
    """
    rows = [validated(EventValue, row, "event_values.yaml") for row in definitions.read("evidence/event_values.yaml")]
    for row in rows:
        if row.capacity is not None and not unit_costs()[row.capacity].verified:
            raise EvidenceWrong(
                f"event_values.yaml, {row.outcome}: {row.capacity} is not verified", expected="a source"
            )
        if (row.capacity_pence or row.cash_pence or row.quality_of_life) and not row.source:
            raise EvidenceWrong(f"event_values.yaml, {row.outcome}: a figure has no source", expected="a source")
    return {row.outcome: row for row in rows}


def weights(
    values: Mapping[Outcome, EventValue],
    *,
    per_event: float = 1.0,
    per_quality_of_life: float = 0.0,
    per_capacity_pound: float = 0.0,
    per_cash_pound: float = 0.0,
) -> dict[Outcome, float]:
    """Worth of one event avoided, by outcome, as a place weighs it; for `PlanParameters.weights`.

    Capacity freed and cash have weights of their own, so neither passes for the other.

    Examples
    --------
    >>> found = weights(event_values(), per_event=0, per_capacity_pound=0.001)
    >>> round(found["admission_or_death"], 3), round(found["fall"], 3)
    (2.711, 0.28)
    """
    return {
        outcome: per_event
        + per_quality_of_life * value.quality_of_life
        + per_capacity_pound * value.freed_pence / 100
        + per_cash_pound * value.cash_pence / 100
        for outcome, value in values.items()
    }
