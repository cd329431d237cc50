-- The weakest link of likeness of each person who has one. One row per person.
create or replace table linkage.weakest as
select member.grown, min(accepted.weight) as weight
from linkage.accepted
join (select distinct unit, grown from linkage.member) member on member.unit = accepted.unit_l
group by member.grown;
