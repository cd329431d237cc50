-- One row per record, with the number it stands under now and a hash of all it says.
-- Two records that say the same are one face only if what they say identifies somebody: two John Smiths do not.
create table linkage.record as
with resolved as (
    select sent.* exclude (number, old_number),
        case when quarantined.number is null then current_number end as number
    from (
        select sent.*, coalesce(superseded.number, sent.number, sent.old_number) as current_number
        from linkage.sent
        left join linkage.superseded on superseded.old_number = coalesce(sent.number, sent.old_number)
    ) sent
    left join linkage.quarantined on quarantined.number = current_number
)
select *,
    case
        when record in (from linkage.singled_out) then hash(record)
        when given is not null and family is not null and birth is not null and postcode is not null
            or number is not null and (
                birth is not null and (given is not null or family is not null)
                or given is not null and family is not null)
        then hash(number, given, middle, family, birth, sex, postcode, doors, street)
        else hash(record)
    end as content
from resolved;
