select
    i.person_id as person,
    i.offer,
    coalesce(i.funder, '') as funder,
    coalesce(i.cost_pence, 0) as cost_pence,
    coalesce(i.outcome, '') as outcome,
    i.avoided_low,
    i.avoided_mid,
    i.avoided_high,
    coalesce(i.why, '') as why
from package_item i
join person_loaded using (person_id)
order by i.person_id, i.cost_pence desc, i.offer
