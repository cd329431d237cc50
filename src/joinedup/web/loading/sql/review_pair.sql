-- One row per pair of records worth a human look, with what the model made of each thing it compared, most telling first.
-- What a pair's doubt is worth rises with the highest chance that a model gives either person of needing care.
with chance as (
    select person_id, max(probability) as highest
    from score
    group by person_id
), said as (
    select pair_id, to_json(list(struct_pack(comparison := comparison, label := label, weight := weight)
        order by abs(coalesce(weight, 0)) desc, comparison))::varchar as evidence
    from review_evidence
    group by pair_id
)
select
    p.pair_id,
    p.left_source,
    p.left_record_id,
    p.right_source,
    p.right_record_id,
    p.left_person_id,
    p.right_person_id,
    p.weight,
    p.probability,
    p.why,
    coalesce(p.is_linked, false) as is_linked,
    coalesce(p.stratum, '') as stratum,
    p.stratum_pairs,
    coalesce(h.code, '') as neighbourhood,
    case when len(p.organisations) > 0 then ',' || array_to_string(list_sort(list_distinct(p.organisations)), ',') || ',' else '' end as organisations,
    coalesce(p.priority, 0) * (1 + greatest(coalesce(l.highest, 0), coalesce(r.highest, 0))) as priority,
    coalesce(p.needs_two, true) as needs_two,
    coalesce(s.evidence, '[]') as evidence,
    'first' as state
from review_pair p
left join neighbourhood h on h.code = p.neighbourhood
left join chance l on l.person_id = p.left_person_id
left join chance r on r.person_id = p.right_person_id
left join said s on s.pair_id = p.pair_id
order by p.pair_id
