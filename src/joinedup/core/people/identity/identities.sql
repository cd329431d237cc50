-- One row per person: the id kept from earlier, or a new one made from the key of the founding record.
-- A person split off an earlier one is named after both, so that no id that was ever used is used again.
create table linkage.identity as
with founder as (
    select grown, record, source, record_id from linkage.member where record = founder
), named as (
    select grown, kept.person_id as kept_id,
        case
            when previous.person_id is null then printf('p%016x', record)
            else printf('p%016x', md5_number_lower(record::varchar || previous.person_id))
        end as new_id,
        record
    from founder
    left join linkage.kept using (grown)
    left join linkage_previous previous using (source, record_id)
)
select grown, coalesce(
    kept_id,
    case when new_id in (select person_id from linkage_previous) then printf('p%016x', md5_number_lower(record::varchar || new_id)) end,
    new_id
) as person_id
from named;
