-- One row per decision about a changed identity and pair of NHS numbers that its two records have, or had.
with numbered as (
    select distinct source, record_id, people_number(nhs_number) as number from linkage_numbered
)
select distinct decision_id, least(l.number, r.number) as left_number, greatest(l.number, r.number) as right_number
from linkage_changing changing
join numbered l on l.source = changing.left_source and l.record_id = changing.left_record_id
join numbered r on r.source = changing.right_source and r.record_id = changing.right_record_id
where l.number <> r.number
