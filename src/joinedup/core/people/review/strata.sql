-- How many pairs each stratum of the clerical sample has. One row per stratum of linked pairs: record_pairs and pairs both
-- count pairs of records. Of strata of unlinked pairs, pairs counts pairs of people, record_pairs those of their records.
-- What is expected is a share of pairs of records: the chance of people with many records counts as often as they have pairs.
create or replace table linkage.stratum as
with by_number as (
    select sum(n * (n - 1) / 2) as pairs
    from (select count(*) as n from linkage.member where number is not null group by grown, number_unit)
), by_unit as (
    select sum(n * (n - 1) / 2) as pairs from (select count(*) as n from linkage.member group by grown, unit)
), grown as (
    select member.grown, weakest.weight, count(*) as n
    from linkage.member join linkage.weakest on weakest.grown = member.grown
    group by member.grown, weakest.weight
), inside as (
    select grown, sum(n * (n - 1) / 2) as pairs
    from (
        select member.grown, unit, count(*) as n
        from linkage.member join linkage.weakest on weakest.grown = member.grown
        group by member.grown, unit
    ) group by grown
), by_likeness as (
    select
        case when weight >= $joins_from + 10 then 'likeness_10' when weight >= $joins_from + 4 then 'likeness_4' else 'likeness_0' end as stratum,
        sum(n * (n - 1) / 2 - inside.pairs) as pairs,
        sum((n * (n - 1) / 2 - inside.pairs) / (1 + pow(2, -weight))) / sum(n * (n - 1) / 2 - inside.pairs) as expected
    from grown join inside on inside.grown = grown.grown
    group by 1
)
select 'number' as stratum, true as is_linked, coalesce(pairs, 0)::bigint as pairs, coalesce(pairs, 0)::bigint as record_pairs,
    null::double as expected
from by_number
union all
select 'demographics', true, (coalesce(by_unit.pairs, 0) - coalesce(by_number.pairs, 0))::bigint,
    (coalesce(by_unit.pairs, 0) - coalesce(by_number.pairs, 0))::bigint, null
from by_unit, by_number
union all
select stratum, true, pairs::bigint, pairs::bigint, expected from by_likeness
union all
select stratum, false, count(*), sum(l.records * r.records)::bigint,
    sum(l.records * r.records * chance) / sum(l.records * r.records)
from linkage.chance
join linkage.size l on l.grown = grown_l
join linkage.size r on r.grown = grown_r
group by stratum;
