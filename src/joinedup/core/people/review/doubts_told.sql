-- Every doubtful pair of people, by their ids. One row per pair.
select one.person_id as left_person_id, other.person_id as right_person_id, stratum, chance, l.records * r.records as record_pairs
from linkage.chance
join linkage.identity one on one.grown = grown_l
join linkage.identity other on other.grown = grown_r
join linkage.size l on l.grown = grown_l
join linkage.size r on r.grown = grown_r
order by left_person_id, right_person_id
