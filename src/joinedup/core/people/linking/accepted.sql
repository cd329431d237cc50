-- One row per pair of units that is joined, unless that would bring people together who must stay apart.
create or replace table linkage.accepted as
select unit_pair.*
from linkage.unit_pair
left join linkage.contested using (unit_l, unit_r)
left join linkage.conflict on conflict.unit_l = unit_pair.unit_l and conflict.unit_r = unit_pair.unit_r
where contested.unit_l is null and conflict.unit_l is null;
