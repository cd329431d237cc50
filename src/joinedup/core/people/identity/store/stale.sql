-- Circles that what changed bears on: those of the records as they were, those that share a number or a description with
-- the records as they are, and those of records, or of numbers of an identity, somebody decided about.
create or replace temp table linkage_stale as
with sharing as (
    select hash('number:' || number) as key from linkage.sent where number is not null
    union
    select hash('number:' || old_number) from linkage.sent where old_number is not null
    union
    select hash(concat_ws('|', given, family, birth, postcode)) from linkage.sent
    where given is not null and family is not null and birth is not null and postcode is not null
    union
    select hash('number:' || number) from linkage_decided_number
)
select circle from people.record where record in (select record from linkage_changed)
union
select circle from linkage_removed
union
select circle from people.sharing_key where key in (select key from sharing)
union
select circle from people.record
where (source, record_id) in (
    select (left_source, left_record_id) from linkage_decided union all select (right_source, right_record_id) from linkage_decided
);

create or replace temp view linkage_stale_face as
select face from people.face where circle in (select circle from linkage_stale);

create or replace temp view linkage_scope as
select record from people.record where circle in (select circle from linkage_stale)
union
select record from linkage_changed;
