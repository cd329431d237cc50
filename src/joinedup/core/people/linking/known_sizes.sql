-- With the members of each block that this run does not see.
create or replace table linkage.block as
with unseen as (
    select block.key, count(*) as members
    from linkage.block
    join people.block_key on block_key.key = block.key
    where block_key.face not in (select face from linkage_stale_face)
    group by block.key
)
select block.key, block.members + coalesce(unseen.members, 0) as members
from linkage.block
left join unseen on unseen.key = block.key;
