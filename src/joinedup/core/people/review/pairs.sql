-- One row per pair of people worth a human look, or drawn for the clerical sample. The record whose key sorts first is left.
with wanted as (
    select records.record_l as record_a, records.record_r as record_b, grown_l as grown_a, grown_r as grown_b, weight, why,
        null::varchar as stratum, chance
    from linkage.queued
    union all
    select record_l, record_r, grown_l, grown_r, weight, null, stratum, null from linkage.drawn_pair
), together as (
    select record_a, record_b, max(weight) as weight, max(why) as why, max(stratum) as stratum, max(chance) as chance
    from (select least(record_a, record_b) as record_a, greatest(record_a, record_b) as record_b, weight, why, stratum, chance from wanted)
    group by record_a, record_b
), keyed as (
    select together.*, a.source || chr(31) || a.record_id as key_a, b.source || chr(31) || b.record_id as key_b
    from together
    join linkage.member a on a.record = record_a
    join linkage.member b on b.record = record_b
), sided as (
    select *, case when key_a < key_b then record_a else record_b end as record_l,
        case when key_a < key_b then record_b else record_a end as record_r,
        md5(least(key_a, key_b) || chr(30) || greatest(key_a, key_b)) as key
    from keyed
)
select 'v' || left(key, 16) as pair_id,
    l.source as left_source, l.record_id as left_record_id, r.source as right_source, r.record_id as right_record_id,
    one.person_id as left_person_id, other.person_id as right_person_id,
    sided.weight, 1 / (1 + pow(2, -sided.weight)) as probability, coalesce(why, 'sample') as why, l.grown = r.grown as is_linked,
    coalesce(sided.stratum, '') as stratum, stratum.record_pairs as stratum_pairs, chance,
    case when l.grown = r.grown then 1 else one_size.records * other_size.records end as record_pairs
from sided
join linkage.member l on l.record = record_l
join linkage.member r on r.record = record_r
join linkage.identity one on one.grown = l.grown
join linkage.identity other on other.grown = r.grown
left join linkage.size one_size on one_size.grown = l.grown
left join linkage.size other_size on other_size.grown = r.grown
left join linkage.stratum on stratum.stratum = sided.stratum
order by chance desc nulls last, pair_id
