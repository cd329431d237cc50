-- One row per link between two records: each to the first of its group, and the pairs the model or somebody joined. A face is
-- named by its first record.
create table linkage.edge as
with single as (
    select face_l as l, face_r as r, 'demographics' as how, null::double as weight, null::double as probability
    from linkage.demographic_pair
    join linkage.standing stands_l on stands_l.face = face_l
    join linkage.standing stands_r on stands_r.face = face_r
    where stands_l.unit <> stands_r.unit
    union all
    select record_l, record_r, 'decision', null, null from linkage.must_link
    union all
    select accepted.faces.face_l, accepted.faces.face_r, 'splink', weight, probability from linkage.accepted
), linked as (
    select l.source as left_source, l.record_id as left_record_id, r.source as right_source, r.record_id as right_record_id,
        single.how, single.weight, single.probability, l.record as left_record, r.record as right_record,
        l.grown as grown_l, r.grown as grown_r
    from single
    join linkage.member l on l.record = single.l
    join linkage.member r on r.record = single.r
    union all
    select l.source, l.record_id, r.source, r.record_id, case when r.number is null then 'demographics' else 'nhs_number' end,
        null, null, l.record, r.record, l.grown, r.grown
    from linkage.member r
    join linkage.member l on l.record = r.number_unit_founder
    where r.record <> r.number_unit_founder
)
select left_source, left_record_id, right_source, right_record_id, how, weight, probability, left_record, right_record
from linked where grown_l = grown_r;
