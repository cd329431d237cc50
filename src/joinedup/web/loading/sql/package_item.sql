select
    i.person_id as person,
    i.offer,
    coalesce(i.funder, '') as funder,
    coalesce(i.cost_pence, 0) as cost_pence,
    coalesce(i.why, '') as why,
    coalesce(i.is_kept, false) as is_kept,
    i.stays_share,
    coalesce(i.would_change, '') as would_change,
    coalesce(i.weakness, '') as weakness
from package_item i
join person_loaded using (person_id)
order by i.person_id, i.cost_pence desc, i.offer
