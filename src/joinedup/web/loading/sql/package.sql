select p.person_id as person, p.cost_pence, p.item_count, coalesce(p.next_best, '') as next_best
from package p
join person_loaded using (person_id)
order by 1
