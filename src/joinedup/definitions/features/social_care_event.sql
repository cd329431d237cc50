-- one row per request or service for the person; an end that lies later is not known yet
select person_id, starts_on as happened_on, 'social_care_event' as kind, organisation, file, line,
    event_type, coalesce(service_type, '') as service_type, coalesce(cost_frequency, '') as cost_frequency, planned_units_per_week,
    ends_on is null or ends_on >= $as_at as is_open
from social_care_event
where client_type is distinct from 'carer'
