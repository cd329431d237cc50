select r.person_id as person, r.score, r.value, coalesce(r.category, '') as category
from reference_score r
join person_loaded using (person_id)
where r.value is not null
order by 1, 2
