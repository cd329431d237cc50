-- One row per link between two records: each to the first of its group, and the pairs the model or somebody joined.
create table linkage.edge as
with link as (
    select number_unit_founder as l, record as r, case when number is null then 'demographics' else 'nhs_number' end as how,
        null::double as weight, null::double as probability
    from linkage.member where record <> number_unit_founder
    union all
    select l.founder, r.founder, 'demographics', null, null
    from linkage.demographic_pair
    join linkage.face l on l.face = face_l
    join linkage.face r on r.face = face_r
    join linkage.standing stands_l on stands_l.face = face_l
    join linkage.standing stands_r on stands_r.face = face_r
    where stands_l.unit <> stands_r.unit
    union all
    select record_l, record_r, 'decision', null, null from linkage.must_link
    union all
    select l.founder, r.founder, 'splink', weight, probability
    from linkage.accepted
    join linkage.face l on l.face = accepted.faces.face_l
    join linkage.face r on r.face = accepted.faces.face_r
)
select l.source as left_source, l.record_id as left_record_id, r.source as right_source, r.record_id as right_record_id,
    link.how, link.weight, link.probability, l.record as left_record, r.record as right_record
from link
join linkage.member l on l.record = link.l
join linkage.member r on r.record = link.r
where l.grown = r.grown;
