-- One row per record: what joins it to its person. `grown` is the lowest unit of the person.
create table linkage.member as
with joined as (
    select unit, max(weight) as weight from (
        select unit_l as unit, weight from linkage.accepted union all select unit_r, weight from linkage.accepted
    ) group by unit
), alike as (
    select face_l as face from linkage.demographic_pair union select face_r from linkage.demographic_pair
), counted as (
    select source, record_id, record, face, standing.number, standing.unit as number_unit, unit.unit, grown.person as grown,
        count(*) over (partition by standing.unit, grown.person) as number_unit_records,
        min(record) over (partition by standing.unit, grown.person) as number_unit_founder,
        count(*) over (partition by unit.unit) as unit_records,
        min(record) over (partition by grown.person) as founder
    from linkage.record_face
    join linkage.standing using (face)
    join linkage.unit using (face)
    join linkage_grown grown on grown.unit = unit.unit
)
select counted.*,
    case
        when number is not null and number_unit_records > 1 then 'nhs_number'
        when number_unit_records > 1 or unit_records > 1 and face in (from alike) then 'demographics'
        when unit_records > 1 then 'decision'
        when joined.weight is not null then 'splink'
        else 'alone'
    end as how,
    case when unit_records = 1 then joined.weight end as weight
from counted
left join joined on joined.unit = counted.unit;
