create table linkage.block as
select key, count(*) as members
from linkage.block_key
group by key
having count(*) > 1;
