-- One row per link between two records: each to the first of its group, and the pairs the model or somebody joined. A face is
-- named by its first record.
with single as (
    select face_l, face_r, face_l as record_l, face_r as record_r, 'demographics' as how
    from linkage.demographic_pair
    join linkage.standing stands_l on stands_l.face = face_l
    join linkage.standing stands_r on stands_r.face = face_r
    where stands_l.unit <> stands_r.unit
    union all
    select face_l, face_r, record_l, record_r, 'decision' from linkage.must_link
), linked as (
    select accepted.faces.face_l as record_l, accepted.faces.face_r as record_r, 'splink' as how, weight, probability
    from linkage.accepted
    union all
    select record_l, record_r, single.how, null, null
    from single
    join linkage.placed on face = face_l
    where (face_r, grown) in (select (face, grown) from linkage.placed)
    union all
    select number_unit_founder, face, case when number is null then 'demographics' else 'nhs_number' end, null, null
    from linkage.placed
    where face <> number_unit_founder
    union all
    select number_unit_founder, record, case when number is null then 'demographics' else 'nhs_number' end, null, null
    from linkage.record_face
    join linkage.placed using (face)
    where record <> face
)
select l.source as left_source, l.record_id as left_record_id, r.source as right_source, r.record_id as right_record_id,
    linked.how, linked.weight, linked.probability, record_l as left_record, record_r as right_record
from linked
join linkage.record_face l on l.record = record_l
join linkage.record_face r on r.record = record_r
