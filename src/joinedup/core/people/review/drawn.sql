-- The clerical sample: of each stratum the pairs whose key is lowest. A pair's key is a mixture of the hashes of its two
-- records and of the seed, so that a pair once drawn is drawn again on the next run if it still is in its stratum.
create or replace table linkage.drawn_pair as
with linked as (
    select l.record as record_l, r.record as record_r, l.grown as grown_l, r.grown as grown_r,
        xor(xor(l.record, r.record), people_record_key('sample', $seed)) as place,
        case
            when l.number_unit = r.number_unit and l.number is not null and r.number is not null then 'number'
            when l.unit = r.unit then 'demographics'
            when weakest.weight >= $joins_from + 10 then 'likeness_10'
            when weakest.weight >= $joins_from + 4 then 'likeness_4'
            else 'likeness_0'
        end as stratum, weakest.weight
    from linkage.member l
    join linkage.member r on r.grown = l.grown and l.record < r.record
    left join linkage.weakest on weakest.grown = l.grown
), apart as (
    select records.record_l, records.record_r, grown_l, grown_r,
        xor(xor(records.record_l, records.record_r), people_record_key('sample', $seed)) as place, stratum, weight
    from linkage.doubtful
), placed as (
    select * from linked
    where place < case stratum when 'number' then $number_below when 'demographics' then $demographics_below else 2e19 end
    union all
    select * from apart
), ranked as (
    select *, row_number() over (partition by stratum order by place, record_l, record_r) as position from placed
)
select * from ranked where position <= case stratum when 'number' then $most_by_number else $most end;
