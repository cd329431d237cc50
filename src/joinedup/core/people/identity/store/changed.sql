-- Which of the rows sent say something new, and which records are gone.
create or replace temp table linkage_changed as
select people_record_key(source, record_id) as record, sent.*
from linkage_row sent
where not exists (
    select 1 from people.record known
    where known.source = sent.source and known.record_id = sent.record_id and known.content = sent.content
);

create or replace temp table linkage_removed as
select record, circle
from people.record
where (source, record_id) in (select (source, record_id) from linkage_gone)
    and record not in (select record from linkage_changed);

-- Every record there is now.
create or replace temp view linkage_there as
select source, record_id, nhs_number from people.record
where record not in (select record from linkage_removed) and record not in (select record from linkage_changed)
union all
select source, record_id, nhs_number from linkage_changed;
