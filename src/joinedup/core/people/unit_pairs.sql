-- One row per pair of units scored: the weight of their most alike faces.
create table linkage.unit_pair as
select
    least(unit_l, unit_r) as unit_l, greatest(unit_l, unit_r) as unit_r,
    max(weight) as weight, max(probability) as probability,
    arg_max(struct_pack(face_l, face_r), (weight, -face_l, -face_r)) as faces
from linkage.scored
join linkage.candidate using (face_l, face_r)
where weight >= $least_weight
group by all;
