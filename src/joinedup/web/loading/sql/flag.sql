select f.person_id as person, f.flag, f.points, f.highest, f.is_raised, coalesce(f.label, '') as label
from flag f
join person_loaded using (person_id)
order by 1, 2
