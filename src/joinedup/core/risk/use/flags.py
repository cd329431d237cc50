"""Which people does a plain rule point out, for which reasons, where no model can be trusted yet?

A flag counts points for things the records say. It is never turned into a probability, and its label says so.
"""

from datetime import date
from functools import cache
from typing import Annotated

import pyarrow as pa
from pydantic import Field

from joinedup import definitions
from joinedup.core.engine import Engine
from joinedup.core.risk.features.catalogue import Part, feature_named
from joinedup.core.risk.use.reasons import REASON_SCHEMA
from joinedup.core.risk.use.tracing import trace_reasons


class Item(Part):
    """One thing that gives points: the feature it rests on, when it holds, and how it reads."""

    feature: str
    when: str
    points: Annotated[int, Field(gt=0)]
    words: str
    is_changeable: bool


class Rule(Part):
    """A rule of definitions/rules.

    Parameters
    ----------
    label : what the flag is and is not; shown with it wherever it is shown.
    applies : SQL condition on the features: to whom the rule applies.
    raised_from : points from which the flag is raised.
    """

    flag: str
    title: str
    label: str
    meaning: str
    for_whom: str
    applies: str
    raised_from: Annotated[int, Field(gt=0)]
    items: tuple[Item, ...] = Field(min_length=1)
    source: str

    @property
    def highest(self) -> int:
        """Points if everything held."""
        return sum(item.points for item in self.items)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by name.

    Examples
    --------
    >>> [(rule.flag, rule.raised_from, rule.highest) for rule in rules()]
    [('carer_breakdown', 5, 12), ('end_of_life', 1, 1)]
    """
    return tuple(Rule.model_validate(definitions.read(f"rules/{name}.yaml")) for name in definitions.names("rules"))


def find_flags(engine: Engine, *, features: str, as_at: date) -> tuple[str, str]:
    """Count every rule's points; returns the queries that give the tables risk/flag and risk/flag_reason.

    Parameters
    ----------
    engine : with the tables of `open_sources`.
    features : name of the feature table as at `as_at`.
    """
    found = pa.concat_tables([points_of(engine, rule, features) for rule in rules()])
    engine.register("flag_point", found)
    named = pa.table(
        {
            "outcome": [rule.flag for rule in rules()],
            "raised_from": pa.array([rule.raised_from for rule in rules()], pa.int64()),
            "highest": pa.array([rule.highest for rule in rules()], pa.int64()),
            "label": [rule.label for rule in rules()],
        }
    )
    engine.register("flag_rule", named)
    traced = trace_reasons(engine, found, as_at=as_at, name="flag_reason")
    return FLAG_QUERY, FLAG_REASON_QUERY.format(traced=traced)


def points_of(engine: Engine, rule: Rule, features: str) -> pa.Table:
    """One row per person and item that holds, in the shape of reasons; the contribution is the points."""
    parts = [
        f"select person_id, {at} as item, {item.points} as points, ({item.feature})::double as value from {features}"
        f" where ({rule.applies}) and ({item.when})"
        for at, item in enumerate(rule.items)
    ]
    rows = engine.table(
        "select *, row_number() over (partition by person_id order by points desc, item) as position"
        f" from ({' union all '.join(parts)}) order by person_id, position"
    )
    items = [rule.items[at] for at in rows["item"].to_pylist()]
    columns = {
        "person_id": rows["person_id"],
        "outcome": [rule.flag] * len(items),
        "position": rows["position"],
        "feature": [item.feature for item in items],
        "feature_group": [feature_named()[item.feature].group for item in items],
        "contribution": rows["points"].cast(pa.float64()),
        "value": rows["value"],
        "words": [item.words for item in items],
        "is_changeable": [item.is_changeable for item in items],
        "traced_feature": [item.feature for item in items],
    }
    return pa.table(columns, schema=REASON_SCHEMA)


FLAG_QUERY = """
select person_id, outcome as flag, sum(contribution)::bigint as points, any_value(highest) as highest,
    sum(contribution) >= any_value(raised_from) as is_raised, any_value(label) as label
from flag_point join flag_rule using (outcome)
group by person_id, outcome
order by person_id, flag
"""
FLAG_REASON_QUERY = """
select person_id, outcome as flag, position, feature, contribution::bigint as points, words, is_changeable,
    kind, organisation, happened_on, record_count, file, line
from ({traced})
order by person_id, flag, position
"""
