"""A day's changes to a county's registers: records that are new, and records that say something else than before."""

from pathlib import Path
from typing import Any

from linking.accuracy import spent

from joinedup.core.engine import Engine
from joinedup.core.people.identity.index import opened
from joinedup.core.people.increment import update

NEW, CHANGED = 5_000, 5_000
PLACED = """
    create table placed as
    select *, row_number() over (order by md5(source || record_id || $seed)) as place from register
"""
BEFORE = "select * exclude (place) from placed where place > $new"
DAY = """
    select * exclude (place) from placed where place <= $new
    union all
    select * exclude (place) replace (
        case when place % 3 = 0 then left(family_name, greatest(2, length(family_name) - 2)) || 'e' else family_name end
            as family_name,
        case when place % 3 = 1 then '1 New Road' else address end as address,
        case when place % 3 = 2 then null else nhs_number end as nhs_number)
    from placed where place > $new and place <= $new + $changed
"""
# Records of another person than before, though no link of either person changed.
MOVED_WITHOUT_CAUSE = """
    with now as (
        select record, person_id from people.membership where run = $run and is_there
    ), was as (
        select record, arg_max(person_id, run) as person_id from people.membership where run < $run group by record
    ), moved as (
        select record, was.person_id as from_id, now.person_id as to_id from now join was using (record)
        where was.person_id <> now.person_id
    ), touched as (
        select left_record as record from people.edge_change where run = $run
        union select right_record from people.edge_change where run = $run
    ), touched_person as (
        select person_id from now semi join touched using (record)
        union select person_id from was semi join touched using (record)
    )
    select count(*) from moved
    where from_id not in (select person_id from touched_person) and to_id not in (select person_id from touched_person)
"""


def divide(registers: Path, before: Path, day: Path, seed: str) -> None:
    """Write the registers as they were before the day, and what the day brings."""
    with Engine() as engine:
        engine.register("register", registers)
        engine.execute(PLACED, seed=seed)
        engine.write(BEFORE, before, new=NEW)
        engine.write(DAY, day, new=NEW, changed=CHANGED)


def county_day(index: str, day: str) -> dict[str, Any]:
    """Bring an index up to date with a day's changes."""
    with Engine(memory_gigabytes=2.5) as engine, opened(engine, Path(index)) as people:
        linkage = update(Path(day), engine=engine, index=people)
        cost = spent()
        without_cause = engine.value(MOVED_WITHOUT_CAUSE, run=people.last_run)
    return cost | {
        "records_changed": linkage.counts["records_changed"],
        "records_judged": linkage.person_record.num_rows,
        "ids_changed": linkage.counts["ids_changed"],
        "ids_changed_without_cause": without_cause,
    }
