-- The units training sees: whole people, drawn by a hash until their records are enough. One row per unit.
create table linkage.drawn as
select unit, first_face, place
from (
    select unit, first_face, row_number() over random as place, sum(records) over random - records as records_before
    from (select unit, min(unique_id) as first_face, sum(records) as records from linkage.compared group by unit)
    window random as (order by hash(unit, $seed), unit rows unbounded preceding)
)
where records_before < $most_records;
