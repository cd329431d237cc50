-- What each face's NHS number is worth, once demographics have been compared.
-- One row per face: its unit (faces joined by the number), the number kept, and whether that number is confirmed by
-- two records of the unit. Where people disagree over a number it stays with those who have most records under it;
-- evenly disputed, it stays with nobody.
create table linkage.standing as
with unit as (
    select unit, number, sum(records) as unit_records
    from linkage.number_unit join linkage.face using (face)
    where number is not null
    group by unit, number
), claim as (
    select unit, unit_records, count(*) over claimants as claimants,
        rank() over (claimants order by unit_records desc) = 1
            and count(*) over (partition by number, unit_records) = 1 as is_best
    from unit
    window claimants as (partition by number)
)
select face, unit,
    case when claim.claimants = 1 or claim.is_best and claim.unit_records > 1 then face.number end as number,
    coalesce(claim.unit_records > 1 and claim.is_best, false) as is_trusted,
    coalesce(claim.claimants > 1, false) as is_disputed
from linkage.face
join linkage.number_unit using (face)
left join claim using (unit);
