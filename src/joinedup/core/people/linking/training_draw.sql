-- The units training sees: whole people, drawn by a hash until their records are enough. One row per unit.
create table linkage.drawn as
select unit
from (
    select unit, sum(records) over random - records as records_before
    from (
        select unit, sum(records) as records, people_record_key($seed::varchar, unit::varchar) as draw
        from linkage.compared group by unit
    )
    window random as (order by draw, unit rows unbounded preceding)
)
where records_before < $most_records;

create or replace view linkage_wanted as
select unique_id as face from linkage.compared where unit in (select unit from linkage.drawn);
