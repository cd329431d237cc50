-- One row per pair and thing compared, that says something.
select told_pair.pair_id, review_said.comparison, review_said.level as label, review_said.weight
from linkage.told_pair
join review_said using (face_l, face_r)
where review_said.value >= 0
order by told_pair.pair_id, review_said.place
