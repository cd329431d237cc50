-- How much of each register is joined to another register. One row per source.
with joined as (
    select person_id, min(source) <> max(source) as is_joined from quality_person_record group by person_id
)
select source, count(*) as records, count(*) filter (where is_joined) as linked
from quality_person_record
join joined on joined.person_id = quality_person_record.person_id
group by source
order by source
