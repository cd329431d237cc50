-- One row per pair of people of whom it is doubtful whether they are one: their most alike faces, and why they were not
-- joined. What makes a pair doubtful never depends on where a sensitive person lives, for that is empty in every face.
create or replace table linkage.doubt as
with judged as (
    select face_l, face_r, weight, probability, 'uncertain' as why
    from linkage.scored
    where weight >= $least_weight and weight < $joins_from
    union all
    select unit_pair.faces.face_l, unit_pair.faces.face_r, unit_pair.weight, unit_pair.probability,
        case when contested.unit_l is null then 'kept_apart' else 'contested' end
    from linkage.unit_pair
    left join linkage.contested on contested.unit_l = unit_pair.unit_l and contested.unit_r = unit_pair.unit_r
    where not exists (
        select 1 from linkage.accepted where accepted.unit_l = unit_pair.unit_l and accepted.unit_r = unit_pair.unit_r)
    union all
    select likely.face_l, likely.face_r, likely.weight, likely.probability, 'kept_apart'
    from linkage.likely
    where not exists (
        select 1 from linkage.unit_pair where unit_pair.unit_l = likely.unit_l and unit_pair.unit_r = likely.unit_r)
    union all
    select face_l, face_r, null, null, 'kept_apart' from linkage.alike
    union all
    select face_l, face_r, null, null, 'number_disputed' from linkage.number_pair
), placed as (
    select judged.*, face_l as record_l, face_r as record_r, one.grown as grown_l, other.grown as grown_r
    from judged
    join linkage.placed one on one.face = face_l
    join linkage.placed other on other.face = face_r
    where one.grown <> other.grown
), decided as (
    select distinct least(one.grown, other.grown) as grown_l, greatest(one.grown, other.grown) as grown_r
    from linkage.cannot_link
    join linkage.placed one on one.face = cannot_link.face_l
    join linkage.placed other on other.face = cannot_link.face_r
)
select least(grown_l, grown_r) as grown_l, greatest(grown_l, grown_r) as grown_r,
    max(weight) as weight, max(probability) as probability,
    arg_max(why, struct_pack(
        reason := case why when 'contested' then 4 when 'kept_apart' then 3 when 'uncertain' then 2 else 1 end,
        weight := coalesce(weight, -1000))) as why,
    arg_max(
        struct_pack(record_l := least(record_l, record_r), record_r := greatest(record_l, record_r)),
        struct_pack(weight := coalesce(weight, -1000), record_l := -record_l, record_r := -record_r)
    ) as records
from placed
where not exists (
    select 1 from decided
    where decided.grown_l = least(placed.grown_l, placed.grown_r) and decided.grown_r = greatest(placed.grown_l, placed.grown_r))
group by least(grown_l, grown_r), greatest(grown_l, grown_r);
