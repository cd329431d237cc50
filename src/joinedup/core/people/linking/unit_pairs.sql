-- One row per pair of units that score enough: the weight of their most alike faces, and whether names and dates of both
-- of those are there to see.
create table linkage.likely as
select least(unit_l, unit_r) as unit_l, greatest(unit_l, unit_r) as unit_r, face_l, face_r, weight, probability,
    l.birth is not null and r.birth is not null and l.given is not null and r.given is not null as is_seen
from linkage.scored
join linkage.candidate using (face_l, face_r)
join linkage.described l on l.unique_id = face_l
join linkage.described r on r.unique_id = face_r
where weight >= $least_weight;
