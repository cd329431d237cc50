-- One row per person who is one side of a changed identity.
create or replace temp table changed_person as
select distinct person_record.person_id
from person_record
join (
    select left_source as source, left_record_id as record_id from changed_pair
    union all
    select right_source, right_record_id from changed_pair
) changed on changed.source = person_record.source and changed.record_id = person_record.record_id;
