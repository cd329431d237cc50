select e.person_id as person, e.offer, e.outcome, e.avoided_low, e.avoided_mid, e.avoided_high
from package_effect e
join person_loaded using (person_id)
order by e.person_id, e.offer, e.outcome
