-- How many members each block has that this run does not see. One row per block.
select key, count(*) as members
from people.block_key
where face not in (select face from linkage_stale_face)
    and key in (select unnest(keys) from linkage.block_keyed union all select unnest(keys) from linkage.word_keyed)
group by key
