-- One row per pair of units that score enough: the weight of their most alike faces, and whether names and dates of both
-- of those are there to see.
create table linkage.likely as
select least(unit_l, unit_r) as unit_l, greatest(unit_l, unit_r) as unit_r, face_l, face_r, weight, probability, is_seen
from linkage.scored
where weight >= $least_weight;
