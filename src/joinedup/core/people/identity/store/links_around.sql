-- The links among the records of the person that a record belongs to; none if the other record is somebody else.
with ends as (
    select person_id from people.record where source = $left_source and record_id = $left_record_id
    intersect
    select person_id from people.record where source = $right_source and record_id = $right_record_id
)
select edge.*
from people.edge
join people.record l on l.source = edge.left_source and l.record_id = edge.left_record_id
where l.person_id in (select person_id from ends)
order by case edge.how when 'nhs_number' then 1 when 'demographics' then 2 when 'decision' then 3 else 4 end, edge.weight desc
