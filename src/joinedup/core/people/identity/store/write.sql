-- One run's changes, added to what is known. In scope are the records this run judged, and those that are gone.
create or replace temp table now_member as
select member.record, member.source, member.record_id, identity.person_id, member.how, member.weight
from linkage.member join linkage.identity using (grown);

insert into people.known_record
select record, source, record_id from now_member where record not in (select record from people.known_record);

insert into people.person
select distinct person_id, $run from now_member where person_id not in (select person_id from people.person);

create or replace temp table was_member as
select record, latest.person_id, latest.how, latest.weight
from (select record, arg_max(membership, run) as latest from people.membership semi join linkage_scope using (record) group by record)
where latest.is_there;

insert into people.membership
select $run, record, person_id, how, weight, true
from now_member
where (record, person_id, how, weight) not in (select (record, person_id, how, weight) from was_member)
union all
select $run, record, person_id, how, weight, false
from was_member anti join now_member using (record);
