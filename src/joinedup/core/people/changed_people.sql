-- One row per person who is one side of a changed identity: by a record that was named, or by any under the same number,
-- unless that number is on the records of many people.
create or replace temp table changed_person as
select distinct person_record.person_id
from person_record
join (
    select left_source as source, left_record_id as record_id from changed_pair
    union all
    select right_source, right_record_id from changed_pair
    union all
    select source, record_id from register anti join quarantined using (source, record_id)
    where people_number(nhs_number) in (select left_number from changed_number union all select right_number from changed_number)
) changed on changed.source = person_record.source and changed.record_id = person_record.record_id;
