-- The index: what is only ever added to, and, below, what the next increment works with.
create table if not exists people.setting (name varchar primary key, value varchar);
create table if not exists people.run (
    run integer primary key, run_at timestamp, kind varchar, model_version varchar, seed bigint, versions varchar
);
create table if not exists people.model (model_version varchar primary key, run integer, settings varchar);
create table if not exists people.decision (
    run integer, decision_id varchar, left_source varchar, left_record_id varchar, right_source varchar, right_record_id varchar,
    verdict varchar, purpose varchar, needs_two boolean, decided_by varchar, decided_at timestamp, undoes varchar, reason varchar
);
-- NHS numbers of an identity and of the one it was changed to, as far as a run has seen them; they outlive the records.
create table if not exists people.changed_number (decision_id varchar, left_number varchar, right_number varchar);
create table if not exists people.known_record (record bigint, source varchar, record_id varchar);
create table if not exists people.person (person_id varchar, run integer);
create table if not exists people.membership (
    run integer, record bigint, person_id varchar, how varchar, weight double, is_there boolean
);
create table if not exists people.edge_change (
    run integer, left_record bigint, right_record bigint, how varchar, weight double, probability double, model_version varchar,
    is_there boolean
);
create table if not exists people.lineage (run integer, person_id varchar, became varchar, how varchar, reason varchar);

create or replace view people.edge_history as
select l.source as left_source, l.record_id as left_record_id, r.source as right_source, r.record_id as right_record_id,
    how, weight, probability, model_version, since, until
from (
    select *, run as since, lead(run) over (partition by left_record, right_record, how order by run) as until
    from people.edge_change
) edge
join people.known_record l on l.record = left_record
join people.known_record r on r.record = right_record
where is_there;
create or replace view people.edge as select * exclude (until) from people.edge_history where until is null;
create or replace view people.person_record as
select source, record_id, latest.person_id, latest.how, latest.weight, latest.run as since
from (select record, arg_max(membership, run) as latest from people.membership group by record)
join people.known_record using (record)
where latest.is_there;

-- What the next increment works with. A circle is all that can bear on one another: records that share a number or a
-- description, and pairs that are likely; a run judges whole circles.
create table if not exists people.record (
    record bigint, face bigint, circle bigint, person_id varchar, how varchar, weight double, content ubigint,
    source varchar, record_id varchar, nhs_number varchar, superseded_nhs_number varchar, given_name varchar,
    family_name varchar, birth_date date, sex varchar, address varchar, postcode varchar, updated_on date, is_sensitive boolean,
    birth_place varchar, occupation varchar, changed_identity_of varchar
);
alter table people.record add column if not exists changed_identity_of varchar;
create table if not exists people.face (
    face bigint, circle bigint, unit bigint, is_residual boolean, number varchar, registers bigint, given varchar,
    middle varchar, family varchar, birth varchar, born integer, sex varchar, postcode varchar, address varchar, records bigint
);
create table if not exists people.sharing_key (key ubigint, circle bigint);
create table if not exists people.block_key (key ubigint, face bigint);
create table if not exists people.quarantined (number varchar, records bigint);
create table if not exists people.once (source varchar, bit bigint);
create table if not exists people.used_word (word varchar);
create table if not exists people.share (name varchar, value varchar, share double);
