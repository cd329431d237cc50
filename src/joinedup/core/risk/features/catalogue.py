"""What does risk know about a person, and how is each thing worked out and put into words?"""

import csv
import io
from collections.abc import Collection, Iterable
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from joinedup import definitions

Group = Literal["health", "function", "social", "use", "medicines", "person"]


class Part(BaseModel):
    """A part of a definition: fixed once read, and nothing in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """How a value reads as a reason: none for 0 and false, one for 1 and true, many for the rest.

    A value without words is never shown as a reason.

    Examples
    --------
    >>> falls = Words(one="1 fall", many="{value:.0f} falls")
    >>> falls.of(3.0), falls.of(1.0), falls.of(0.0), falls.of(None)
    ('3 falls', '1 fall', None, None)
    """

    none: str | None = None
    one: str | None = None
    many: str | None = None

    def of(self, value: float | None) -> str | None:
        """The words for a value; None if there are none for it."""
        if value is None or value != value:
            return None
        words = self.none if value == 0 else self.one if value == 1 else self.many
        return words.format(value=value) if words else None


class Feature(Part):
    """One feature: one value per person as at a date, from what happened strictly before it.

    Parameters
    ----------
    meaning : in plain words.
    group : what kind of thing it is, for showing reasons together.
    unit : of the value.
    look_back_months : only records of the last so many months count; all earlier ones if None.
    where : SQL condition on the records; all of them if "true".
    trace_where : condition on the records shown as the reason's source; `where` if None.
    aggregate : one SQL aggregate function over the records that count; empty for what the index itself says.
    value : SQL that makes the value; {aggregate} in it stands for the aggregate.
    only_if : SQL condition on the person outside which the feature is empty.
    when_none : value for a person without any record, where the agencies concerned did send records.
    is_changeable : whether anything on offer could change it.
    is_predictor : whether a model may use it; if not, `why_not` says why.
    """

    meaning: str
    group: Group
    unit: str
    type: Literal["integer", "number", "boolean"]
    look_back_months: Annotated[int, Field(gt=0)] | None = None
    where: str = "true"
    trace_where: str | None = None
    aggregate: str = ""
    value: str = "{aggregate}"
    only_if: str = "true"
    when_none: int | None = 0
    is_changeable: bool = False
    is_predictor: bool = True
    why_not: str = ""
    words: Words


class Records(Part):
    """Records of one shape and the features worked out from them in one pass.

    Parameters
    ----------
    records : name; the SQL beside the definition, `<name>.sql`, gives one row per record with at least
        person_id, happened_on, kind, organisation, file and line.
    kinds : the extracts it reads; with none of them sent, its features are empty, not zero.
    """

    records: str
    meaning: str
    kinds: tuple[str, ...]
    features: dict[str, Feature]

    @property
    def sql(self) -> str:
        """The query that gives the records."""
        return definition_text(f"features/{self.records}.sql")


def definition_text(name: str) -> str:
    """The text of a definition that is not YAML, such as `features/fall.sql`."""
    return (definitions.HOME / name).read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV definition."""
    return list(csv.DictReader(io.StringIO(definition_text(name))))


@cache
def catalogue() -> tuple[Records, ...]:
    """All records and their features, by name of the records.

    Examples
    --------
    >>> feature_named()["falls_24m"].look_back_months
    24
    """
    return tuple(
        Records.model_validate(definitions.read(f"features/{name}.yaml")) for name in definitions.names("features")
    )


@cache
def feature_named() -> dict[str, Feature]:
    """Every feature by name."""
    return {name: feature for records in catalogue() for name, feature in records.features.items()}


@cache
def records_of() -> dict[str, Records]:
    """The records behind each feature, by name of the feature."""
    return {name: records for records in catalogue() for name in records.features}


def rests_on(features: Iterable[str], kinds: Collection[str]) -> bool:
    """Whether any of some features is worked out from records of some kinds.

    Examples
    --------
    >>> rests_on(["age", "falls_24m"], {"ambulance_incident"}), rests_on(["age"], {"ambulance_incident"})
    (True, False)
    """
    known = records_of()
    return any(not set(kinds).isdisjoint(known[name].kinds) for name in features if name in known)


def predictors() -> list[str]:
    """Names of the features a model may use, in order."""
    return sorted(name for name, feature in feature_named().items() if feature.is_predictor)
