-- What each face's NHS number is worth, once demographics have been compared.
-- One row per face: its unit (faces joined by the number), the number kept, and whether that number is confirmed by
-- two records of the unit. Where people disagree over a number it stays with those who have most records under it;
-- evenly disputed, it stays with nobody.
create table linkage.standing as
with claimed as (
    select face, number_unit.unit, number, records from linkage.face join linkage.number_unit using (face)
), agreed as (
    select number, min(unit) <> max(unit) as is_disputed, min(unit) as unit, sum(records) as unit_records
    from claimed where number is not null group by number
), held as (
    select number, unit, sum(records) as unit_records
    from claimed where number in (select number from agreed where is_disputed)
    group by number, unit
), most as (
    select number, max(unit_records) as unit_records from held group by number
), best as (
    select number, min(unit) as unit, min(unit_records) as unit_records
    from held join most using (number, unit_records)
    group by number having count(*) = 1
), owned as (
    select agreed.number, is_disputed, case when is_disputed then best.unit else agreed.unit end as unit,
        case when is_disputed then best.unit_records else agreed.unit_records end > 1 as is_confirmed
    from agreed left join best on best.number = agreed.number
)
select face, claimed.unit,
    case when not is_disputed or owned.unit = claimed.unit and is_confirmed then claimed.number end as number,
    coalesce(owned.unit = claimed.unit and is_confirmed, false) as is_trusted,
    coalesce(is_disputed, false) as is_disputed, claimed.number as said
from claimed
left join owned on owned.number = claimed.number;
