select
    s.person_id as person,
    coalesce(s.service, '') as service,
    coalesce(s.name, '') as name,
    coalesce(s.organisation, '') as organisation,
    coalesce(s.telephone, '') as telephone,
    coalesce(s.offer, '') as offer
from (from package_service union all by name from help_without_package) s
join person_loaded using (person_id)
order by 1, 2, 3
