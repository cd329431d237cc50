-- What each face's NHS number is worth, once demographics have been compared.
-- One row per face: its unit (faces joined by the number), the number kept, and whether that number is confirmed by
-- two records of the unit. Where people disagree over a number it stays with those who have most records under it;
-- evenly disputed, it stays with nobody.
create table linkage.standing as
with held as (
    select number, unit, sum(records) as unit_records
    from linkage.number_unit where number in (select number from linkage.number_pair where not agrees)
    group by number, unit
), most as (
    select number, max(unit_records) as unit_records, count(*) > 1 as is_disputed from held group by number
), owned as (
    select number, min(is_disputed) as is_disputed, case when count(*) = 1 then min(unit) end as unit,
        min(unit_records) > 1 as is_confirmed
    from held join most using (number, unit_records)
    group by number
)
select face, claimed.unit,
    case when not coalesce(is_disputed, false) or owned.unit = claimed.unit and is_confirmed then claimed.number end as number,
    case
        when owned.number is null
        then claimed.number is not null and (records > 1 or claimed.number in (select number from linkage.number_group))
        else coalesce(owned.unit = claimed.unit and is_confirmed, false)
    end as is_trusted,
    coalesce(is_disputed, false) as is_disputed, claimed.number as said, records, registers
from linkage.number_unit claimed
left join owned on owned.number = claimed.number;

-- One row per face whose number others have a better claim to, and that number.
create view linkage.disputed as
select face, said as disputed from linkage.standing where is_disputed and number is null;
