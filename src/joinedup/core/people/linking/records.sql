-- One row per record, with the number it stands under now and a hash of all it says.
-- Two records that say the same are one face only if what they say identifies somebody: two John Smiths do not.
-- Of one postcode, how an address goes on after its door tells nobody apart.
create table linkage.record as
with current as (
    select source, record_id, record, sent.number as sent_number, sent.old_number,
        coalesce(superseded.number, sent.number, sent.old_number) as number,
        given, middle, family, birth, born, sex, postcode, address
    from linkage.sent
    left join linkage.superseded on superseded.old_number = coalesce(sent.number, sent.old_number)
), resolved as (
    select source, record_id, record, sent_number, old_number, given, middle, family, birth, born, sex, postcode, address,
        case when quarantined.number is null and refused_number.number is null then current.number end as number
    from current
    left join linkage.quarantined on quarantined.number = current.number
    left join linkage.refused_number on refused_number.number = current.number
)
select resolved.*,
    case
        when record in (select record from linkage.singled_out) then people_hash(record::varchar)
        when given is not null and family is not null and birth is not null and postcode is not null
            or number is not null and (
                birth is not null and (given is not null or family is not null)
                or given is not null and family is not null)
        then people_hash(concat_ws('|', coalesce(number, ''), coalesce(given, ''), coalesce(middle, ''), coalesce(family, ''),
            coalesce(birth, ''), coalesce(sex, ''), coalesce(postcode, ''),
            case when postcode is null then coalesce(address, '') else coalesce(left(address, 4), '') end))
        else people_hash(record::varchar)
    end as content
from resolved;
