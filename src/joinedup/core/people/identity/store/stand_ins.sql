-- Pairs of records to keep apart. Where one is gone, the records left of the person it last belonged to stand for it.
with stands_for as (
    select gone.source, gone.record_id, other.source as other_source, other.record_id as other_record_id
    from linkage_last gone
    join linkage_last other using (person_id)
    semi join linkage_now sent on sent.source = other.source and sent.record_id = other.record_id
    where (gone.source, gone.record_id) in (
            select (left_source, left_record_id) from linkage_apart union all select (right_source, right_record_id) from linkage_apart
        )
        and (gone.source, gone.record_id) not in (select (source, record_id) from linkage_now)
)
select distinct
    coalesce(l.other_source, left_source) as left_source, coalesce(l.other_record_id, left_record_id) as left_record_id,
    coalesce(r.other_source, right_source) as right_source, coalesce(r.other_record_id, right_record_id) as right_record_id
from linkage_apart
left join stands_for l on l.source = left_source and l.record_id = left_record_id
left join stands_for r on r.source = right_source and r.record_id = right_record_id
order by all
