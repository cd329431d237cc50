-- One row per person: the id kept from earlier, or a new one made from the key of the founding record, after which `grown` is
-- named. A person split off an earlier one is named after both.
create or replace table linkage.identity as
with was as (
    select record, previous.person_id
    from linkage_previous previous
    join linkage.record_face using (source, record_id)
)
select grown, grown as record,
    coalesce(
        kept.person_id,
        printf('p%016x', case when was.person_id is null then grown else md5_number_lower(grown::varchar || was.person_id) end)
    ) as person_id,
    kept.person_id is null as is_new
from (select grown from linkage.placed where face = grown) founder
left join linkage.kept using (grown)
left join was on was.record = grown;
