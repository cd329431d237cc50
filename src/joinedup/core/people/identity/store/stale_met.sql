-- With the circles of the faces that turned out to be likely, and those of blocks whose size came over the limit.
insert into linkage_stale
select circle
from linkage.scored
join people.face on face in (face_l, face_r)
where weight >= $least_weight
union
select circle from linkage_flipped
except
select circle from linkage_stale;
