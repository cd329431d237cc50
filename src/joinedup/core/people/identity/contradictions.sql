-- Pairs of records that somebody decided are one person and that are two: a decision to keep people apart is stronger.
select left_source, left_record_id, right_source, right_record_id
from linkage_must_link decided
join linkage.member l on l.source = left_source and l.record_id = left_record_id
join linkage.member r on r.source = right_source and r.record_id = right_record_id
where l.grown <> r.grown
order by all
