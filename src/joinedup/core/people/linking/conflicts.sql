-- One row per pair of units that cannot be one person and that some chain of links might yet bring together:
-- a vetoed pair of faces and no pair of faces that says otherwise; or somebody decided so.
create table linkage.conflict as
(
select unit_l, unit_r from linkage.apart
except
select unit_l, unit_r from linkage.unit_pair
)
union
select least(l.unit, r.unit), greatest(l.unit, r.unit)
from linkage.cannot_link
join linkage.unit l on l.face = face_l
join linkage.unit r on r.face = face_r
where l.unit <> r.unit;
