-- one row per person looked after at the date
select person_id, starts_on as happened_on, 'unpaid_carer' as kind, organisation, file, line, coalesce(hours_per_week, '') as hours_per_week
from unpaid_carer
where ends_on is null or ends_on >= $as_at
