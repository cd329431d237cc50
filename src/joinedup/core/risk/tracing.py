"""Which record, of which agency, from when, stands behind a reason?"""

from datetime import date

import pyarrow as pa

from joinedup.core.engine import Engine
from joinedup.core.risk.catalogue import Records, catalogue
from joinedup.core.risk.features import counts, records_query

TRACED_QUERY = """
select reason.person_id, outcome, position, reason.feature, feature_group, contribution, value, words, is_changeable,
    kind, organisation, happened_on, coalesce(record_count, 0) as record_count, file, line
from reason left join trace on trace.person_id = reason.person_id and trace.feature = reason.traced_feature
order by reason.person_id, outcome, position
"""


def trace_reasons(engine: Engine, reasons: pa.Table, *, as_at: date) -> str:
    """Find the records behind reasons; returns the query that gives the table risk/reason.

    Parameters
    ----------
    engine : with the tables of `open_sources`.
    reasons : as `reason_table` gives them, any number of outcomes together.
    as_at : the date of the features.
    """
    engine.register("reason", reasons)
    engine.execute(
        "create or replace temp table trace (person_id varchar, feature varchar, record_count bigint, kind varchar,"
        " organisation varchar, happened_on date, file varchar, line bigint)"
    )
    shown = set(engine.table("select distinct traced_feature from reason")["traced_feature"].to_pylist())
    for records in catalogue():
        features = [name for name in records.features if name in shown]
        if records.kinds and features:
            engine.execute(f"insert into trace {trace_query(records, features)}", as_at=as_at)
    return TRACED_QUERY


def trace_query(records: Records, features: list[str]) -> str:
    """SQL: for each person and feature with a reason, how many records count and the latest of them."""
    parts = "\nunion all\n".join(
        f"""
        select person_id, '{name}' as feature, count(*) as record_count, max(latest) as last,
            arg_max(organisation, latest) as organisation
        from record semi join (select person_id from reason where traced_feature = '{name}') using (person_id)
        where {counts(records.features[name], records.features[name].trace_where)}
        group by person_id"""
        for name in features
    )
    return f"""
    with record as materialized (
        select * from ({records_query(records)}) semi join reason using (person_id)
    ),
    behind as ({parts})
    select person_id, feature, record_count, last[2], organisation, last[1], last[3], last[4] from behind"""
