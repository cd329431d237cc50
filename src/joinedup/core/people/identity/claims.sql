-- How many records each person shares with each earlier person id. One row per pair.
create table linkage.claim as
select member.grown, previous.person_id, count(*) as records, member.grown as founder
from linkage.member
join linkage_previous previous using (source, record_id)
group by member.grown, previous.person_id;
create table linkage.kept as select grown, person_id from linkage.claim where false;
