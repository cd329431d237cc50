"""Which record, of which agency, from when, stands behind a reason?"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.risk.features.catalogue import Records, catalogue
from joinedup.core.risk.features.feature_table import counts, reading, records_query

TRACED_QUERY = """
select reason.person_id, outcome, position, reason.feature, feature_group, contribution, value, words, is_changeable,
    kind, organisation, happened_on, coalesce(record_count, 0) as record_count, file, line
from {reason} as reason
left join {reason}_trace as trace on trace.person_id = reason.person_id and trace.feature = reason.traced_feature
order by reason.person_id, outcome, position
"""


def trace_reasons(
    engine: Engine,
    reasons: pa.Table,
    *,
    as_at: date,
    name: str = "reason",
    moved: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Find the records behind reasons; returns the query that gives the table risk/reason.

    Parameters
    ----------
    engine : with the tables of `open_sources`.
    reasons : as `reason_table` gives them, any number of outcomes together.
    as_at : the date of the features.
    name : of the table of reasons to make in the engine; a word of our own.
    moved : tables to read in place of others, by name (core/risk/features/discharges.py).
    """
    engine.register(name, reasons)
    engine.execute(
        f"create or replace temp table {name}_trace (person_id varchar, feature varchar, record_count bigint,"
        " kind varchar, organisation varchar, happened_on date, file varchar, line bigint)"
    )
    shown = set(engine.table(f"select distinct traced_feature from {name}")["traced_feature"].to_pylist())
    for records in catalogue():
        features = [feature for feature in records.features if feature in shown]
        if records.kinds and features:
            query = reading(trace_query(records, features, name), moved)
            engine.execute(f"insert into {name}_trace {query}", as_at=as_at)
    return TRACED_QUERY.format(reason=name)


def trace_query(records: Records, features: list[str], reason: str) -> str:
    """SQL: for each person and feature with a reason, how many records count and the latest of them."""
    parts = "\nunion all\n".join(
        f"""
        select person_id, '{name}' as feature, count(*) as record_count, max(latest) as last,
            arg_max(organisation, latest) as organisation
        from record semi join (select person_id from {reason} where traced_feature = '{name}') using (person_id)
        where {counts(records.features[name], records.features[name].trace_where)}
        group by person_id"""
        for name in features
    )
    return f"""
    with record as materialized (
        select * from ({records_query(records)}) semi join {reason} using (person_id)
    ),
    behind as ({parts})
    select person_id, feature, record_count, last[2], organisation, last[1], last[3], last[4] from behind"""
