-- Pairs of faces that somebody decided are, or are not, one person. Records that are gone count for nothing.
create table linkage.must_link as
select l.face as face_l, r.face as face_r, l.record as record_l, r.record as record_r, min(place) as place
from linkage_must_link decided
join linkage.record_face l on l.source = decided.left_source and l.record_id = decided.left_record_id
join linkage.record_face r on r.source = decided.right_source and r.record_id = decided.right_record_id
group by l.face, r.face, l.record, r.record;

create table linkage.cannot_link as
select distinct least(l.face, r.face) as face_l, greatest(l.face, r.face) as face_r
from linkage_cannot_link decided
join linkage.record_face l on l.source = decided.left_source and l.record_id = decided.left_record_id
join linkage.record_face r on r.source = decided.right_source and r.record_id = decided.right_record_id
where l.face <> r.face;
