"""Which members share a key, where they outgrow one machine? The same pairs as `sharing`, by SQL."""

from collections.abc import Sequence

from joinedup.core.engine.contraction import Sql
from joinedup.core.engine.sharing import KEYED, Blocks, Limits

ROWS = """
create or replace table sharing_key as
    select * from ({listed}) listed where key is not null;
create or replace table sharing_group as
    select sharing_key.key, count(*) + coalesce(min(unseen.members), 0) as members
    from sharing_key left join ({unseen}) unseen on unseen.key = sharing_key.key
    group by sharing_key.key having count(*) > 1 and bool_or(asks);
"""
PAIRS = """
create or replace table {into} as
    select distinct least(l.member, r.member) as l, greatest(l.member, r.member) as r
    from sharing_group
    join sharing_key l on l.key = sharing_group.key
    join sharing_key r on r.key = sharing_group.key
    where members <= case when sharing_group.key % 2 = 0 then {even} else {odd} end
        and l.member < r.member and l.unit <> r.unit and (l.asks or r.asks) and l.bits & r.bits = 0
"""
NOTHING = "select 0 as key, 0 as members where false"


def share(engine: Sql, keyed: Sequence[str], limits: Limits, *, into: str, unseen: str = "") -> Blocks:
    """Write the pairs of members that share a key to the table `into`: l, r.

    Parameters
    ----------
    engine : where the tables are made.
    keyed, limits, unseen : as `sharing` takes them; the names of tables, and a query.

    Examples
    --------
    >>> from joinedup.core.engine import Engine
    >>> with Engine() as engine:
    ...     engine.execute("create table keyed as select unnest([1, 2, 4]) as member, member as unit, 0 as bits,"
    ...         " true as asks, case when member < 3 then [2, null] else [6, 4] end as keys")
    ...     share(engine, ["keyed"], Limits(even=2, odd=2), into="pair")
    ...     engine.table("from pair").to_pylist()
    Blocks(largest=2, too_large=0)
    [{'l': 1, 'r': 2}]
    """
    values = ", ".join(KEYED[:-1])
    listed = " union all ".join(f"select {values}, unnest({KEYED[-1]}) as key from {table}" for table in keyed)
    engine.execute(ROWS.format(listed=listed, unseen=unseen or NOTHING))
    engine.execute(PAIRS.format(into=into, even=limits.even, odd=limits.odd))
    sizes = "from sharing_group where key % 2 = 0"
    blocks = Blocks(
        int(engine.value(f"select coalesce(max(members), 0) {sizes}")),
        int(engine.value(f"select count(*) {sizes} and members > {limits.even}")),
    )
    for name in ("key", "group"):
        engine.execute(f"drop table if exists sharing_{name}")
    return blocks
