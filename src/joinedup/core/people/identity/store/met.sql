-- How many members each block has that these circles had, or have now, a face in.
create or replace temp table linkage_stale_key as
select key, count(*) as members from people.block_key where face in (select face from linkage_stale_face) group by key;

create or replace temp table linkage_block as
with seen as (
    select key, count(*) as members from linkage_key group by key
), touched as (
    select key from seen union select key from linkage_stale_key
), before as (
    select key, count(*) as members from people.block_key where key in (select key from touched) group by key
)
select touched.key, coalesce(seen.members, 0) as seen, coalesce(before.members, 0) as members_before,
    coalesce(before.members, 0) - coalesce(stale.members, 0) as unseen
from touched
left join seen on seen.key = touched.key
left join before on before.key = touched.key
left join linkage_stale_key stale on stale.key = touched.key;

-- Blocks that grew too large, or are no longer so: their members have to be judged again among themselves.
create or replace temp table linkage_flipped as
select distinct circle
from linkage_block
join people.block_key using (key)
join people.face using (face)
where (seen + unseen > people_most_members(key, $most_members, $most_broad))
    <> (members_before > people_most_members(key, $most_members, $most_broad));

-- The faces outside with which a face of these circles shares a block of bearable size, one of the two residual.
create or replace temp table linkage_outside as
with block as (
    select key from linkage_block
    where seen > 0 and unseen > 0 and seen + unseen <= people_most_members(key, $most_members, $most_broad)
), residual as (
    select distinct key from linkage_key join linkage.compared on unique_id = face where is_residual
)
select block_key.key, block_key.face
from people.block_key
join block using (key)
join people.face using (face)
where face.circle not in (select circle from linkage_stale)
    and (face.is_residual or block_key.key in (select key from residual));

create or replace temp table linkage_seen as
select * from linkage.everybody;

drop table linkage.compared;

drop view linkage.everybody;

create table linkage.everybody as
select * from linkage_seen
union all by name
select face as unique_id, unit, is_residual, number, registers, given, coalesce(stands_for[1], given) as nick,
    case when given is not null then list_prepend(given, coalesce(stands_for, [])) end as nicks, middle, family, birth, born,
    sex, postcode, left(postcode, greatest(2, length(postcode) - 2)) as sector, address, records
from people.face
left join linkage_nickname on name = given
where face in (select face from linkage_outside);

create or replace table linkage.given_name as
select given, coalesce(stands_for[1], given) as nick, list_prepend(given, coalesce(stands_for, [])) as nicks
from (select distinct given from linkage.everybody where given is not null)
left join linkage_nickname on name = given;

create view linkage.compared as
select everybody.*, doors, street from linkage.everybody left join linkage.home on home.address = everybody.address;

-- Only pairs of a face here and one outside are made: all faces of one side count as one unit.
create table linkage.outside_member as
select unique_id as member, case when unique_id in (select face from linkage_outside) then 0 else 1 end as unit,
    registers as bits, is_residual as asks, [null::ubigint] as keys
from linkage.everybody;

create table linkage.outside_keyed as
select member, unit, bits, asks, [key] as keys
from linkage.outside_member
join (
    select key, face from linkage_key where key in (select key from linkage_outside)
    union all
    select key, face from linkage_outside
) on face = member;
