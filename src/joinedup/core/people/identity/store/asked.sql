-- The pair of faces of the two records asked about; of one face, with itself.
create or replace temp table linkage_asked as
select least(l.face, r.face) as face_l, greatest(l.face, r.face) as face_r
from linkage.record_face l, linkage.record_face r
where l.source = $left_source and l.record_id = $left_record_id and r.source = $right_source and r.record_id = $right_record_id;
