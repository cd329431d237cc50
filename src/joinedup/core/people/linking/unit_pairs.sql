-- One row per pair of units that score enough: the weight of their most alike faces.
-- Where another pair of their faces is vetoed, likeness counts only if names and dates of both faces are there to see.
create table linkage.unit_pair as
select
    least(candidate.unit_l, candidate.unit_r) as unit_l, greatest(candidate.unit_l, candidate.unit_r) as unit_r,
    max(weight) as weight, max(probability) as probability,
    arg_max(struct_pack(face_l, face_r), (weight, -face_l, -face_r)) as faces
from linkage.scored
join linkage.candidate using (face_l, face_r)
join linkage.compared l on l.unique_id = face_l
join linkage.compared r on r.unique_id = face_r
where weight >= $least_weight
    and (
        l.birth is not null and r.birth is not null and l.given is not null and r.given is not null
        or (least(candidate.unit_l, candidate.unit_r), greatest(candidate.unit_l, candidate.unit_r)) not in (
            select (least(vetoed.unit_l, vetoed.unit_r), greatest(vetoed.unit_l, vetoed.unit_r))
            from linkage.candidate vetoed where vetoed.is_vetoed
        )
    )
group by all;
