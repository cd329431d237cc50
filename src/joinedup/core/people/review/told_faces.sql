-- One row per pair of records that people look at, with the faces of the two; and what of it is to be described.
create or replace table linkage.told_pair as
select review_told.pair_id, l.face as face_l, r.face as face_r
from review_told
join linkage.record_face l on l.source = review_told.left_source and l.record_id = review_told.left_record_id
join linkage.record_face r on r.source = review_told.right_source and r.record_id = review_told.right_record_id;
create or replace table linkage.told_face as select distinct face_l, face_r from linkage.told_pair;
create or replace view linkage_wanted as
select * from linkage.everybody
where unique_id in (select face_l from linkage.told_face union select face_r from linkage.told_face);
