-- The clerical sample: of each stratum the pairs whose key is lowest. A pair's key is a mixture of the hashes of its two
-- records and of the seed, so that a pair once drawn is drawn again on the next run if it still is in its stratum.
-- Of a large stratum only pairs are looked at whose key is below a power of two: their records, one mixed with the seed, are
-- alike in every bit from there on, and meet by these. However many records a person has, they never all meet.
create or replace table linkage.drawn_pair as
with held as (
    select record, xor(record, people_record_key('sample', $seed)) as mixed, grown, unit,
        case when number is null then -1 - record else number_unit end as part
    from linkage.member
), main_part as (
    select grown, unit, arg_max(part, records) as part
    from (select grown, unit, part, count(*) as records from held group by grown, unit, part) group by grown, unit
), main_unit as (
    select grown, arg_max(unit, records) as unit
    from (select grown, unit, count(*) as records from held group by grown, unit) group by grown
), weighed as (
    select grown, weight,
        case when weight >= $joins_from + 10 then 'likeness_10' when weight >= $joins_from + 4 then 'likeness_4' else 'likeness_0' end as stratum,
        case when weight >= $joins_from + 10 then $likeness_10 when weight >= $joins_from + 4 then $likeness_4 else $likeness_0 end as bits
    from linkage.weakest
), likely as (
    select held.*, main_unit.unit as main, stratum, record >> bits as high, mixed >> bits as mixed_high
    from held
    join main_unit on main_unit.grown = held.grown
    join weighed on weighed.grown = held.grown
), linked as (
    select l.record as one, r.record as other, l.mixed, l.grown, 'number' as stratum
    from held l
    join held r on r.grown = l.grown and r.part = l.part and r.record >> $number = l.mixed >> $number
    where l.record < r.record
    union all
    -- of two parts, or units, one at least is not the largest: so nothing that is alike is compared in vain
    select l.record, r.record, l.mixed, l.grown, 'demographics'
    from held l
    join main_part main on main.grown = l.grown and main.unit = l.unit and main.part <> l.part
    join held r on r.grown = l.grown and r.unit = l.unit and r.record >> $demographics = l.mixed >> $demographics
    where r.part <> l.part and (r.part = main.part or l.record < r.record)
    union all
    select l.record, r.record, l.mixed, l.grown, l.stratum
    from likely l
    join likely r on r.grown = l.grown and r.high = l.mixed_high
    where l.unit <> l.main and r.unit <> l.unit and r.part <> l.part and (r.unit = l.main or l.record < r.record)
), placed as (
    select least(one, other) as record_l, greatest(one, other) as record_r, linked.grown as grown_l, linked.grown as grown_r,
        xor(mixed, other) as place, linked.stratum, weakest.weight
    from linked left join linkage.weakest on weakest.grown = linked.grown
    union all
    select records.record_l, records.record_r, grown_l, grown_r,
        xor(xor(records.record_l, records.record_r), people_record_key('sample', $seed)), stratum, weight
    from linkage.doubtful
), ranked as (
    select *, row_number() over (partition by stratum order by place, record_l, record_r) as position from placed
)
select * from ranked where position <= case stratum when 'number' then $most_by_number else $most end;
