-- One row per face: its person, named `grown` after the lowest face of it, and by what it is joined there. Units of several
-- faces have one that is not the lowest.
create table linkage.placed as
with joined as (
    select unit, max(weight) as weight from (
        select unit_l as unit, weight from linkage.accepted union all select unit_r, weight from linkage.accepted
    ) group by unit
), alike as (
    select face_l as face from linkage.demographic_pair union select face_r from linkage.demographic_pair
), seen as (
    select face, number, number_unit, unit, coalesce(root, unit) as grown, records
    from linkage.unit
    left join linkage_joined on member = unit
), number_group as (
    select number_unit, grown, sum(records) as records, min(face) as founder
    from seen
    where number_unit in (select number_unit from seen where face <> number_unit or records > 1)
    group by number_unit, grown having sum(records) > 1
), unit_group as (
    select distinct unit from seen where face <> unit or records > 1
)
select seen.face, number, seen.number_unit, seen.unit, seen.grown,
    coalesce(number_group.founder, seen.face) as number_unit_founder,
    case
        when number is not null and number_group.records > 1 then 'nhs_number'
        when number_group.records > 1 or unit_group.unit is not null and alike.face is not null then 'demographics'
        when unit_group.unit is not null then 'decision'
        when joined.weight is not null then 'splink'
        else 'alone'
    end as how,
    case when unit_group.unit is null then joined.weight end as weight
from seen
left join number_group on number_group.number_unit = seen.number_unit and number_group.grown = seen.grown
left join unit_group on unit_group.unit = seen.unit
left join alike on alike.face = seen.face
left join joined on joined.unit = seen.unit;
