-- One run's changes, added to what is known. In scope are the records this run judged and those that are gone.
create or replace temp table now_member as
select member.record, member.source, member.record_id, identity.person_id, member.how, member.weight
from linkage.member join linkage.identity using (grown);

insert into people.known_record
select record, source, record_id from now_member anti join people.known_record using (record);

insert into people.person
select distinct person_id, $run from (select person_id from now_member union select person_id from linkage_previous)
where person_id is not null and person_id not in (select person_id from people.person);

create or replace temp table was_member as
select record, latest.person_id, latest.how, latest.weight
from (
    select record, arg_max(membership, run) as latest
    from people.membership membership semi join linkage_scope using (record) group by record
)
where latest.is_there;

insert into people.membership
select $run, *, true from (
    select record, person_id, how, weight from now_member except select record, person_id, how, weight from was_member
)
union all
select $run, record, person_id, how, weight, false from was_member anti join now_member using (record);

create or replace temp table now_edge as
select left_record, right_record, how, max(weight) as weight, max(probability) as probability
from linkage.edge group by left_record, right_record, how;

create or replace temp table was_edge as
select left_record, right_record, how, latest.weight, latest.probability
from (
    select left_record, right_record, how, arg_max(change, run) as latest
    from people.edge_change change semi join linkage_scope on record = left_record
    group by left_record, right_record, how
)
where latest.is_there;

insert into people.edge_change
select $run, now_edge.*, $model_version, true
from now_edge left join was_edge using (left_record, right_record, how)
where was_edge.how is null or was_edge.weight is distinct from now_edge.weight
union all
select $run, was_edge.*, $model_version, false
from was_edge anti join now_edge using (left_record, right_record, how);

insert into people.lineage select $run, person_id, became, how, reason from linkage.lineage;

drop table now_member; drop table was_member; drop table now_edge; drop table was_edge;
