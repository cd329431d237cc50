-- Pairs of faces that somebody decided are, or are not, one person. Records that are gone count for nothing.
create table linkage.must_link as
select l.face as face_l, r.face as face_r, l.record as record_l, r.record as record_r, min(place) as place
from linkage_must_link decided
join linkage.record_face l on l.source = decided.left_source and l.record_id = decided.left_record_id
join linkage.record_face r on r.source = decided.right_source and r.record_id = decided.right_record_id
group by l.face, r.face, l.record, r.record;

-- So is every record under the number of an identity that was changed from every one under the number it was changed to;
-- a number of many people is nobody's identity.
create table linkage.cannot_link as
with pair as (
    select l.face as one, r.face as other
    from linkage_cannot_link decided
    join linkage.record_face l on l.source = decided.left_source and l.record_id = decided.left_record_id
    join linkage.record_face r on r.source = decided.right_source and r.record_id = decided.right_record_id
    union all
    select l.face, r.face
    from linkage_changed_number changed
    join linkage.record_face l on coalesce(l.sent_number, l.old_number) = changed.left_number
    join linkage.record_face r on coalesce(r.sent_number, r.old_number) = changed.right_number
    where changed.left_number not in (select number from linkage.quarantined)
        and changed.right_number not in (select number from linkage.quarantined)
)
select distinct least(one, other) as face_l, greatest(one, other) as face_r from pair where one <> other;
