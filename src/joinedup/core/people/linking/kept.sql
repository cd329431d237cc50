-- The accepted pairs that are left: all of groups that hold one person, and of the others those that were kept.
create table linkage.accepted_at_last as
select accepted.*
from linkage.accepted
join linkage_joined grown on grown.member = accepted.unit_l
left join linkage_kept kept on kept.unit_l = accepted.unit_l and kept.unit_r = accepted.unit_r
where kept.unit_l is not null or grown.root not in (select person from linkage.awkward);
create or replace table linkage.accepted as select * from linkage.accepted_at_last;
