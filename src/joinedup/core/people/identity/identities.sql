-- One row per person: the id kept from earlier, or a new one made from the key of the founding record.
-- A person split off an earlier one is named after both.
create or replace table linkage.identity as
with founder as (
    select grown, record, source, record_id from linkage.member where record = grown
)
select grown, record,
    coalesce(
        kept.person_id,
        printf('p%016x', case when previous.person_id is null then record else md5_number_lower(record::varchar || previous.person_id) end)
    ) as person_id,
    kept.person_id is null as is_new
from founder
left join linkage.kept using (grown)
left join linkage_previous previous using (source, record_id);
