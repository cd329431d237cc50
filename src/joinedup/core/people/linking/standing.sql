-- What each face's NHS number is worth, once demographics have been compared.
-- One row per face: its unit (faces joined by the number), the number kept, and whether that number is confirmed by
-- two records of the unit. Where people disagree over a number it stays with those who have most records under it;
-- evenly disputed, it stays with nobody.
create table linkage.standing as
with held as (
    select number, unit, sum(records) as unit_records
    from linkage.number_unit join linkage.face using (face)
    where number is not null
    group by number, unit
), disputed as (
    select number, count(*) as claimants, max(unit_records) as most_records
    from held group by number having count(*) > 1
), best as (
    select number, min(unit) as unit
    from held join disputed using (number)
    where unit_records = most_records
    group by number having count(*) = 1
)
select face, number_unit.unit,
    case when disputed.number is null or best.unit = number_unit.unit and held.unit_records > 1 then face.number end as number,
    coalesce(held.unit_records > 1 and (disputed.number is null or best.unit = number_unit.unit), false) as is_trusted,
    disputed.number is not null as is_disputed, face.number as said
from linkage.face
join linkage.number_unit using (face)
left join held on held.number = face.number and held.unit = number_unit.unit
left join disputed on disputed.number = face.number
left join best on best.number = face.number;
