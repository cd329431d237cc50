"""Which things do pairs join into one, where the pairs outgrow one machine?

Contraction: everything is hung on its lowest neighbour, chains are shortened to their ends, and what still joins two
roots goes into the next round. The roots of a group at least halve each time, so that few rounds are needed.

References
----------
Kiveris R and others. Connected components in MapReduce and beyond. SOCC 2014. doi:10.1145/2670979.2670997
"""

from typing import Any, Protocol


class Sql(Protocol):
    """What runs statements and says what a query answers."""

    def execute(self, sql: str, **values: Any) -> None:
        """Run statements."""

    def value(self, sql: str, **values: Any) -> Any:
        """The single value a query answers with."""


START = """
create or replace table components_pair as
    with pair(l, r) as ({pairs}) select distinct least(l, r) as l, greatest(l, r) as r from pair;
create or replace table components_edge as select l, r from components_pair where l <> r;
create or replace table components_group as
    select l as member, l as root from components_pair union select r, r from components_pair;
"""
HANG = """
create or replace table components_parent as
    select l as node, least(l, min(r)) as parent
    from (select l, r from components_edge union all select r, l from components_edge) edge group by l;
"""
SHORTENED = """
select count(*) from components_parent child join components_parent elder on elder.node = child.parent
where elder.parent <> child.parent
"""
SHORTEN = """
create or replace table components_parent as
    select child.node, elder.parent
    from components_parent child join components_parent elder on elder.node = child.parent;
"""
CONTRACT = """
create or replace table components_group as
    select member, coalesce(parent, root) as root
    from components_group left join components_parent on node = root;
create or replace table components_edge as
    select distinct least(a.parent, b.parent) as l, greatest(a.parent, b.parent) as r
    from components_edge
    join components_parent a on a.node = l join components_parent b on b.node = r
    where a.parent <> b.parent;
"""


def contract(engine: Sql, pairs: str, into: str) -> None:
    """Write the groups of all that pairs join to the table `into`: member, root (its lowest member).

    Parameters
    ----------
    engine : where the tables are made.
    pairs : a query with two columns of whole numbers, one row per pair.

    Examples
    --------
    >>> from joinedup.core.engine import Engine
    >>> with Engine() as engine:
    ...     contract(engine, "select * from (values (30, 10), (10, 40), (7, 7)) as pair(l, r)", into="grouped")
    ...     engine.table("from grouped order by member").to_pydict()
    {'member': [7, 10, 30, 40], 'root': [7, 10, 10, 10]}
    """
    engine.execute(START.format(pairs=pairs))
    while engine.value("select count(*) from components_edge"):
        engine.execute(HANG)
        while engine.value(SHORTENED):
            engine.execute(SHORTEN)
        engine.execute(CONTRACT)
    engine.execute(f"create or replace table {into} as select member, root from components_group")
    for name in ("pair", "edge", "group", "parent"):
        engine.execute(f"drop table if exists components_{name}")
