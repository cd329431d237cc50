-- One row per record: what joins it to its person. `grown` is the lowest unit of the person.
create table linkage.member as
with joined as (
    select unit, max(weight) as weight from (
        select unit_l as unit, weight from linkage.accepted union all select unit_r, weight from linkage.accepted
    ) group by unit
), alike as (
    select face_l as face from linkage.demographic_pair union select face_r from linkage.demographic_pair
), placed as (
    select source, record_id, record, record_face.face, standing.number, standing.unit as number_unit, unit.unit,
        grown.person as grown
    from linkage.record_face
    join linkage.standing on standing.face = record_face.face
    join linkage.unit on unit.face = record_face.face
    join linkage_grown grown on grown.unit = unit.unit
), number_group as (
    select number_unit, grown, count(*) as records, min(record) as founder
    from placed group by number_unit, grown having count(*) > 1
), unit_group as (
    select unit, count(*) as records from placed group by unit having count(*) > 1
), person as (
    select grown, min(record) as founder from placed group by grown having count(*) > 1
), counted as (
    select placed.*, coalesce(number_group.records, 1) as number_unit_records,
        coalesce(number_group.founder, record) as number_unit_founder, coalesce(unit_group.records, 1) as unit_records,
        coalesce(person.founder, record) as founder
    from placed
    left join number_group on number_group.number_unit = placed.number_unit and number_group.grown = placed.grown
    left join unit_group on unit_group.unit = placed.unit
    left join person on person.grown = placed.grown
)
select counted.*,
    case
        when number is not null and number_unit_records > 1 then 'nhs_number'
        when number_unit_records > 1 or unit_records > 1 and face in (select face from alike) then 'demographics'
        when unit_records > 1 then 'decision'
        when joined.weight is not null then 'splink'
        else 'alone'
    end as how,
    case when unit_records = 1 then joined.weight end as weight
from counted
left join joined on joined.unit = counted.unit;
