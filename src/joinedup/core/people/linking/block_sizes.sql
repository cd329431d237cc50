create table linkage.block as
select key, count(*) as members, count(*) filter (is_residual) as residual_members
from linkage.block_key
group by key
having count(*) > 1 and count(*) filter (is_residual) > 0;
