-- One row per link between two records: each to the first of its group, and the pairs the model or somebody joined. A face is
-- named by its first record.
create table linkage.edge as
with single as (
    select face_l, face_r, face_l as record_l, face_r as record_r, 'demographics' as how, null::double as weight,
        null::double as probability
    from linkage.demographic_pair
    join linkage.standing stands_l on stands_l.face = face_l
    join linkage.standing stands_r on stands_r.face = face_r
    where stands_l.unit <> stands_r.unit
    union all
    select face_l, face_r, record_l, record_r, 'decision', null, null from linkage.must_link
    union all
    select accepted.faces.face_l, accepted.faces.face_r, accepted.faces.face_l, accepted.faces.face_r, 'splink', weight, probability
    from linkage.accepted
), linked as (
    select record_l, record_r, single.how, single.weight, single.probability
    from single
    join linkage.placed l on l.face = single.face_l
    join linkage.placed r on r.face = single.face_r
    where l.grown = r.grown
    union all
    select number_unit_founder, record, case when number is null then 'demographics' else 'nhs_number' end, null, null
    from linkage.record_face
    join linkage.placed using (face)
    where record <> number_unit_founder
)
select l.source as left_source, l.record_id as left_record_id, r.source as right_source, r.record_id as right_record_id,
    linked.how, linked.weight, linked.probability, record_l as left_record, record_r as right_record
from linked
join linkage.record_face l on l.record = record_l
join linkage.record_face r on r.record = record_r;
