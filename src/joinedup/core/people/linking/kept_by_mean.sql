-- The accepted pairs within one person that weigh enough by themselves.
create table linkage.accepted_at_last as
select accepted.*
from linkage.accepted
join linkage_joined l on l.member = accepted.unit_l
join linkage_joined r on r.member = accepted.unit_r and r.root = l.root
where weight >= $least_weight;
create or replace table linkage.accepted as select * from linkage.accepted_at_last;
