select l.person_id as person, l.offer, coalesce(l.reason, '') as reason, coalesce(l.would_change, '') as would_change
from left_out l
join person_loaded using (person_id)
order by 1, 2
